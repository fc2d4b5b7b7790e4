frappe.ui.form.on("ASN Plan Batch", {
	...asn_kinerja.batch_form({
		event: "asn_plan_batch",
		template: "asn_kinerja.asn_kinerja.doctype.asn_plan_batch.asn_plan_batch.download_template",
		start: {
			label: __("Make the Plans"),
			confirm: __("Make a draft for everyone who has no problem? Who has a plan in this cycle keeps it as it is."),
		},
		running: __("Making the plans"),
		ready: __("No problems. The plans can be made."),
		incomplete: __("Correct the problems below, or make the plans of everyone else. Nobody gets half a plan."),
		outcome: ({ status, people, made, skipped, failed }) => [
			[
				status === "Checked" && people - skipped - failed,
				__("{0} plans can be made", [people - skipped - failed]),
				"green",
			],
			[made, __("{0} plans made", [made]), "green"],
			[skipped, __("{0} skipped: they have a plan", [skipped]), "blue"],
		],
	}),

	setup(frm) {
		const company = () => (frm.doc.company ? { company: frm.doc.company } : {});
		frm.set_query("cycle", () => ({ filters: { ...company(), status: "Open" } }));
		frm.set_query("from_cycle", () => ({ filters: { ...company(), name: ["!=", frm.doc.cycle || ""] } }));
		frm.set_query("department", () => ({ filters: company() }));
		frm.set_query("template", () => ({
			filters: { disabled: 0, company: ["in", ["", frm.doc.company || ""]] },
		}));
	},
});

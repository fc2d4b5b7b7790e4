frappe.ui.form.on("ASN Credit Point", {
	setup(frm) {
		frm.set_query("evaluation", () => ({
			filters: {
				employee: frm.doc.employee || "",
				docstatus: 1,
				workflow_state: "Final",
				position_type: "Fungsional",
			},
		}));
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		asn_kinerja.show_steps(frm, "explanation_view", frm.doc.explanation);
		if (frm.is_new()) return frm.events.kind(frm);
		frm.disable_save();
		frm.set_intro(); // what stands there is kept otherwise
		frm.set_intro(frm.events.told(frm), "blue");
		if (frm.doc.status === "Withdrawn") return;
		if (!asn_kinerja.is(frm, "manager") && !asn_kinerja.is(frm, "system")) return;
		const label = frm.doc.kind === "Conversion" ? __("Convert Again") : __("Withdraw Row");
		frm.add_custom_button(label, () => frm.events.withdraw(frm, label));
	},

	told(frm) {
		if (frm.doc.status === "Withdrawn") return __("Withdrawn: it counts no more. The reason is in the comments.");
		if (frm.doc.kind === "Conversion")
			return __("Made from the final evaluation; it follows a corrected result by itself.");
		return __("A row of the ledger does not change. Enter a correction, or withdraw the row.");
	},

	kind(frm) {
		const by_rule = ["Base Points", "Education Bonus", "Conversion"].includes(frm.doc.kind);
		frm.toggle_enable("points", !by_rule);
	},

	employee(frm) {
		if (frm.doc.evaluation) return frm.set_value("evaluation", null); // it is about somebody else
	},

	evaluation(frm) {
		if (!frm.is_new() || !frm.doc.evaluation) return;
		return frappe.db
			.get_value("ASN Evaluation", frm.doc.evaluation, ["from_date", "to_date"])
			.then(({ message }) => frm.set_value({ from_date: message.from_date, to_date: message.to_date }));
	},

	withdraw(frm, label) {
		const fields = [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }];
		if (frm.doc.kind === "Conversion") {
			const text = __("The row is withdrawn, and made anew from what the Employee record says now.");
			fields.unshift({ fieldtype: "HTML", options: `<p>${text}</p>` });
		}
		frappe.prompt(
			fields,
			({ reason }) =>
				asn_kinerja
					.call(frm, "withdraw", { reason })
					.then((name) => (name ? frappe.set_route("Form", frm.doctype, name) : frm.reload_doc())),
			label,
			label
		);
	},
});

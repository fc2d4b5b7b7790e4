frappe.ui.form.on("ASN Attendance Batch", {
	...asn_kinerja.batch_form({
		event: "asn_attendance_batch",
		template: "asn_kinerja.asn_kinerja.doctype.asn_attendance_batch.asn_attendance_batch.download_template",
		start: {
			label: __("Store the Recaps"),
			confirm: __("Store the recaps of everyone who has no problem? Those that differ are changed, none is doubled."),
		},
		running: __("Storing the recaps"),
		ready: __("No problems. The recaps can be stored."),
		incomplete: __("Correct the problems below, or store the recaps of everyone else. Nobody gets a part of his."),
		outcome: ({ status, made, updated, skipped, kept }) => [
			[made, status === "Checked" ? __("{0} would be new", [made]) : __("{0} new", [made]), "green"],
			[
				updated,
				status === "Checked" ? __("{0} would be changed", [updated]) : __("{0} changed", [updated]),
				"green",
			],
			[skipped, __("{0} unchanged", [skipped]), "blue"],
			[kept, __("{0} kept as entered by hand", [kept]), "blue"],
		],
	}),

	setup(frm) {
		frm.set_query("department", () => ({ filters: frm.doc.company ? { company: frm.doc.company } : {} }));
	},
});

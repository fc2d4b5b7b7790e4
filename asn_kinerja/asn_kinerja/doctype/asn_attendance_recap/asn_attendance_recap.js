frappe.ui.form.on("ASN Attendance Recap", {
	refresh: (frm) => asn_kinerja.show_field_rule(frm),
});

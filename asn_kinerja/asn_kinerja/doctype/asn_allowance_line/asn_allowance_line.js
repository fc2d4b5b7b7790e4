frappe.ui.form.on("ASN Allowance Line", {
	refresh(frm) {
		frm.disable_save();
		asn_kinerja.show_steps(frm, "explanation_view", frm.doc.explanation);
		frm.dashboard.clear_headline();
		if (frm.doc.left_out) {
			frm.set_intro(__("Left out: {0}", [frappe.utils.escape_html(frm.doc.notes || "")]), "orange");
		}
	},
});

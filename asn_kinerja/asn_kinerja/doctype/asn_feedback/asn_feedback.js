frappe.ui.form.on("ASN Feedback", {
	refresh(frm) {
		if (frm.is_new()) {
			// a new one is written in the dialog, which offers people, results and values to choose from
			const { employee } = frm.doc;
			frappe.set_route("List", "ASN Feedback").then(() => asn_kinerja.give_feedback(employee));
			return;
		}
		asn_kinerja.show_field_rule(frm);
		frm.disable_save();
		if (frm.doc.visibility === "Anonymous") {
			frm.set_intro(__("Anonymous: nothing is stored of who gave it, and when."), "blue");
		}
	},
});

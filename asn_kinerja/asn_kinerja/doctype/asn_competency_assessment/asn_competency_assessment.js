frappe.ui.form.on("ASN Competency Assessment", {
	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		if (frm.is_new()) return;
		if (frm.doc.status === "Released") frm.disable_save();
		else if (asn_kinerja.is(frm, "manager")) {
			frm.add_custom_button(__("Release"), () => frm.events.release(frm)).addClass("btn-primary");
		}
	},

	release(frm) {
		frappe.confirm(__("The employee will see this assessment, and it is not changed any more. Release it?"), () => {
			const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
			saved.then(() => asn_kinerja.call(frm, "release")).then(() => frm.reload_doc());
		});
	},
});

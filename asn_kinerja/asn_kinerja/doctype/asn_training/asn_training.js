frappe.ui.form.on("ASN Training", {
	refresh(frm) {
		const seats = frm.doc.__onload && frm.doc.__onload.asn_seats;
		if (frm.is_new() || !seats) return;
		if (frm.doc.seats) {
			const line = __("Seats: {0} taken, {1} of {2} left.", [seats.taken, seats.left, frm.doc.seats]);
			frm.set_intro(line, seats.left ? "blue" : "orange");
		} else {
			frm.set_intro(__("Seats: {0} taken, no limit.", [seats.taken]), "blue");
		}
		if (!frm.doc.disabled && frappe.boot.asn_employee) {
			frm.add_custom_button(__("I Have Attended It"), () =>
				frappe.new_doc("ASN Training Record", { training: frm.doc.name })
			);
		}
	},
});

frappe.ui.form.on("ASN Disciplinary Record", {
	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		if (frm.is_new() || !(asn_kinerja.is(frm, "manager") || asn_kinerja.is(frm, "system"))) return;
		const { status } = frm.doc;
		if (status === "Proposed") {
			frm.add_custom_button(__("Put in Force"), () => frm.events.put_in_force(frm));
			frm.change_custom_button_type(__("Put in Force"), null, "primary");
		}
		if (status !== "Dropped") {
			const label = status === "Proposed" ? __("Drop") : __("Lift");
			frm.add_custom_button(label, () =>
				frm.events.ask(frm, label, [], ({ reason }) => asn_kinerja.call(frm, "drop", { reason }))
			);
		}
	},

	put_in_force(frm) {
		const fields = [
			{ fieldname: "from_date", fieldtype: "Date", label: __("From Date"), reqd: 1, default: frm.doc.from_date },
			{ fieldname: "decree", fieldtype: "Data", label: __("Number of the Decree"), default: frm.doc.decree },
		];
		frm.events.ask(frm, __("Put in Force"), fields, ({ reason, from_date, decree }) =>
			asn_kinerja.call(frm, "put_in_force", { reason, from_date, decree: decree || "" })
		);
	},

	ask(frm, label, fields, act) {
		const reason = {
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason for the Decision"),
			reqd: 1,
		};
		asn_kinerja.saved(frm).then(() =>
			frappe.prompt([...fields, reason], (values) => act(values).then(() => frm.reload_doc()), label, label)
		);
	},
});

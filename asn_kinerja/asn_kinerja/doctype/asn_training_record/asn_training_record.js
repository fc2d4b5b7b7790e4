frappe.ui.form.on("ASN Training Record", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
		}
	},

	setup(frm) {
		frm.set_query("training", () => ({ filters: { disabled: 0 } }));
	},

	// shows at once what the server will fill in; hours and dates may be corrected
	training(frm) {
		if (!frm.doc.training) return;
		const fields = ["title", "form", "kind", "organiser", "hours", "from_date", "to_date"];
		return frappe.db.get_value("ASN Training", frm.doc.training, fields).then(({ message }) => {
			for (const field of fields) {
				if (message[field] || field === "kind" || field === "organiser") frm.set_value(field, message[field]);
			}
		});
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.events.show_year(frm);
		if (frm.is_new()) return;
		const is = (...relations) => relations.some((relation) => asn_kinerja.is(frm, relation));
		const { status, return_reason } = frm.doc;
		if (["Waiting", "Verified"].includes(status)) frm.disable_save();
		else if (is("self", "manager")) {
			frm.add_custom_button(__("Hand In"), () => asn_kinerja.act(frm, "hand_in")).addClass("btn-primary");
			if (status === "Draft") {
				frm.set_intro(__("When everything is there, hand it in: the hours count once they are verified."), "blue");
			}
		}
		if (status === "Waiting" && is("rater", "manager")) {
			frm.page.set_primary_action(__("Verify"), () => asn_kinerja.act(frm, "verify"));
			frm.add_custom_button(__("Return"), () => asn_kinerja.give_back(frm));
			frm.set_intro(__("Check the certificate, then verify it or return it with the reason."), "blue");
		}
		if (status === "Verified" && is("manager")) {
			asn_kinerja.reason_button(
				frm,
				__("Withdraw Verification"),
				__("Reason for the Withdrawal"),
				"withdraw_verification"
			);
		}
		if (status === "Returned" && return_reason) {
			frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(return_reason)]), "orange");
		}
	},

	// where the employee stands in the year of this training
	show_year(frm) {
		if (!frm.doc.employee) return;
		const year = frm.doc.to_date ? Number(frm.doc.to_date.slice(0, 4)) : null;
		const name = frm.docname;
		asn_kinerja.training_standing(frm.doc.employee, year).then((standing) => {
			if (frm.docname !== name) return;
			frm.fields_dict.year_view.$wrapper.html(asn_kinerja.training_standing_html(standing));
		});
	},
});

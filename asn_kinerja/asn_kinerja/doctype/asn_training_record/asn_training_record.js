frappe.ui.form.on("ASN Training Record", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
		}
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		if (frm.is_new()) return;
		const is = (...relations) => relations.some((relation) => asn_kinerja.is(frm, relation));
		const { status, return_reason } = frm.doc;
		if (["Waiting", "Verified"].includes(status)) frm.disable_save();
		else if (is("self", "manager")) {
			frm.add_custom_button(__("Hand In"), () => frm.events.act(frm, "hand_in")).addClass("btn-primary");
			if (status === "Draft") {
				frm.set_intro(__("When everything is there, hand it in: the hours count once they are verified."), "blue");
			}
		}
		if (status === "Waiting" && is("rater", "manager")) {
			frm.page.set_primary_action(__("Verify"), () => frm.events.act(frm, "verify"));
			frm.add_custom_button(__("Return"), () => frm.events.give_back(frm));
			frm.set_intro(__("Check the certificate, then verify it or return it with the reason."), "blue");
		}
		if (status === "Returned" && return_reason) {
			frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(return_reason)]), "orange");
		}
	},

	act(frm, method, args) {
		const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
		return saved.then(() => asn_kinerja.call(frm, method, args)).then(() => frm.reload_doc());
	},

	give_back(frm) {
		frappe.prompt(
			[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Returning"), reqd: 1 }],
			({ reason }) => frm.events.act(frm, "return_to_employee", { reason }),
			__("Return"),
			__("Return")
		);
	},
});

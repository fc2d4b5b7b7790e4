frappe.ui.form.on("ASN Innovation", {
	setup(frm) {
		const of_agency = () => ({ filters: { company: frm.doc.company, status: "Active" } });
		frm.set_query("employee", "contributors", of_agency);
		frm.set_query("employee", "panel", of_agency);
		frm.set_query("impact_level", () => ({ filters: { disabled: 0 } }));
	},
	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		if (frm.is_new()) return;
		if (asn_kinerja.is(frm, "self") && ["Draft", "Returned"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Hand In"), () =>
				asn_kinerja.call(frm, "submit_to_panel").then(() => frm.reload_doc())
			).addClass("btn-primary");
		}
		if (asn_kinerja.is(frm, "manager") && frm.doc.status === "Waiting for Panel") {
			asn_kinerja.reason_button(frm, __("Return"), __("Reason for Returning"), "give_back");
		}
		if ((frm.doc.__onload || {}).asn_my_turn) {
			for (const decision of ["Verified", "Not Verified"]) {
				frm.add_custom_button(__(decision), () => frm.events.decide(frm, decision), __("My Verdict"));
			}
			frm.set_intro(__("Your verdict is asked for."), "orange");
		}
		if (frm.doc.status === "Returned" && frm.doc.return_reason) {
			frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(frm.doc.return_reason)]), "orange");
		}
	},
	decide(frm, decision) {
		frappe.prompt(
			[{ fieldname: "note", fieldtype: "Small Text", label: __("Note"), reqd: decision === "Not Verified" ? 1 : 0 }],
			({ note }) =>
				asn_kinerja.call(frm, "decide", { decision, note: note || "" }).then(() => frm.reload_doc()),
			__(decision),
			__("Decide")
		);
	},
});

frappe.ui.form.on("ASN Work Plan", {
	setup(frm) {
		frm.set_query("cycle", () => ({ filters: { status: "Open" } }));
		frm.set_query("indicator", "items", () => ({ filters: { disabled: 0 } }));
		frm.set_query("objective", "items", () => ({ filters: frm.doc.company ? { company: frm.doc.company } : {} }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
		}
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.trigger("show_columns");
		frm.trigger("show_guidance");
		if (
			frm.doc.workflow_state === "Approved" &&
			["self", "manager", "system"].some((relation) => asn_kinerja.is(frm, relation))
		) {
			asn_kinerja.reason_button(frm, __("Revise"), __("Reason for the Revision"), "revise");
		}
	},

	approach(frm) {
		frm.trigger("show_columns");
	},

	// the columns of the official form: perspective for JPT only, a narrative measure for qualitative plans
	show_columns(frm) {
		const grid = frm.fields_dict.items.grid;
		const qualitative = frm.doc.approach === "Qualitative";
		const leader = (frm.doc.position_type || "").startsWith("JPT");
		const hide = (fields, hidden) =>
			fields.forEach((field) => grid.update_docfield_property(field, "hidden", hidden ? 1 : 0));
		hide(["perspective"], !leader);
		hide(["superior_result", "cascading"], leader);
		hide(["success_measure"], !qualitative);
		hide(["target_min", "target_max", "maximum_target", "unit", "direction", "measure", "indicator"], qualitative);
		grid.refresh();
	},

	show_guidance(frm) {
		const text = {
			Draft: __("Fill in the planned results; their weights add up to 100. Then choose Actions > Submit for Approval."),
			Returned: __("The rater has returned this plan. Correct it and submit it for approval again."),
			"Waiting for Rater": __("The rater reads this plan and approves or returns it."),
			Superseded: __("A newer version of this plan is in force."),
		}[frm.doc.workflow_state];
		if (text) frm.set_intro(text, frm.doc.workflow_state === "Returned" ? "orange" : "blue");
	},

	before_workflow_action(frm) {
		return asn_kinerja.ask_before_action(frm, { Return: "return_reason", Cancel: "cancel_reason" });
	},
});

frappe.ui.form.on("ASN Work Plan Item", {
	weight(frm) {
		const total = frm.doc.items.reduce((sum, row) => sum + flt(row.weight), 0);
		frm.set_value("weight_total", total);
	},

	indicator(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		if (!row.indicator) return;
		frappe.db.get_value("ASN Indicator", row.indicator, ["unit", "aspect", "direction"]).then(({ message }) => {
			frappe.model.set_value(cdt, cdn, { measure: row.measure || row.indicator, ...message });
		});
	},
});

frappe.ui.form.on("ASN Organisation Result", {
	setup(frm) {
		frm.set_query("cycle", () => ({ filters: { status: "Open" } }));
		frm.set_query("department", () => ({ filters: frm.doc.company ? { company: frm.doc.company } : {} }));
	},

	refresh(frm) {
		if (frm.is_new()) {
			frm.trigger("cycle");
		} else {
			frm.add_custom_button(__("Distribution of Predicates"), () =>
				frappe.set_route("query-report", "ASN Predicate Distribution", {
					company: frm.doc.company,
					cycle: frm.doc.cycle,
					stage_name: frm.doc.stage_name,
					department: frm.doc.department || "",
				})
			);
		}
	},

	cycle(frm) {
		if (!frm.doc.cycle) return;
		frappe.db.get_doc("ASN Performance Cycle", frm.doc.cycle).then((cycle) => {
			if (frm.is_new()) frm.set_value("company", cycle.company);
			frm.fields_dict.stage_name.set_data(cycle.stages.map((stage) => stage.stage_name));
		});
	},
});

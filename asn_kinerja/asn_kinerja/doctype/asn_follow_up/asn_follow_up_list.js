frappe.listview_settings["ASN Follow Up"] = {
	add_fields: ["status", "due_date", "kind", "published"],
	hide_name_column: true,

	get_indicator(doc) {
		const late = doc.status === "In Progress" && doc.due_date && doc.due_date < frappe.datetime.get_today();
		if (late) return [__("Overdue"), "red", `status,=,In Progress|due_date,<,${frappe.datetime.get_today()}`];
		if (doc.status === "Done" && doc.published) return [__("Published"), "green", "published,=,1"];
		return {
			Proposed: [__("Proposed"), "yellow", "status,=,Proposed"],
			"In Progress": [__("In Progress"), "blue", "status,=,In Progress"],
			Done: [__("Done"), "green", "status,=,Done"],
			Rejected: [__("Rejected"), "gray", "status,=,Rejected"],
			Dropped: [__("Dropped"), "gray", "status,=,Dropped"],
		}[doc.status];
	},

	onload(listview) {
		const me = frappe.boot.asn_employee;
		const filter = (filters) => () =>
			listview.filter_area.clear(false).then(() => listview.filter_area.add(filters));
		const of = (field, value) => ["ASN Follow Up", field, "=", value];
		const manages = frappe.user.has_role("ASN Performance Manager");
		if (manages) {
			listview.page.add_inner_button(
				__("To Decide"),
				filter([of("decider", "Performance Manager"), of("status", "Proposed")])
			);
		} else if (me && frappe.user.has_role("ASN Rater")) {
			listview.page.add_inner_button(
				__("To Decide"),
				filter([of("rater", me), of("decider", "Rater"), of("status", "Proposed")])
			);
		}
		if (me) listview.page.add_inner_button(__("My Own"), filter([of("employee", me)]));
	},
};

frappe.listview_settings["ASN Training Record"] = {
	add_fields: ["status"],
	hide_name_column: true,

	get_indicator(doc) {
		return {
			Draft: [__("Draft"), "gray", "status,=,Draft"],
			Waiting: [__("Waiting"), "yellow", "status,=,Waiting"],
			Verified: [__("Verified"), "green", "status,=,Verified"],
			Returned: [__("Returned"), "red", "status,=,Returned"],
		}[doc.status];
	},

	onload(listview) {
		const me = frappe.boot.asn_employee;
		if (!me) return;
		const filter = (filters) => () =>
			listview.filter_area.clear(false).then(() => listview.filter_area.add(filters));
		const of = (field, value) => ["ASN Training Record", field, "=", value];
		if (frappe.user.has_role("ASN Rater")) {
			listview.page.add_inner_button(__("To Verify"), filter([of("rater", me), of("status", "Waiting")]));
		}
		listview.page.add_inner_button(__("My Own"), filter([of("employee", me)]));
	},
};

frappe.listview_settings["ASN Development Plan"] = {
	add_fields: ["status"],
	hide_name_column: true,

	get_indicator(doc) {
		return {
			Draft: [__("Draft"), "gray", "status,=,Draft"],
			Waiting: [__("Waiting"), "yellow", "status,=,Waiting"],
			Approved: [__("Approved"), "green", "status,=,Approved"],
			Returned: [__("Returned"), "red", "status,=,Returned"],
		}[doc.status];
	},

	onload(listview) {
		const me = frappe.boot.asn_employee;
		const filter = (filters) => () =>
			listview.filter_area.clear(false).then(() => listview.filter_area.add(filters));
		const of = (field, value) => ["ASN Development Plan", field, "=", value];
		if (frappe.user.has_role("ASN Performance Manager")) {
			listview.page.add_inner_button(__("Open for a Cycle"), () =>
				frappe.listview_settings["ASN Development Plan"].ask()
			);
			const title = __("Development Plans");
			asn_kinerja.on_job("asn_development_plans", title, {
				done: ({ made, measures, present }) =>
					frappe.msgprint({
						title,
						message: __("{0} plans made with {1} measures; {2} people had one already.", [
							made,
							measures,
							present,
						]),
					}),
				after: () => listview.refresh(),
			});
		}
		if (!me) return;
		if (frappe.user.has_role("ASN Rater")) {
			listview.page.add_inner_button(__("To Approve"), filter([of("rater", me), of("status", "Waiting")]));
		}
		listview.page.add_inner_button(__("My Own"), filter([of("employee", me)]));
	},

	ask() {
		const fields = [
			{
				fieldname: "cycle",
				fieldtype: "Link",
				options: "ASN Performance Cycle",
				label: __("Performance Cycle"),
				reqd: 1,
				default: frappe.boot.asn_cycle,
				get_query: () => ({ filters: { status: "Open" } }),
			},
			{
				fieldname: "department",
				fieldtype: "Link",
				options: "Department",
				label: __("Work Unit"),
				description: __("Empty: the whole agency."),
			},
		];
		const start = (values) =>
			frappe.xcall("asn_kinerja.development.opening.open_plans", values).then((queued) =>
				frappe.show_alert(
					queued ? __("It is done in the background; you are told when it is finished.") : __("This is on its way already.")
				)
			);
		frappe.prompt(fields, start, __("Open Development Plans"), __("Open"));
	},
};

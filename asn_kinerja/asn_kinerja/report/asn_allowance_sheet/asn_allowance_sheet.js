frappe.query_reports["ASN Allowance Sheet"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Agency"),
			fieldtype: "Link",
			options: "Company",
			default: frappe.defaults.get_user_default("Company"),
		},
		{
			fieldname: "month",
			label: __("Month"),
			fieldtype: "Date",
			default: frappe.datetime.month_start(),
		},
		{ fieldname: "sheet", label: __("Allowance Sheet"), fieldtype: "Link", options: "ASN Allowance Sheet" },
		{
			fieldname: "department",
			label: __("Work Unit"),
			fieldtype: "Link",
			options: "Department",
			get_query: () => ({ filters: { company: frappe.query_report.get_filter_value("company") } }),
		},
		{ fieldname: "missing", label: __("With Missing Data"), fieldtype: "Check" },
	],
};

frappe.query_reports["ASN Feedback Coverage"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Agency"),
			fieldtype: "Link",
			options: "Company",
			default: frappe.defaults.get_user_default("Company"),
		},
		{
			fieldname: "cycle",
			label: __("Performance Cycle"),
			fieldtype: "Link",
			options: "ASN Performance Cycle",
		},
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
		{ fieldname: "department", label: __("Work Unit"), fieldtype: "Link", options: "Department" },
	],
	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		return data && data.bold ? `<b>${text}</b>` : text;
	},
};

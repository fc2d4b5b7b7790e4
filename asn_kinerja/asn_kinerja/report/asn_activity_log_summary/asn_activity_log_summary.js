frappe.query_reports["ASN Activity Log Summary"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Agency"),
			fieldtype: "Link",
			options: "Company",
			default: frappe.defaults.get_user_default("Company"),
		},
		{ fieldname: "department", label: __("Work Unit"), fieldtype: "Link", options: "Department" },
		{ fieldname: "employee", label: __("Employee"), fieldtype: "Link", options: "Employee" },
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.month_start(),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.month_end(),
			reqd: 1,
		},
		{
			fieldname: "group",
			label: __("One Row For"),
			fieldtype: "Select",
			options: [
				{ value: "Employee", label: __("Employee") },
				{ value: "Work Unit", label: __("Work Unit") },
			],
			default: "Employee",
			reqd: 1,
		},
		{ fieldname: "monthly", label: __("And for Each Month"), fieldtype: "Check", default: 0 },
	],
	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		return data && data.bold ? `<b>${text}</b>` : text;
	},
};

frappe.query_reports["ASN Work Plan Compliance"] = {
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
			get_query() {
				const company = frappe.query_report.get_filter_value("company");
				return { filters: company ? { company } : {} };
			},
		},
		{
			fieldname: "department",
			label: __("Work Unit"),
			fieldtype: "Link",
			options: "Department",
			get_query() {
				const company = frappe.query_report.get_filter_value("company");
				return { filters: company ? { company } : {} };
			},
		},
		{
			fieldname: "position_type",
			label: __("Position Type"),
			fieldtype: "Select",
			options: [
				"",
				"JPT Utama",
				"JPT Madya",
				"JPT Pratama",
				"Administrator",
				"Pengawas",
				"Pelaksana",
				"Fungsional",
			],
		},
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Units", label: __("Units") },
				{ value: "People", label: __("People") },
			],
			default: "Units",
			reqd: 1,
		},
	],
	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		return data && data.bold ? `<b>${text}</b>` : text;
	},
};

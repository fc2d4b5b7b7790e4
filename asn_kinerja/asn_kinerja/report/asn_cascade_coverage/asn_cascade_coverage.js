frappe.query_reports["ASN Cascade Coverage"] = {
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
			get_query: () => {
				const company = frappe.query_report.get_filter_value("company");
				return { filters: company ? { company } : {} };
			},
		},
		{ fieldname: "department", label: __("Work Unit"), fieldtype: "Link", options: "Department" },
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Units", label: __("Work Units") },
				{ value: "Objectives", label: __("Objectives That Nobody Carries") },
				{ value: "Results", label: __("Planned Results That Serve Nothing") },
			],
			default: "Units",
			reqd: 1,
		},
		{ fieldname: "drafts", label: __("With Drafts"), fieldtype: "Check" },
	],
	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		return data && data.bold ? `<b>${text}</b>` : text;
	},
};

frappe.query_reports["ASN Quarterly Progress"] = {
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
		{ fieldname: "employee", label: __("Employee"), fieldtype: "Link", options: "Employee" },
	],
	formatter(value, row, column, data, default_formatter) {
		let text = default_formatter(value, row, column, data);
		const trend = data && data[`trend_${column.fieldname}`];
		const [arrow, colour, word] =
			{
				Up: ["▲", "green", __("Up")],
				Down: ["▼", "red", __("Down")],
				Unchanged: ["▬", "gray", __("Unchanged")],
			}[trend] || [];
		if (arrow) {
			text += ` <span style="color: var(--${colour}-600)" aria-label="${word}" title="${word}">${arrow}</span>`;
		}
		return data && data.bold ? `<b>${text}</b>` : text;
	},
};

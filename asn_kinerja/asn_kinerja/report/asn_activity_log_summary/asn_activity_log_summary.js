frappe.query_reports["ASN Activity Log Summary"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.department(),
		asn_kinerja.report.employee(),
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
	formatter: asn_kinerja.report.bold_total,
};

frappe.query_reports["ASN Training Hours"] = {
	filters: [
		asn_kinerja.report.company(),
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Int",
			default: frappe.datetime.get_today().slice(0, 4),
			reqd: 1,
		},
		asn_kinerja.report.department(),
		{
			fieldname: "show",
			label: __("One Row For"),
			fieldtype: "Select",
			options: [
				{ value: "people", label: __("Employee") },
				{ value: "units", label: __("Work Unit") },
			],
			default: "people",
			reqd: 1,
		},
		{ fieldname: "only_below", label: __("Only Below the Duty"), fieldtype: "Check", default: 0 },
	],
	formatter: asn_kinerja.report.bold_total,
};

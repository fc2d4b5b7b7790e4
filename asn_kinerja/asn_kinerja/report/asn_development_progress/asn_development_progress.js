frappe.query_reports["ASN Development Progress"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
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
	],
	formatter: asn_kinerja.report.bold_total,
};

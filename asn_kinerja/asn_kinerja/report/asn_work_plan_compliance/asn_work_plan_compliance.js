frappe.query_reports["ASN Work Plan Compliance"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		asn_kinerja.report.department(),
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
	formatter: asn_kinerja.report.bold_total,
};

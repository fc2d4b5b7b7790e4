frappe.query_reports["ASN Cascade Coverage"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		asn_kinerja.report.department(),
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
	formatter: asn_kinerja.report.bold_total,
};

frappe.query_reports["ASN Rater Objectivity"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		{ fieldname: "stage_name", label: __("Stage"), fieldtype: "Data" },
		asn_kinerja.report.department(),
		{
			fieldname: "show",
			label: __("Compare"),
			fieldtype: "Select",
			options: [
				{ value: "Score", label: __("Score") },
				{ value: "Ratings", label: __("Ratings (1–3)") },
			],
			default: "Score",
			reqd: 1,
		},
	],
	formatter: asn_kinerja.report.bold_total,
};

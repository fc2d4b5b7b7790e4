frappe.query_reports["ASN Satisfaction Index"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.department(),
		{ fieldname: "from_date", label: __("Answers From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("Answers To"), fieldtype: "Date" },
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Surveys", label: __("Surveys") },
				{ value: "Officers", label: __("Officers") },
			],
			default: "Surveys",
			reqd: 1,
		},
	],
	// below the minimum of answers there is no number, which is not the same as 0
	formatter: asn_kinerja.report.bold_total,
};

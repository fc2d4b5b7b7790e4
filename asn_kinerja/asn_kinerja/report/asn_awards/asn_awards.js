frappe.query_reports["ASN Awards"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		...(["ASN Performance Manager", "ASN Auditor"].some((role) => frappe.user.has_role(role))
			? [
					{
						fieldname: "show",
						label: __("Show"),
						fieldtype: "Select",
						options: [
							{ value: "Published", label: __("Published") },
							{ value: "All Approved", label: __("All Approved") },
						],
						default: "Published",
					},
			  ]
			: []),
	],

	// names and reasons are people's input
	formatter: asn_kinerja.report.bold_total,
};

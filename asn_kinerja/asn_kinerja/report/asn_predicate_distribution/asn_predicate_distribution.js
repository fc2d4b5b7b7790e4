frappe.query_reports["ASN Predicate Distribution"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		{ fieldname: "stage_name", label: __("Stage"), fieldtype: "Data" },
		asn_kinerja.report.department(),
	],
	formatter: asn_kinerja.report.bold_total,
};

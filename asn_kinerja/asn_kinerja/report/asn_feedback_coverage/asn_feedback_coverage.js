frappe.query_reports["ASN Feedback Coverage"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
		asn_kinerja.report.department(),
	],
	formatter: asn_kinerja.report.bold_total,
};

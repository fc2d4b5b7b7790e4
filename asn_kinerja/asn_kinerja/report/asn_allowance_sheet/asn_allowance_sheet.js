frappe.query_reports["ASN Allowance Sheet"] = {
	filters: [
		asn_kinerja.report.company(),
		{ fieldname: "month", label: __("Month"), fieldtype: "Date" },
		{ fieldname: "sheet", label: __("Allowance Sheet"), fieldtype: "Link", options: "ASN Allowance Sheet" },
		asn_kinerja.report.department(),
		{ fieldname: "missing", label: __("With Notes"), fieldtype: "Check" },
	],

	formatter: asn_kinerja.report.bold_total,
};

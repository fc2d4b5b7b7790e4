// Filters and the look of rows that the reports of this app have in common.
frappe.provide("asn_kinerja.report");

asn_kinerja.report.company = () => ({
	fieldname: "company",
	label: __("Agency"),
	fieldtype: "Link",
	options: "Company",
	// newer Frappe refuses an agency to who may not read agencies, as an auditor, and the report with it
	default: frappe.model.can_read("Company") ? frappe.defaults.get_user_default("Company") : "",
});

// Of the chosen agency only, when one is chosen.
asn_kinerja.report.of_agency = (fieldname, label, options) => ({
	fieldname,
	label,
	fieldtype: "Link",
	options,
	get_query: () => {
		const company = frappe.query_report.get_filter_value("company");
		return { filters: company ? { company } : {} };
	},
});

asn_kinerja.report.cycle = () =>
	asn_kinerja.report.of_agency("cycle", __("Performance Cycle"), "ASN Performance Cycle");
asn_kinerja.report.department = () =>
	asn_kinerja.report.of_agency("department", __("Work Unit"), "Department");
asn_kinerja.report.employee = () =>
	asn_kinerja.report.of_agency("employee", __("Employee"), "Employee");

// The last row is the total. A number that is not there is not 0, and what people have typed is no HTML.
asn_kinerja.report.bold_total = (value, row, column, data, default_formatter) => {
	const empty = value === null || value === undefined;
	const plain = column.fieldtype === "Data" && !empty ? frappe.utils.escape_html(value) : value;
	const text = empty ? "" : default_formatter(plain, row, column, data);
	return data && data.bold ? `<b>${text}</b>` : text;
};

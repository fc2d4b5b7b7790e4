frappe.query_reports["ASN Credit Points"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.department(),
		{ fieldname: "employee", label: __("Employee"), fieldtype: "Link", options: "Employee" },
		{ fieldname: "on", label: __("On"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{ fieldname: "eligible", label: __("May Be Proposed"), fieldtype: "Check" },
	],

	// the total leads to the rows that it is made of
	formatter(value, row, column, data, default_formatter) {
		const shown = asn_kinerja.report.bold_total(value, row, column, data, default_formatter);
		if (column.fieldname !== "total" || !data || !data.employee || !shown) return shown;
		const address = `/app/asn-credit-point?employee=${encodeURIComponent(data.employee)}`;
		return `<a href="${address}" title="${__("Open the ledger")}">${shown}</a>`;
	},
};

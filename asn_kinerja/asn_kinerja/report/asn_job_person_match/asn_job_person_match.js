frappe.query_reports["ASN Job Person Match"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.department(),
		{
			fieldname: "standard",
			label: __("Who Fits This Position"),
			fieldtype: "Link",
			options: "ASN Position Standard", // which all readers of the report may see, other than designations
			get_query: () => ({ filters: { is_template: 0, disabled: 0 } }),
		},
		{ fieldname: "rule", label: __("Rule"), fieldtype: "Link", options: "ASN Competency Rule", get_query: () => ({ filters: { docstatus: 1 } }) },
		{ fieldname: "to_date", label: __("As of"), fieldtype: "Date" },
		{ fieldname: "limit", label: __("At Most"), fieldtype: "Int", depends_on: "standard" },
	],

	// The Desk runs a report that is opened by an address before a link filter has its value: run it once more.
	after_datatable_render() {
		const report = frappe.query_report;
		const standard = report.get_filter_value("standard") || "";
		const ranked = report.columns.some((column) => column.fieldname === "rank");
		if (ranked === Boolean(standard) || report.asn_repeated === standard) return;
		report.asn_repeated = standard;
		report.refresh();
	},

	// the category is written; its colour only helps the eye
	formatter(value, row, column, data, default_formatter) {
		const text = asn_kinerja.report.bold_total(value, row, column, data, default_formatter);
		if (!data || column.fieldname !== "filling" || !text) return text;
		return `<span class="indicator-pill ${asn_kinerja.step_colour(data.filling_step)}">${text}</span>`;
	},
};

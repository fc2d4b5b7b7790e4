(() => {
	const NAME = "ASN Competency Gap";

	// One hue from light to dark: in greyscale and in print the order stays, and black text is legible on all.
	const shaded = (text, shade) =>
		`<div style="background:hsl(28, 85%, ${97 - 4 * shade}%);color:#1f2933;margin:-5px -8px;padding:5px 8px;` +
		`-webkit-print-color-adjust:exact;print-color-adjust:exact">${text}</div>`;

	const link = (text, department) =>
		`<a href="#" class="asn-drill" style="text-decoration:underline" data-unit="${frappe.utils.escape_html(department)}">${text}</a>`;

	frappe.query_reports[NAME] = {
		filters: [
			asn_kinerja.report.company(),
			asn_kinerja.report.department(),
			{
				fieldname: "show",
				label: __("Show"),
				fieldtype: "Select",
				options: [
					{ value: "Units", label: __("Units") },
					{ value: "People", label: __("People") },
				],
				default: "Units",
			},
			{
				fieldname: "kind",
				label: __("Kind"),
				fieldtype: "Select",
				options: [
					{ value: "", label: __("All Kinds") },
					{ value: "Managerial", label: __("Managerial") },
					{ value: "Socio-Cultural", label: __("Socio-Cultural") },
					{ value: "Technical", label: __("Technical") },
				],
			},
			{ fieldname: "to_date", label: __("As of"), fieldtype: "Date" },
		],

		onload(report) {
			$(report.page.wrapper).on("click", "a.asn-drill", (event) => {
				event.preventDefault();
				report.set_filter_value({ department: event.currentTarget.dataset.unit, show: "People" });
			});
		},

		formatter(value, row, column, data, default_formatter) {
			const text = asn_kinerja.report.bold_total(value, row, column, data, default_formatter);
			if (!data || !text) return text;
			if (column.fieldname === "unit" && data.department) return link(text, data.department);
			const shade = data[`${column.fieldname}_shade`];
			return shade === undefined ? text : shaded(text, shade);
		},
	};
})();

frappe.query_reports["ASN Quarterly Progress"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		asn_kinerja.report.department(),
		asn_kinerja.report.employee(),
	],
	formatter(value, row, column, data, default_formatter) {
		const text = asn_kinerja.report.bold_total(value, row, column, data, default_formatter);
		const trend = data && data[`trend_${column.fieldname}`];
		const [arrow, colour, word] =
			{
				Up: ["▲", "green", __("Up")],
				Down: ["▼", "red", __("Down")],
				Unchanged: ["▬", "gray", __("Unchanged")],
			}[trend] || [];
		if (!arrow) return text;
		const style = `color: var(--${colour}-600)`;
		return `${text} <span style="${style}" aria-label="${word}" title="${word}">${arrow}</span>`;
	},
};

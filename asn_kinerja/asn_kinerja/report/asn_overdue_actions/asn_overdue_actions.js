frappe.query_reports["ASN Overdue Actions"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		asn_kinerja.report.department(),
		{
			fieldname: "kind",
			label: __("Matter"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Plan not submitted", label: __("Plan not submitted") },
				{ value: "Plan waiting for approval", label: __("Plan waiting for approval") },
				{ value: "Self assessment due", label: __("Self assessment due") },
				{ value: "Rating due", label: __("Rating due") },
				{
					value: "Activities waiting for verification",
					label: __("Activities waiting for verification"),
				},
				{ value: "Agreed action due", label: __("Agreed action due") },
				{ value: "Development measure due", label: __("Development measure due") },
				{ value: "Result to acknowledge", label: __("Result to acknowledge") },
				{ value: "Review due", label: __("Review due") },
				{ value: "Competency assessment waiting", label: __("Competency assessment waiting") },
				{ value: "Statement on an objection due", label: __("Statement on an objection due") },
				{ value: "Objection to decide", label: __("Objection to decide") },
				{ value: "Follow-up to decide", label: __("Follow-up to decide") },
				{ value: "Follow-up due", label: __("Follow-up due") },
			],
		},
		{
			fieldname: "chart_by",
			label: __("Chart By"),
			fieldtype: "Select",
			options: [
				{ value: "Matter", label: __("Chart by Matter") },
				{ value: "Work Unit", label: __("Chart by Work Unit") },
			],
			default: "Matter",
		},
		{ fieldname: "only_overdue", label: __("Only Overdue"), fieldtype: "Check" },
	],
	lateness(days) {
		if (days > 0) return `<span class="text-danger">${__("{0} days late", [days])}</span>`;
		return days ? __("due in {0} days", [-days]) : __("due today");
	},
	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		if (column.fieldname === "days_late" && !data.bold) return this.lateness(value);
		if (column.fieldtype !== "Data") return default_formatter(value, row, column, data);
		const text = frappe.utils.escape_html(value || "");
		if (data.bold) return `<b>${text}</b>`;
		if (column.fieldname !== "matter" || !data.document_name) return text;
		const link = frappe.utils.get_form_link(data.document_type, data.document_name);
		return `<a href="${frappe.utils.escape_html(link)}">${text}</a>`;
	},
};

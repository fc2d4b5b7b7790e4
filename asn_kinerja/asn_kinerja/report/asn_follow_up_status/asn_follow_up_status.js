frappe.query_reports["ASN Follow Up Status"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.cycle(),
		asn_kinerja.report.department(),
		{
			fieldname: "kind",
			label: __("Kind of Follow-Up"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Award", label: __("Award") },
				{ value: "Coaching", label: __("Coaching") },
				{ value: "Counselling", label: __("Counselling") },
				{ value: "Competency Test", label: __("Competency Test") },
				{ value: "Sanction", label: __("Sanction") },
				{ value: "Other", label: __("Other") },
			],
		},
	],

	// column -> what the list behind its number asks for
	states: {
		proposed: { status: "Proposed" },
		in_progress: { status: "In Progress" },
		done: { status: "Done" },
		refused: { status: ["in", ["Rejected", "Dropped"]] },
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = asn_kinerja.report.bold_total(value, row, column, data, default_formatter);
		const overdue = { status: "In Progress", due_date: ["<", frappe.datetime.get_today()] };
		const state = column.fieldname === "overdue" ? overdue : this.states[column.fieldname];
		if (!data || data.bold || !state || !value) return shown;
		const filters = { ...state, kind: data.kind_value };
		if (data.department) filters.department = data.department;
		const cycle = frappe.query_report.get_filter_value("cycle");
		if (cycle) filters.cycle = cycle;
		const query = Object.entries(filters)
			.map(([key, wanted]) => {
				const text = Array.isArray(wanted) ? JSON.stringify(wanted) : wanted;
				return `${key}=${encodeURIComponent(text)}`;
			})
			.join("&");
		const colour = column.fieldname === "overdue" ? "text-danger" : "";
		return `<a class="${colour}" href="/app/asn-follow-up?${query}">${frappe.utils.escape_html(value)}</a>`;
	},
};

frappe.listview_settings["ASN Evaluation"] = {
	add_fields: ["predicate", "score", "scored"],
	hide_name_column: true,
	formatters: {
		predicate(value) {
			const colour = {
				"Sangat Baik": "green",
				Baik: "blue",
				"Butuh Perbaikan": "yellow",
				Cukup: "yellow",
				Kurang: "orange",
				"Sangat Kurang": "red",
			}[value];
			const text = frappe.utils.escape_html(value || "");
			return colour ? `<span class="indicator-pill ${colour}">${text}</span>` : "";
		},
		// an evaluation without a score is stored as 0; the list shows nothing then
		score: (value, df, doc) => (doc.scored ? format_number(value, null, 2) : ""),
	},
};

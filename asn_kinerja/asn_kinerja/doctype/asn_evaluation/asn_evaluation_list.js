frappe.listview_settings["ASN Evaluation"] = {
	add_fields: ["predicate", "score", "scored"],
	hide_name_column: true,
	formatters: {
		// an evaluation without a score is stored as 0; the list shows nothing then
		score: (value, df, doc) => (doc.scored ? format_number(value, null, 2) : ""),
	},
};

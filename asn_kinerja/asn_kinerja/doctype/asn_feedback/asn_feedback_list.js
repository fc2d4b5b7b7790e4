frappe.listview_settings["ASN Feedback"] = {
	add_fields: ["kind", "visibility"],
	hide_name_column: true,
	primary_action: () => asn_kinerja.give_feedback(),

	get_indicator: (doc) =>
		doc.kind === "Suggestion"
			? [__("Suggestion"), "orange", "kind,=,Suggestion"]
			: [__("Appreciation"), "green", "kind,=,Appreciation"],

	formatters: {
		given_by_name: (value, _df, doc) =>
			doc.visibility === "Anonymous" ? __("Anonymous") : frappe.utils.escape_html(value || ""),
	},

	// every time, for the list sets its own label again
	refresh(listview) {
		if (!frappe.model.can_create("ASN Feedback")) return;
		listview.page.set_primary_action(__("Give Feedback"), () => asn_kinerja.give_feedback(), "add");
	},
};

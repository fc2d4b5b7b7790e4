frappe.listview_settings["ASN Feedback"] = {
	hide_name_column: true,
	primary_action: () => asn_kinerja.give_feedback(),
	get_indicator: (doc) =>
		doc.kind === "Suggestion"
			? [__("Suggestion"), "orange", "kind,=,Suggestion"]
			: [__("Appreciation"), "green", "kind,=,Appreciation"],
	onload(listview) {
		if (frappe.model.can_create("ASN Feedback")) {
			listview.page.set_primary_action(__("Give Feedback"), () => asn_kinerja.give_feedback(), "add");
		}
	},
};

frappe.listview_settings["ASN Competency"] = {
	add_fields: ["disabled", "kind"],
	has_indicator_for_draft: true,

	get_indicator(doc) {
		return doc.disabled
			? [__("Disabled"), "gray", "disabled,=,1"]
			: [__(doc.kind), { Managerial: "blue", "Socio-Cultural": "purple" }[doc.kind] || "green", `kind,=,${doc.kind}`];
	},

	onload(listview) {
		if (!frappe.model.can_import("ASN Competency") || !frappe.model.can_create("ASN Competency")) return;
		listview.page.add_inner_button(__("Import from a File"), () => asn_kinerja.import_competencies(listview));
	},
};

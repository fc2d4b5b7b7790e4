frappe.listview_settings["ASN Competency Assessment"] = {
	add_fields: ["status"],
	hide_name_column: true,

	get_indicator(doc) {
		return {
			Draft: [__("Draft"), "gray", "status,=,Draft"],
			Released: [__("Released"), "green", "status,=,Released"],
		}[doc.status];
	},
};

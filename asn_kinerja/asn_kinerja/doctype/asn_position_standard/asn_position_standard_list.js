frappe.listview_settings["ASN Position Standard"] = {
	add_fields: ["disabled", "is_template"],
	has_indicator_for_draft: true,

	get_indicator(doc) {
		if (doc.disabled) return [__("Disabled"), "gray", "disabled,=,1"];
		return doc.is_template
			? [__("Template"), "blue", "is_template,=,1"]
			: [__("In Force"), "green", "is_template,=,0|disabled,=,0"];
	},
};

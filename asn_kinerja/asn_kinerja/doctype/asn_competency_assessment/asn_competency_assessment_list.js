frappe.listview_settings["ASN Competency Assessment"] = {
	add_fields: ["job_match"],
	hide_name_column: true,
	formatters: {
		// before the dialogue there is no match, which is stored as 0; the list shows nothing then
		job_match: (value) => (value ? `${format_number(value, null, 2)} %` : ""),
	},
};

frappe.listview_settings["ASN Behaviour Review"] = { hide_name_column: true };

frappe.listview_settings["ASN Work Plan"] = { hide_name_column: true };

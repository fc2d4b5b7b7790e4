frappe.treeview_settings["ASN Strategic Objective"] = {
	filters: [{ fieldname: "company", fieldtype: "Link", options: "Company", label: __("Agency") }],
	get_tree_nodes: "frappe.desk.treeview.get_children",
};

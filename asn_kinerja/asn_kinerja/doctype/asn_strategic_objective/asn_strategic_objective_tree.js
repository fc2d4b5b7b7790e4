frappe.provide("asn_kinerja.objectives");

asn_kinerja.objectives.METHODS = "asn_kinerja.asn_kinerja.doctype.asn_strategic_objective.asn_strategic_objective";

// The levels that may stand below a node (below the root: all of them).
asn_kinerja.objectives.levels_below = (node) => {
	const levels = frappe.meta.get_docfield("ASN Strategic Objective", "level").options.split("\n");
	return node.is_root ? levels : levels.slice(levels.indexOf(node.data.level) + 1);
};

// Asks for the new node, with the level preset that follows the one above it.
asn_kinerja.objectives.add_below = (view, node) => {
	const levels = asn_kinerja.objectives.levels_below(node);
	const company = node.is_root ? view.args.company : node.data.company;
	const fields = [
		{ fieldname: "objective_name", fieldtype: "Small Text", label: __("Objective"), reqd: 1 },
		{
			fieldname: "level",
			fieldtype: "Select",
			label: __("Level"),
			options: levels.map((level) => ({ value: level, label: __(level) })),
			default: levels[0],
			reqd: 1,
		},
		{ fieldname: "code", fieldtype: "Data", label: __("Code") },
		{
			fieldname: "perspective",
			fieldtype: "Select",
			label: __("Perspective"),
			options: frappe.meta.get_docfield("ASN Strategic Objective", "perspective").options,
		},
		{
			fieldname: "company",
			fieldtype: "Link",
			label: __("Agency"),
			options: "Company",
			default: company,
			read_only: company ? 1 : 0,
			reqd: 1,
		},
	];
	const dialog = new frappe.ui.Dialog({
		title: node.is_root ? __("New Objective") : __("New Objective Below {0}", [frappe.utils.escape_html(node.title)]),
		fields,
		primary_action_label: __("Create"),
		primary_action: (values) => {
			const parent_asn_strategic_objective = node.is_root ? null : node.data.value;
			const doc = { doctype: "ASN Strategic Objective", ...values, parent_asn_strategic_objective };
			dialog.disable_primary_action();
			frappe.db
				.insert(doc)
				.then(() => {
					dialog.hide();
					view.tree.load_children(node);
				})
				.catch(() => {}) // Frappe has shown the message
				.finally(() => dialog.enable_primary_action());
		},
	});
	dialog.show();
};

// "New" adds below the chosen node, or beside it when nothing can stand below it.
asn_kinerja.objectives.parent_for_new = (view) => {
	const node = view.tree.get_selected_node() || view.tree.root_node;
	return node.expandable ? node : node.parent_node || view.tree.root_node;
};

frappe.treeview_settings["ASN Strategic Objective"] = {
	get_tree_nodes: `${asn_kinerja.objectives.METHODS}.tree_nodes`,
	title: __("Strategic Objectives"),
	breadcrumb: "ASN Kinerja",
	root_label: __("All Agencies"),
	get_tree_root: false,
	disable_add_node: true,
	filters: [
		{
			fieldname: "company",
			fieldtype: "Link",
			options: "Company",
			label: __("Agency"),
			default: frappe.defaults.get_user_default("Company"),
		},
	],

	onload(view) {
		if (!view.args.company) view.make_tree();
		if (view.can_create) {
			view.page.set_primary_action(
				__("New"),
				() => asn_kinerja.objectives.add_below(view, asn_kinerja.objectives.parent_for_new(view)),
				"add"
			);
		}
		view.page.add_menu_item(__("Who Carries Them"), () => frappe.set_route("asn-cascade"));
	},

	get_label(node) {
		if (node.is_root) return frappe.utils.escape_html(node.label);
		const { level, code } = node.data;
		const colour = { Vision: "purple", Mission: "blue", Objective: "green", Programme: "orange" }[level];
		const number = code ? `<span class="text-muted">${frappe.utils.escape_html(code)}</span> ` : "";
		return `<span class="indicator-pill no-indicator-dot ${colour}">${__(level)}</span>
			${number}${frappe.utils.escape_html(node.title)}`;
	},

	onrender(node) {
		asn_kinerja.tree_keys.mark(node);
		// long names take several lines on a phone
		node.$tree_link.css({ "align-items": "flex-start", "white-space": "normal" });
		if (frappe.is_mobile()) node.$toolbar.css({ margin: "0 0 4px" });
	},

	click(node) {
		asn_kinerja.tree_keys.toggled(node);
	},

	post_render(view) {
		asn_kinerja.tree_keys.listen(view.tree);
	},

	extend_toolbar: true,
	toolbar: [
		{
			label: __("Add Child"),
			condition: (node) => node.expandable && frappe.model.can_create("ASN Strategic Objective"),
			click: (node) => asn_kinerja.objectives.add_below(frappe.views.trees["ASN Strategic Objective"], node),
		},
		{
			label: __("Who Carries It"),
			condition: (node) => !node.is_root,
			click: (node) => {
				frappe.route_options = { objective: node.data.value };
				frappe.set_route("asn-cascade");
			},
		},
	],
};

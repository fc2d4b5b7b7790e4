// Trees of this app by keyboard: arrows move and open, Home and End jump, Enter and blank choose.
frappe.provide("asn_kinerja");

// `items`: elements with role="treeitem", aria-level and, when something can be below, aria-expanded.
// `toggle(item)` opens or closes one; `choose(item)` is what Enter does (`toggle` when it is left out).
asn_kinerja.tree_keys = (tree, { toggle, choose }) => {
	const visible = () => $(tree).find("[role='treeitem']:visible").get();
	const level = (item) => cint(item.getAttribute("aria-level"));
	const above = (items, at) =>
		items
			.slice(0, at)
			.reverse()
			.find((other) => level(other) < level(items[at]));

	$(tree).attr("role", "tree");
	$(tree).on("focusin", "[role='treeitem']", (event) => {
		$(tree).find("[role='treeitem'][tabindex='0']").attr("tabindex", "-1");
		event.currentTarget.setAttribute("tabindex", "0");
	});
	$(tree).on("keydown", "[role='treeitem']", (event) => {
		// keys on a link inside the item belong to the link
		if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
		const item = event.currentTarget;
		const items = visible();
		const at = items.indexOf(item);
		const expanded = item.getAttribute("aria-expanded");
		let next = null;
		switch (event.key) {
			case "ArrowDown":
				next = items[at + 1];
				break;
			case "ArrowUp":
				next = items[at - 1];
				break;
			case "Home":
				next = items[0];
				break;
			case "End":
				next = items[items.length - 1];
				break;
			case "ArrowRight":
				if (expanded === "false") toggle(item);
				else if (expanded === "true" && items[at + 1] && level(items[at + 1]) > level(item)) next = items[at + 1];
				break;
			case "ArrowLeft":
				if (expanded === "true") toggle(item);
				else next = above(items, at);
				break;
			case "Enter":
			case " ":
				(choose || toggle)(item);
				break;
			default:
				return;
		}
		event.preventDefault();
		event.stopPropagation();
		if (next) next.focus();
	});
};

// The same for Frappe's own tree view, which knows the mouse only.
asn_kinerja.tree_keys.mark = (node) => {
	const depth = node.$tree_link.parents(".tree-children").length + 1;
	node.$tree_link.attr({ role: "treeitem", "aria-level": depth, tabindex: node.is_root ? "0" : "-1" });
	if (node.expandable) node.$tree_link.attr("aria-expanded", "false");
};
asn_kinerja.tree_keys.listen = (tree) => {
	const press = (item) => $(item).trigger("click");
	asn_kinerja.tree_keys(tree.wrapper, { toggle: press, choose: press });
};
// Frappe calls this before it opens or closes the node.
asn_kinerja.tree_keys.toggled = (node) => {
	if (node.expandable) node.$tree_link.attr("aria-expanded", String(!node.expanded));
};

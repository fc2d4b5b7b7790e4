frappe.ui.form.on("ASN Follow Up Rule Row", {
	// a number of times belongs to a repeated result only, and a reach to a predicate
	trend(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		if (row.trend !== "Repeated" && row.times) frappe.model.set_value(cdt, cdn, "times", 0);
	},

	predicate(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		if (!row.predicate && row.reach !== "Only This") frappe.model.set_value(cdt, cdn, "reach", "Only This");
	},
});

frappe.ui.form.on("ASN Strategic Objective", {
	setup(frm) {
		const levels = frm.meta.fields.find((df) => df.fieldname === "level").options.split("\n");
		frm.set_query("parent_asn_strategic_objective", () => ({
			filters: {
				company: frm.doc.company || "",
				level: ["in", levels.slice(0, Math.max(levels.indexOf(frm.doc.level), 0))],
				name: ["!=", frm.doc.name],
			},
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Who Carries It"), () => {
			frappe.route_options = { objective: frm.doc.name };
			frappe.set_route("asn-cascade");
		});
	},

	level(frm) {
		if (frm.doc.level === "Vision") frm.set_value("parent_asn_strategic_objective", null);
	},
});

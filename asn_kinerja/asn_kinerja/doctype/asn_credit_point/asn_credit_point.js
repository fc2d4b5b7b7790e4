frappe.ui.form.on("ASN Credit Point", {
	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		asn_kinerja.show_steps(frm, "explanation_view", frm.doc.explanation);
		frm.set_df_property("kind", "options", frm.is_new() ? ENTERED : [...ENTERED, "Conversion"]);
		if (frm.is_new()) return frm.events.kind(frm);
		frm.disable_save();
		frm.set_intro(
			frm.doc.kind === "Conversion"
				? __("Made from the final evaluation; it follows a corrected result by itself.")
				: __("A row of the ledger does not change. Enter a correction instead."),
			"blue"
		);
	},

	kind(frm) {
		const by_rule = ["Base Points", "Education Bonus"].includes(frm.doc.kind);
		frm.toggle_enable("points", !by_rule);
	},
});

const ENTERED = ["Initial Balance", "Base Points", "Education Bonus", "Correction"];

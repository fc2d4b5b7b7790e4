frappe.ui.form.on("ASN Daily Activity", {
	setup(frm) {
		// the rater's answer arrives while the form is open
		frm.asn_answered = ({ names }) => names.includes(frm.docname) && !frm.is_dirty() && frm.reload_doc();
		frappe.realtime.on("asn_activities_answered", (message) => frm.asn_answered(message));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
		}
		// Frappe fills the times of a new record with now
		if (frm.is_new() && frm.doc.from_time === frm.doc.to_time) frm.set_value({ from_time: null, to_time: null });
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.trigger("show_choices");
		frm.trigger("show_guidance");
		if (frm.doc.status === "Verified") frm.disable_save();
		if (asn_kinerja.is(frm, "rater") && frm.doc.status === "Waiting") {
			frm.page.set_primary_action(__("Verify"), () =>
				asn_kinerja.verify_activities([frm.docname]).then(() => frm.reload_doc())
			);
			frm.add_custom_button(__("Return"), () =>
				asn_kinerja.return_activities([frm.docname]).then(() => frm.reload_doc())
			);
		}
	},

	date(frm) {
		frm.trigger("show_choices");
	},

	// the choice is for whoever writes; a reader is shown the planned result by its words
	show_choices(frm) {
		const writes =
			frm.doc.employee === frappe.boot.asn_employee && frm.doc.status !== "Verified" && frm.perm[0].write;
		frm.toggle_display("plan_item", writes);
		if (!writes) return;
		frappe
			.xcall("asn_kinerja.monitoring.activities.choices", { on: frm.doc.date }, "GET")
			.then((choices) => frm.set_df_property("plan_item", "options", choices))
			.then(() => frm.refresh_field("plan_item"));
	},

	plan_item(frm) {
		const choices = frm.fields_dict.plan_item.df.options || [];
		const { label, unit } = choices.find(({ value }) => value === frm.doc.plan_item) || {};
		frm.set_value({ result: label || "", unit: unit || "" });
	},

	from_time: (frm) => frm.trigger("show_minutes"),
	to_time: (frm) => frm.trigger("show_minutes"),

	show_minutes(frm) {
		const { from_time, to_time } = frm.doc;
		if (!from_time || !to_time) return;
		const minutes = moment(to_time, "HH:mm:ss").diff(moment(from_time, "HH:mm:ss"), "minutes");
		if (minutes > 0) frm.set_value("minutes", minutes);
	},

	show_guidance(frm) {
		const self = asn_kinerja.is(frm, "self");
		if (frm.doc.status === "Returned" && self) {
			frm.set_intro(__("Your rater returned it. Correct it and save: it then waits for him again."), "orange");
		} else if (frm.doc.status === "Waiting" && asn_kinerja.is(frm, "rater")) {
			frm.set_intro(__("Verify it, with feedback if you like, or return it with the reason."), "blue");
		}
	},
});

frappe.ui.form.on("ASN Satisfaction Survey", {
	setup(frm) {
		const company = () => (frm.doc.company ? { company: frm.doc.company } : {});
		frm.set_query("department", () => ({ filters: company() }));
		frm.set_query("employee", "officers", () => ({ filters: { ...company(), status: "Active" } }));
	},

	onload(frm) {
		if (!frm.is_new() || (frm.doc.elements || []).length) return;
		const method = "asn_kinerja.asn_kinerja.doctype.asn_satisfaction_survey.asn_satisfaction_survey.standard_rows";
		frappe.xcall(method).then((tables) => {
			if (!frm.is_new()) return;
			for (const [table, rows] of Object.entries(tables)) {
				if ((frm.doc[table] || []).length) continue; // a copy brings its own
				rows.forEach((row) => frm.add_child(table, row));
				frm.refresh_field(table);
			}
		});
	},

	refresh(frm) {
		const survey = (frm.doc.__onload || {}).asn_survey;
		frm.fields_dict.link_view.$wrapper.empty();
		if (frm.is_new() || !survey) return;
		frm.events.show_standing(frm, survey);
		frm.add_custom_button(__("Print QR Code"), () => frm.events.print_code(frm));
		if (!survey.may_write) {
			frm.disable_form(); // leaders see the survey of their unit
			return;
		}
		if (frm.doc.status !== "Open") {
			frm.add_custom_button(__("Open the Survey"), () => asn_kinerja.act(frm, "open_survey"));
			frm.change_custom_button_type(__("Open the Survey"), null, "primary");
		} else {
			frm.add_custom_button(__("Close the Survey"), () =>
				frappe.confirm(__("Take no more answers? Those given stay and count."), () =>
					asn_kinerja.act(frm, "close_survey")
				)
			);
		}
		frm.add_custom_button(__("New Link"), () =>
			frappe.confirm(
				__("Make a new link? The present one, and every QR code with it, leads nowhere from now on."),
				() => asn_kinerja.act(frm, "renew_link")
			)
		);
	},

	print_code(frm) {
		const format = encodeURIComponent("ASN Survey Poster");
		const page = `/printview?doctype=${encodeURIComponent(frm.doctype)}&name=${encodeURIComponent(frm.doc.name)}`;
		window.open(frappe.urllib.get_full_url(`${page}&format=${format}&no_letterhead=1&trigger_print=1`));
	},

	show_standing(frm, { link, answers, index, grade }) {
		const address = frappe.utils.escape_html(link);
		frm.fields_dict.link_view.$wrapper.html(
			`<div class="form-group"><label class="control-label">${__("Link for Citizens")}</label>
			<div style="overflow-wrap: anywhere"><a href="${address}" target="_blank" rel="noopener">${address}</a></div></div>`
		);
		frm.dashboard.add_indicator(__("{0} answers", [cint(answers)]), answers ? "blue" : "gray");
		if (index === null) {
			const text = __("No index yet: it needs {0} answers", [cint(frm.doc.minimum_answers)]);
			frm.dashboard.add_indicator(text, "orange");
		} else {
			const shown = format_number(index, null, 2);
			frm.dashboard.add_indicator(__("Index {0}", [shown]), "green");
			frm.dashboard.add_indicator(__("Grade {0}", [frappe.utils.escape_html(grade)]), "green");
		}
	},
});

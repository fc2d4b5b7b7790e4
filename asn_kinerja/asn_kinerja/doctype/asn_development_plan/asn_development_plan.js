frappe.ui.form.on("ASN Development Plan", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
		}
		if (frm.is_new() && !frm.doc.cycle && frappe.boot.asn_cycle) frm.set_value("cycle", frappe.boot.asn_cycle);
	},

	setup(frm) {
		frm.set_query("training", "items", () => ({ filters: { disabled: 0 } }));
		frm.set_query("competency", "items", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.events.show_year(frm);
		frm.events.show_effect(frm);
		if (frm.is_new()) {
			frm.set_intro(__("Save the plan; then measures can be proposed from gaps, feedback and results."), "blue");
			return;
		}
		const is = (...relations) => relations.some((relation) => asn_kinerja.is(frm, relation));
		const { status, return_reason } = frm.doc;
		const open = ["Draft", "Returned"].includes(status);
		if ((open && is("self", "rater", "manager")) || (status === "Waiting" && is("rater"))) {
			frm.add_custom_button(__("Propose Measures"), () => frm.events.propose(frm));
		}
		if (open && is("self", "manager")) {
			frm.add_custom_button(__("Hand In"), () => asn_kinerja.act(frm, "hand_in")).addClass("btn-primary");
		}
		if (status === "Waiting") {
			if (!is("rater")) frm.disable_save();
			if (is("rater", "manager")) {
				frm.page.set_primary_action(__("Approve"), () => asn_kinerja.act(frm, "approve"));
				frm.add_custom_button(__("Return"), () => asn_kinerja.give_back(frm));
				frm.set_intro(__("Check the measures, then approve the plan or return it with the reason."), "blue");
			}
		}
		if (status === "Approved" && is("rater", "manager")) {
			frm.add_custom_button(__("Open Again"), () => asn_kinerja.give_back(frm));
		}
		if (status === "Approved") {
			frm.set_intro(__("Keep status, day and result of each measure up to date; save the plan afterwards."), "green");
		}
		if (status === "Returned" && return_reason) {
			frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(return_reason)]), "orange");
		}
	},

	show_year(frm) {
		const field = frm.fields_dict.duty_view;
		if (!field || !frm.doc.employee) return;
		asn_kinerja.training_standing(frm.doc.employee, frm.doc.year).then((standing) => {
			field.$wrapper.html(asn_kinerja.training_standing_html(standing));
		});
	},

	// levels before and after, said in words and with an arrow
	show_effect(frm) {
		const field = frm.fields_dict.effect_view;
		if (!field) return;
		const said = {
			Risen: ["\u2191", __("Risen")],
			Same: ["=", __("Same")],
			Fallen: ["\u2193", __("Fallen")],
		};
		const rows = (frm.doc.items || []).filter((row) => row.effect);
		if (!rows.length) return field.$wrapper.empty();
		const lines = rows.map((row) => {
			const [sign, word] = said[row.effect];
			return `<tr><td>${frappe.utils.escape_html(row.competency)}</td>
				<td class="text-right">${row.from_level} \u2192 ${row.level_after}</td>
				<td>${sign} ${word}</td></tr>`;
		});
		field.$wrapper.html(`<table class="table table-bordered" style="max-width: 600px">
			<thead><tr><th>${__("Competency")}</th><th class="text-right">${__("Level Before and After")}</th>
			<th>${__("Effect")}</th></tr></thead><tbody>${lines.join("")}</tbody></table>`);
	},

	propose(frm) {
		return asn_kinerja
			.saved(frm)
			.then(() => asn_kinerja.call(frm, "propose"))
			.then((added) => {
				frappe.show_alert(
					added ? __("{0} measures were added.", [added]) : __("There is nothing to add: no gap, theme or low value without a measure.")
				);
				return frm.reload_doc();
			});
	},
});

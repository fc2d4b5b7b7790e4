frappe.ui.form.on("ASN Performance Dialogue", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
		}
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		for (const note of ["employee_note", "rater_note"]) frm.set_df_property(note, "hidden", 0);
		frm.trigger("show_own_note");
		frm.trigger("show_turn");
		frm.trigger("show_buttons");
		frm.trigger("mark_actions");
	},

	employee: (frm) => frm.trigger("show_own_note"),

	// of a new one only the note of whoever begins it; a stored one comes with the rule
	show_own_note(frm) {
		if (!frm.is_new()) return;
		const own = frm.doc.employee === frappe.boot.asn_employee;
		frm.set_df_property("employee_note", "hidden", own ? 0 : 1);
		frm.set_df_property("rater_note", "hidden", own ? 1 : 0);
	},

	// the side of the reader: "Employee", "Rater" or none
	side(frm) {
		if (asn_kinerja.is(frm, "self")) return "Employee";
		return asn_kinerja.is(frm, "rater") ? "Rater" : "";
	},

	show_turn(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Open actions of earlier dialogues are added when this one is saved."), "blue");
			return;
		}
		const side = frm.events.side(frm);
		const turn = {
			"Waiting for Employee": { side: "Employee", name: frm.doc.employee_name },
			"Waiting for Rater": { side: "Rater", name: frm.doc.rater_name },
		}[frm.doc.status];
		const intro = frm.set_intro.bind(frm);
		if (frm.doc.status === "Agreed") {
			intro(__("Both sides have confirmed. Only the outcome of the actions is still recorded."), "green");
		} else if (!turn) {
			intro(
				side
					? __("Write your notes, agree on actions, then choose Confirm.")
					: __("Neither side has confirmed yet."),
				"blue"
			);
		} else if (turn.side === side) {
			intro(__("It is your turn: read the notes and actions, then choose Confirm."), "orange");
		} else {
			intro(__("Waiting for the confirmation of {0}.", [frappe.utils.escape_html(turn.name || "")]), "blue");
		}
	},

	show_buttons(frm) {
		const side = frm.events.side(frm);
		if (frm.is_new() || !side || frm.doc.status === "Agreed") return;
		const confirmed = frm.doc[side === "Employee" ? "employee_confirmed_on" : "rater_confirmed_on"];
		if (confirmed) {
			frm.add_custom_button(__("Take Back Confirmation"), () => asn_kinerja.act(frm, "reopen"));
		} else {
			frm.add_custom_button(__("Confirm"), () =>
				asn_kinerja.saved(frm).then(() =>
					frappe.confirm(
						__("Confirm notes and actions? They are frozen once both sides have confirmed."),
						() => asn_kinerja.act(frm, "confirm")
					)
				)
			).addClass("btn-primary");
		}
	},

	// carried over and overdue actions are marked in the number column of their row
	mark_actions(frm) {
		const today = frappe.datetime.get_today();
		for (const grid_row of frm.fields_dict.actions.grid.grid_rows || []) {
			const row = grid_row.doc;
			const marks = [];
			if (row.times_carried) {
				const agreed_on = (frm.doc.__onload && frm.doc.__onload.asn_agreed_on) || {};
				const since = agreed_on[row.carried_from];
				marks.push([
					"orange",
					since
						? __("Carried over {0} ×, from {1}", [
								row.times_carried,
								frappe.datetime.str_to_user(since),
						  ])
						: __("Carried over {0} ×", [row.times_carried]),
				]);
			}
			if (row.status === "Open" && row.due_date && row.due_date < today) marks.push(["red", __("Overdue")]);
			if (row.status === "Carried Over") marks.push(["gray", __("Goes on in a later dialogue")]);
			grid_row.wrapper.find(".asn-marks").remove();
			if (!marks.length) continue;
			const pills = marks.map(([colour, text]) => `<span class="indicator-pill ${colour}">${text}</span>`);
			grid_row.wrapper.append(
				`<div class="asn-marks" style="padding: 2px 8px 6px; display: flex; flex-wrap: wrap; gap: 4px">${pills.join("")}</div>`
			);
		}
	},
});

frappe.ui.form.on("ASN Dialogue Action", {
	status(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		if (row.status === "Done" && !row.done_on) {
			frappe.model.set_value(cdt, cdn, "done_on", frappe.datetime.get_today());
		} else if (row.status === "Open" && row.done_on) {
			frappe.model.set_value(cdt, cdn, "done_on", null);
		}
		frm.trigger("mark_actions");
	},
	due_date: (frm) => frm.trigger("mark_actions"),
	actions_add: (frm) => frm.trigger("mark_actions"),
	actions_remove: (frm) => frm.trigger("mark_actions"),
});

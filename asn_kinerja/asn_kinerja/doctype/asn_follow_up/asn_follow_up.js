frappe.ui.form.on("ASN Follow Up", {
	setup(frm) {
		frm.set_query("evaluation", () => ({
			filters: { employee: frm.doc.employee || "", docstatus: 1, workflow_state: "Final" },
		}));
		const of_person = () => ({ filters: { employee: frm.doc.employee || "" } });
		for (const field of ["disciplinary_record", "development_plan"]) {
			if (frm.fields_dict[field]) frm.set_query(field, of_person);
		}
		frm.set_query("responsible", () => ({ filters: { company: frm.doc.company || "", status: "Active" } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.cycle && frappe.boot.asn_cycle) frm.set_value("cycle", frappe.boot.asn_cycle);
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.toggle_display("notes", (frm.doc.notes || []).length > 0);
		if (frm.is_new()) return;
		frm.trigger("show_turn");
		frm.trigger("show_buttons");
	},

	told: (frm, key) => Boolean(frm.doc.__onload && frm.doc.__onload[key]),

	show_turn(frm) {
		const { status, due_date, kind } = frm.doc;
		const late = status === "In Progress" && due_date && due_date < frappe.datetime.get_today();
		if (frm.events.told(frm, "asn_replaced")) {
			frm.set_intro(__("The result that this follows up has been replaced. Look whether it is still due."), "red");
		} else if (status === "Proposed" && frm.events.told(frm, "asn_may_decide")) {
			frm.set_intro(__("It is your turn: read the reason, then approve or reject it."), "orange");
		} else if (status === "Proposed") {
			frm.set_intro(__("Waiting for the decision of: {0}.", [__(frm.doc.decider)]), "blue");
		} else if (late) {
			frm.set_intro(__("Overdue since {0}.", [frappe.datetime.str_to_user(due_date)]), "red");
		} else if (status === "Done" && kind === "Award" && frm.doc.published) {
			frm.set_intro(__("This award is on the published list."), "green");
		}
	},

	show_buttons(frm) {
		const { status, kind } = frm.doc;
		const decides = frm.events.told(frm, "asn_may_decide");
		const works = frm.events.told(frm, "asn_may_work");
		const button = (label, act, primary) => {
			frm.add_custom_button(label, act);
			if (primary) frm.change_custom_button_type(label, null, "primary");
		};
		if (status === "Proposed" && decides) {
			button(__("Approve"), () => frm.trigger("approve"), true);
			button(__("Reject"), () => frm.events.ask_reason(frm, __("Reject"), "reject"));
		}
		if (status === "In Progress") {
			const talks = ["Coaching", "Counselling"].includes(kind);
			if (talks && !frm.doc.dialogue && asn_kinerja.is(frm, "rater")) {
				button(__("Start Dialogue"), () => frm.trigger("start_dialogue"), true);
			}
			if (works) {
				button(__("Close"), () => frm.trigger("close"), !talks || frm.doc.dialogue);
				button(__("Add Note"), () => frm.trigger("add_note"));
			}
			if (decides) button(__("Call Off"), () => frm.events.ask_reason(frm, __("Call Off"), "drop"));
		}
		const manages = asn_kinerja.is(frm, "manager") || asn_kinerja.is(frm, "system");
		if (kind === "Award" && ["In Progress", "Done"].includes(status) && manages) {
			const published = Boolean(frm.doc.published);
			button(published ? __("Take Off the List") : __("Publish"), () =>
				asn_kinerja.act(frm, "publish", { published: !published })
			);
		}
	},

	ask: (frm, label, fields, method) =>
		asn_kinerja
			.saved(frm)
			.then(() =>
				frappe.prompt(
					fields,
					(values) => asn_kinerja.call(frm, method, values).then(() => frm.reload_doc()),
					label,
					label
				)
			),

	ask_reason(frm, label, method) {
		const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason for the Decision"), reqd: 1 };
		frm.events.ask(frm, label, [reason], method);
	},

	approve(frm) {
		const counted = frm.doc.days ? frappe.datetime.add_days(frappe.datetime.get_today(), frm.doc.days) : "";
		frm.events.ask(
			frm,
			__("Approve"),
			[
				{
					fieldname: "due_date",
					fieldtype: "Date",
					label: __("Due Date"),
					default: frm.doc.due_date || counted,
				},
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for the Decision") },
				{
					fieldname: "responsible",
					fieldtype: "Link",
					options: "Employee",
					label: __("Responsible"),
					description: __("Who sees to it; empty: the rater."),
					default: frm.doc.responsible,
					get_query: () => ({ filters: { company: frm.doc.company, status: "Active" } }),
				},
			],
			"approve"
		);
	},

	add_note(frm) {
		const note = { fieldname: "note", fieldtype: "Small Text", label: __("Note"), reqd: 1 };
		frm.events.ask(frm, __("Add Note"), [note], "add_note");
	},

	close(frm) {
		frm.events.ask(
			frm,
			__("Close"),
			[
				{ fieldname: "outcome", fieldtype: "Small Text", label: __("Outcome"), reqd: 1 },
				{
					fieldname: "done_on",
					fieldtype: "Date",
					label: __("Done On"),
					default: frappe.datetime.get_today(),
				},
			],
			"close"
		);
	},

	start_dialogue(frm) {
		asn_kinerja
			.saved(frm)
			.then(() => asn_kinerja.call(frm, "start_dialogue"))
			.then((name) => frappe.set_route("Form", "ASN Performance Dialogue", name));
	},
});

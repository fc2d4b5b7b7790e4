frappe.ui.form.on("ASN Work Plan", {
	setup(frm) {
		frm.set_query("cycle", () => ({ filters: { status: "Open" } }));
		frm.set_query("indicator", "items", () => ({ filters: { disabled: 0 } }));
		frm.set_query("objective", "items", () => ({ filters: frm.doc.company ? { company: frm.doc.company } : {} }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.employee && frappe.boot.asn_employee) {
			frm.set_value("employee", frappe.boot.asn_employee);
			if (!frm.doc.cycle && frappe.boot.asn_cycle) frm.set_value("cycle", frappe.boot.asn_cycle);
		}
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.trigger("show_columns");
		frm.trigger("show_guidance");
		frm.trigger("load_choices");
		frm.trigger("show_buttons");
		if (frm.doc.docstatus === 1 && asn_kinerja.show_standing) asn_kinerja.show_standing(frm);
	},

	approach(frm) {
		frm.trigger("show_columns");
	},

	cycle(frm) {
		frm.trigger("load_choices");
	},

	employee(frm) {
		frm.trigger("load_choices");
	},

	// the columns of the official form: perspective for JPT only, a narrative measure for qualitative plans
	show_columns(frm) {
		const grid = frm.fields_dict.items.grid;
		const qualitative = frm.doc.approach === "Qualitative";
		const leader = (frm.doc.position_type || "").startsWith("JPT");
		const hide = (fields, hidden) =>
			fields.forEach((field) => grid.update_docfield_property(field, "hidden", hidden ? 1 : 0));
		hide(["perspective"], !leader);
		hide(["superior_item", "superior_result", "cascading"], leader);
		hide(["success_measure"], !qualitative);
		hide(["target_min", "target_max", "maximum_target", "unit", "direction", "measure", "indicator"], qualitative);
		grid.refresh();
	},

	show_guidance(frm) {
		const text = {
			"Waiting for Rater": __("The rater reads this plan and approves or returns it."),
			Superseded: __("A newer version of this plan is in force."),
		}[frm.doc.workflow_state];
		if (text) frm.set_intro(text, "blue");
		if (frm.doc.ended_on) {
			frm.set_intro(__("This plan ended on {0}.", [frappe.datetime.str_to_user(frm.doc.ended_on)]), "blue");
		}
		const missing = frm.doc.__onload && frm.doc.__onload.asn_missing;
		if (!missing || frm.is_new() || !["Draft", "Returned"].includes(frm.doc.workflow_state)) return;
		const returned = frm.doc.workflow_state === "Returned";
		const parts = [];
		if (returned) parts.push(__("The rater has returned this plan. Correct it and submit it for approval again."));
		if (missing.length) {
			const more = missing.length > 5 ? [__("and {0} more", [missing.length - 5])] : [];
			const list = [...missing.slice(0, 5), ...more].map((line) => `<li>${line}</li>`).join("");
			parts.push(`${__("Still missing before it can be submitted for approval:")}<ul class="mb-0">${list}</ul>`);
		} else if (!returned) {
			parts.push(__("The plan is complete. Choose Actions > Submit for Approval."));
		}
		frm.set_intro(parts.join("<br>"), returned ? "orange" : "blue");
	},

	// what the rows may choose from: the superior's results and the stages of the cycle
	load_choices(frm) {
		if (!frm.doc.cycle || frm.doc.docstatus !== 0) return;
		frappe
			.xcall("asn_kinerja.planning.plans.superior_results", { cycle: frm.doc.cycle, employee: frm.doc.employee || null })
			.then((superior) => {
				const grid = frm.fields_dict.items.grid;
				grid.update_docfield_property("superior_item", "options", superior.results);
				if (superior.needed && !superior.in_force) {
					const name = frappe.utils.escape_html(superior.superior || "");
					frm.set_intro(
						__("The superior, {0}, has no approved plan in this cycle yet. Go on drafting: only the approval waits for it.", [name]),
						"yellow"
					);
				}
			});
		frappe.xcall("asn_kinerja.planning.plans.stages", { cycle: frm.doc.cycle }).then((stages) => {
			frm.fields_dict.milestones.grid.update_docfield_property("stage_name", "options", stages);
			frm.asn_stages = stages;
		});
	},

	show_buttons(frm) {
		const is = (...relations) => relations.some((relation) => asn_kinerja.is(frm, relation));
		if (!frm.is_new() && ["Draft", "Returned"].includes(frm.doc.workflow_state) && is("self", "manager", "system")) {
			frm.add_custom_button(__("Add a Milestone for Every Stage"), () => frm.trigger("add_milestones"));
		}
		if (frm.doc.docstatus === 1) {
			frm.add_custom_button(__("Cascade"), () => {
				frappe.route_options = { employee: frm.doc.employee, cycle: frm.doc.cycle };
				frappe.set_route("asn-cascade");
			});
		}
		if (frm.doc.workflow_state !== "Approved" || frm.doc.ended_on) return;
		if (is("self") && frappe.user.has_role("ASN Rater")) {
			frm.add_custom_button(__("Result Matrix"), () =>
				frappe
					.xcall("asn_kinerja.planning.matrix.open_for_plan", { work_plan: frm.docname })
					.then((name) => frappe.set_route("Form", "ASN Result Matrix", name))
			);
		}
		if (is("self", "manager", "system")) {
			asn_kinerja.reason_button(frm, __("Revise"), __("Reason for the Revision"), "revise");
		}
		if (is("manager", "system")) frm.add_custom_button(__("Transfer"), () => frm.trigger("transfer"));
	},

	add_milestones(frm) {
		const there = new Set((frm.doc.milestones || []).map((row) => `${row.item_no}/${row.stage_name}`));
		(frm.doc.items || []).forEach((item) => {
			(frm.asn_stages || []).forEach((stage) => {
				if (there.has(`${item.idx}/${stage}`)) return;
				frm.add_child("milestones", { item_no: item.idx, stage_name: stage, result: item.result });
			});
		});
		frm.refresh_field("milestones");
		frm.dirty();
		frm.scroll_to_field("milestones");
	},

	transfer(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Transfer"),
			fields: [
				{
					fieldname: "note",
					fieldtype: "HTML",
					options: `<p>${__("First enter the new unit or superior in the employee's record. This plan then ends on its last day, and the next plan begins the day after; months count for both.")}</p>`,
				},
				{ fieldname: "last_day", fieldtype: "Date", label: __("Last Day Under This Plan"), reqd: 1 },
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for the Transfer"), reqd: 1 },
				{ fieldname: "keep_results", fieldtype: "Check", label: __("The Same Results Go On (only the rater changes)") },
			],
			primary_action_label: __("Transfer"),
			primary_action: (values) => {
				dialog.get_primary_btn().prop("disabled", true);
				asn_kinerja
					.call(frm, "transfer", values)
					.then((name) => {
						dialog.hide();
						frappe.set_route("Form", "ASN Work Plan", name);
					})
					.finally(() => dialog.get_primary_btn().prop("disabled", false));
			},
		});
		dialog.show();
	},

	before_workflow_action(frm) {
		return asn_kinerja.ask_before_action(frm, { Return: "return_reason", Cancel: "cancel_reason" });
	},
});

frappe.ui.form.on("ASN Work Plan Item", {
	weight(frm) {
		const total = frm.doc.items.reduce((sum, row) => sum + flt(row.weight), 0);
		frm.set_value("weight_total", total);
	},

	indicator(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		if (!row.indicator) return;
		frappe.db.get_value("ASN Indicator", row.indicator, ["unit", "aspect", "direction"]).then(({ message }) => {
			frappe.model.set_value(cdt, cdn, { measure: row.measure || row.indicator, ...message });
		});
	},
});

frappe.ui.form.on("ASN Work Plan Milestone", {
	item_no(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		const item = (frm.doc.items || [])[row.item_no - 1];
		frappe.model.set_value(cdt, cdn, { result: item ? item.result : "", item_key: item ? item.item_key : "" });
	},
});

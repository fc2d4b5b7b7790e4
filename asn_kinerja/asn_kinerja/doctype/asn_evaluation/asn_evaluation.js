frappe.ui.form.on("ASN Evaluation", {
	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.trigger("show_header");
		frm.trigger("show_guidance");
		frm.trigger("show_parts");
		frm.trigger("show_stages");
		frm.trigger("show_explanation");
		frm.trigger("show_columns");
		frm.toggle_display("components", (frm.doc.components || []).length > 0);
		if (
			["Released", "Acknowledged", "Objected"].includes(frm.doc.workflow_state) &&
			["manager", "system"].some((relation) => asn_kinerja.is(frm, relation))
		) {
			asn_kinerja.reason_button(frm, __("Correct"), __("Reason for the Correction"), "correct");
		}
		if (frm.doc.workflow_state === "Objected" && asn_kinerja.is(frm, "rater")) {
			frm.add_custom_button(__("Write Statement"), () => frm.trigger("give_statement")).addClass("btn-primary");
		}
		if (frm.doc.workflow_state === "Objected" && asn_kinerja.is(frm, "superior")) {
			frm.add_custom_button(__("Change the Result"), () => frm.trigger("change_result"));
		}
		if (frm.doc.docstatus > 0) {
			frm.add_custom_button(__("Export for Audit"), () => frm.trigger("export_for_audit"));
		}
	},

	// who is evaluated by whom; as it was at the release once there is a result
	show_header(frm) {
		const wrapper = frm.fields_dict.header_view.$wrapper.empty();
		const header = frm.doc.__onload && frm.doc.__onload.asn_header;
		if (!header) return;
		const escape = frappe.utils.escape_html;
		const block = (title, lines) => {
			const rows = lines.map(
				([label, text]) => `<tr><th scope="row" class="text-muted font-weight-normal" style="width: 40%">${label}</th>
					<td style="overflow-wrap: anywhere">${escape(text || "–")}</td></tr>`
			);
			return `<div class="col-md-6 mb-3"><table class="table table-sm mb-0" style="table-layout: fixed">
				<caption class="py-1 font-weight-bold text-dark" style="caption-side: top">${title}</caption>
				<tbody>${rows.join("")}</tbody></table></div>`;
		};
		const person = (title, party) =>
			block(title, [
				[__("Name"), party.name],
				[__("NIP"), party.nip],
				[__("Rank and Grade"), party.rank],
				[__("Position"), party.position],
				[__("Work Unit"), party.unit],
			]);
		const period = [header.from_date, header.to_date].map((day) => frappe.datetime.str_to_user(day)).join(" – ");
		const blocks = [
			person(__("Employee"), header.employee),
			person(__("Rater"), header.rater),
			block(__("Evaluation"), [
				[__("Stage"), header.stage],
				[__("Period"), period],
				[__("Agency"), header.agency],
				[__("Predicate of the Unit"), header.organisation_predicate],
			]),
			person(__("Superior of the Rater"), header.superior),
		];
		wrapper.html(`<div class="row">${blocks.join("")}</div>`);
	},

	show_columns(frm) {
		const grid = frm.fields_dict.results.grid;
		grid.update_docfield_property("rating", "hidden", frm.doc.approach === "Qualitative" ? 0 : 1);
		// a number that is not there yet is stored as 0; the form shows nothing then
		for (const field of ["achievement", "value"]) {
			grid.update_docfield_property(field, "formatter", (value, _df, _options, row) =>
				row && (row.realisation || row.corrected_realisation || row.rating) ? format_number(value, null, 2) : ""
			);
		}
		grid.refresh();
		// what comes from verified activities the server fills in
		for (const row of grid.grid_rows || []) {
			if (row.doc && row.doc.realisation_filled) row.toggle_editable("realisation", false);
		}
	},

	show_guidance(frm) {
		const self = asn_kinerja.is(frm, "self");
		const text = {
			"Self Assessment": self
				? __("Enter the realisation and evidence of every result, then choose Actions > Submit Self Assessment.")
				: __("The employee is filling in the self assessment."),
			"Rater Assessment": self
				? __("Your rater is assessing. You see the rater's part after the release.")
				: __("Rate every behaviour and give both ratings, then choose Actions > Release."),
			Released: self ? __("Read the result, then acknowledge it or object to it.") : "",
			Objected: asn_kinerja.is(frm, "rater")
				? __("There is an objection to your assessment. Write your statement; the superior of the rater decides.")
				: __("The superior of the rater hears both sides and decides."),
		}[frm.doc.workflow_state];
		if (text) frm.set_intro(text, "blue");
		const training = (frm.doc.__onload || {}).asn_training;
		if (training && !self && frm.doc.workflow_state === "Rater Assessment") frm.set_intro(training, "orange");
	},

	// after a transfer within the stage there is an evaluation for each plan; they count by months
	show_parts(frm) {
		const told = frm.doc.__onload && frm.doc.__onload.asn_parts;
		if (!told) return;
		const shown = (score) => (score === null ? __("not released yet") : format_number(score, null, 2));
		const lines = told.parts.map((part) => {
			const period = [part.from_date, part.to_date].map((day) => frappe.datetime.str_to_user(day)).join(" – ");
			const text = __("{0}, {1} months, rated by {2}: {3}", [period, part.months, part.rater_name || "", shown(part.score)]);
			const line = frappe.utils.escape_html(text);
			if (part.name === frm.docname) return `<li><b>${line}</b></li>`;
			return `<li><a href="${frappe.utils.get_form_link(frm.doctype, part.name)}">${line}</a></li>`;
		});
		const total = told.score === null ? "" : `<div>${__("Score by months: {0}", [shown(told.score)])}</div>`;
		frm.set_intro(`${__("The plan changed within this stage; its parts count by months:")}<ul class="mb-0">${lines.join("")}</ul>${total}`, "blue");
	},

	// the year's judgement sees its periods
	show_stages(frm) {
		const stages = (frm.doc.__onload && frm.doc.__onload.asn_stages) || [];
		const wrapper = frm.fields_dict.stages_view.$wrapper.empty();
		frm.toggle_display("stages_section", stages.length > 0);
		if (!stages.length) return;
		const cell = (text) => `<td>${frappe.utils.escape_html(text || "–")}</td>`;
		const rows = stages.map((stage) => {
			const link = frappe.utils.get_form_link(frm.doctype, stage.name);
			const score = stage.score === null ? "" : format_number(stage.score, null, 2);
			return `<tr><td><a href="${link}">${frappe.utils.escape_html(stage.stage_name)}</a></td>
				${cell(__(stage.workflow_state))}${cell(stage.work_result_rating)}
				${cell(stage.behaviour_rating)}${cell(stage.predicate)}${cell(score)}</tr>`;
		});
		const heads = [__("Stage"), __("Status"), __("Work Result Rating"), __("Behaviour Rating"), __("Predicate"), __("Score (0–120)")];
		wrapper.html(
			`<div class="table-responsive"><table class="table table-bordered table-sm"><thead><tr>
			${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`
		);
	},

	// how each number came about: a part for each source of the score, then the score and the predicate
	show_explanation(frm) {
		const wrapper = frm.fields_dict.explanation_view.$wrapper.empty();
		if (!frm.doc.explanation) return;
		const outcome = JSON.parse(frm.doc.explanation);
		const escape = frappe.utils.escape_html;
		const steps_of = (part) =>
			asn_kinerja.step_lines(outcome.steps.filter((step) => (step.part || "") === part), __("Scoring Scheme"));
		const parts = [...new Set(outcome.steps.map((step) => step.part || ""))].filter(Boolean);
		const blocks = parts.map((part) => {
			const component = outcome.components.find((row) => row.source === part);
			let told = __("without weight in the score");
			if (component && component.missing) told = __("no data yet");
			else if (component) {
				const [score, weight, points] = ["score", "effective_weight", "contribution"].map((name) => asn_kinerja.shown_value(component[name]));
				told = `${score} × ${weight} % = ${points}`;
			}
			return `<details class="mb-2"><summary class="py-2">
				<b>${escape(__(part))}</b> <span class="text-muted">${escape(told)}</span></summary>
				<div class="pl-3">${steps_of(part)}</div></details>`;
		});
		const total = steps_of("");
		wrapper.html(
			`<p class="text-muted">${__("Open a part to read how its number came about, by which rule and from which source.")}</p>
			${blocks.join("")}<h5 class="mt-4">${__("Score and Predicate")}</h5>${total}`
		);
	},

	give_statement(frm) {
		frappe.prompt(
			[
				{
					fieldname: "statement",
					fieldtype: "Small Text",
					label: __("Statement of the Rater"),
					default: frm.doc.rater_statement,
					reqd: 1,
				},
			],
			({ statement }) => asn_kinerja.call(frm, "give_statement", { statement }).then(() => frm.reload_doc()),
			__("Write Statement"),
			__("Save")
		);
	},

	change_result(frm) {
		const ratings = frappe.meta.get_docfield(frm.doctype, "work_result_rating").options;
		const choice = (fieldname) => ({
			fieldname,
			fieldtype: "Select",
			label: __(frappe.meta.get_label(frm.doctype, fieldname)),
			options: ratings,
			default: frm.doc[fieldname],
			reqd: 1,
		});
		const reached = (row) => row.corrected_realisation || row.realisation;
		frappe.prompt(
			[
				choice("work_result_rating"),
				choice("behaviour_rating"),
				{
					fieldname: "decision",
					fieldtype: "Small Text",
					label: __("Decision on the Objection"),
					default: frm.doc.objection_decision,
					reqd: 1,
				},
				{
					fieldtype: "Section Break",
					label: __("Realisations and Values"),
					collapsible: 1,
					description: __("Only where they change; the score is calculated anew from them."),
				},
				...frm.doc.results.map((row) => ({
					fieldname: `result_${row.name}`,
					fieldtype: "Data",
					// one result may have several indicators, which the measure tells apart
					label: frappe.utils.escape_html(
						`${row.idx}. ${row.measure || row.result || ""}${row.unit ? ` (${row.unit})` : ""}`
					),
					default: reached(row),
				})),
				{ fieldtype: "Column Break" },
				...frm.doc.behaviours.map((row) => ({
					fieldname: `value_${row.idx}`,
					fieldtype: "Select",
					label: row.behaviour_value,
					options: ratings,
					default: row.rating,
				})),
			],
			(given) => {
				const realisations = {};
				for (const row of frm.doc.results) {
					const value = (given[`result_${row.name}`] || "").trim();
					if (value && value !== reached(row)) realisations[row.name] = value;
				}
				const value_ratings = {};
				for (const row of frm.doc.behaviours) {
					const rating = given[`value_${row.idx}`];
					if (rating && rating !== row.rating) value_ratings[row.behaviour_value] = rating;
				}
				const { decision, work_result_rating, behaviour_rating } = given;
				const values = { decision, work_result_rating, behaviour_rating, realisations, value_ratings };
				asn_kinerja
					.call(frm, "change_result", values)
					.then((name) => name && frappe.set_route("Form", frm.doctype, name));
			},
			__("Change the Result"),
			__("Decide")
		);
	},

	export_for_audit(frm) {
		asn_kinerja.call(frm, "export_for_audit").then((exported) => {
			const blob = new Blob([JSON.stringify(exported, null, 1)], { type: "application/json" });
			const link = document.createElement("a");
			link.href = URL.createObjectURL(blob);
			link.download = `${frm.doc.name}.json`;
			link.click();
			URL.revokeObjectURL(link.href);
		});
	},

	before_workflow_action(frm) {
		return asn_kinerja.ask_before_action(frm, {
			"Return to Employee": "return_reason",
			Object: "objection_reason",
			Uphold: "objection_decision",
		});
	},
});

const OPEN_STATES = ["Dialogue", "Released"];
const HIGHEST = 5;

frappe.ui.form.on("ASN Competency Assessment", {
	setup(frm) {
		frm.set_query("cycle", () => ({ filters: { status: "Open" } }));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.employee && frappe.boot.asn_employee) frm.set_value("employee", frappe.boot.asn_employee);
		if (!frm.doc.cycle && frappe.boot.asn_cycle) frm.set_value("cycle", frappe.boot.asn_cycle);
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.trigger("show_columns");
		frm.trigger("show_guidance");
		frm.trigger("show_guide");
		frm.trigger("show_outcome");
		frm.trigger("show_history");
		frm.trigger("show_renewal");
		if (frm.doc.workflow_state === "Released") frm.disable_save();
		const writable = (frm.doc.__onload || {}).asn_writable || [];
		const potential = frm.doc.potential_score || frm.doc.potential_note || writable.includes("potential_score");
		frm.toggle_display("potential_section", !frm.is_new() && Boolean(potential));
		frm.toggle_display(["competencies_section", "process_section"], !frm.is_new());
	},

	// the reader's own columns, and after the dialogue has begun those of everybody
	show_columns(frm) {
		const grid = frm.fields_dict.competencies.grid;
		const all = OPEN_STATES.includes(frm.doc.workflow_state);
		const is = (relation) => asn_kinerja.is(frm, relation);
		const filled = (field) => frm.doc.competencies.some((row) => row[field]);
		const levels = ["self_level", "superior_level", "assessor_level"];
		const own = {
			"Self Assessment": is("self") ? "self" : "",
			"Superior Assessment": is("rater") ? "superior" : is("self") ? "self" : "",
			"Assessor Assessment": is("assessor") || is("manager") ? "assessor" : is("self") ? "self" : "superior",
		}[frm.doc.workflow_state];
		const shown = all
			? [...levels.filter(filled), "level", "gap"]
			: [...levels.filter((field) => field === `${own}_level` || filled(field)), ...(own ? [`${own}_evidence`] : [])];
		const columns = { competency: 3, required_level: 1, ...Object.fromEntries(shown.map((field) => [field, 1])) };
		if (own && !all) columns[`${own}_evidence`] = 4;
		for (const [field, label] of Object.entries(short_labels())) grid.update_docfield_property(field, "label", label);
		for (const df of frappe.get_meta("ASN Assessed Competency").fields) {
			grid.update_docfield_property(df.fieldname, "in_list_view", df.fieldname in columns ? 1 : 0);
			if (df.fieldname in columns) grid.update_docfield_property(df.fieldname, "columns", columns[df.fieldname]);
		}
		// a level that is not given yet is stored as 0; the form shows nothing then
		for (const field of [...levels, "level", "first_level"]) {
			grid.update_docfield_property(field, "formatter", (value) => (cint(value) ? String(cint(value)) : ""));
		}
		grid.update_docfield_property("superior_level", "formatter", (value, _df, _options, row) => {
			const changed = row && row.first_level && row.first_level !== value;
			return cint(value) ? (changed ? `${row.first_level} → ${value}` : String(value)) : "";
		});
		grid.update_docfield_property("gap", "formatter", (value, _df, _options, row) => {
			if (!row || !row.level) return "";
			const colour = value > 0 ? "orange" : value < 0 ? "blue" : "green";
			return `<span class="indicator-pill ${colour} no-indicator-dot">${value > 0 ? `−${value}` : value < 0 ? `+${-value}` : "0"}</span>`;
		});
		for (const [party, states] of Object.entries({
			self: [],
			superior: ["Self Assessment"],
			assessor: ["Self Assessment", "Superior Assessment"],
		})) {
			const hidden = !all && party !== own && !filled(`${party}_level`);
			for (const field of [`${party}_section`, `${party}_level`, `${party}_evidence`]) {
				grid.update_docfield_property(field, "hidden", hidden || states.includes(frm.doc.workflow_state) ? 1 : 0);
			}
		}
		grid.update_docfield_property("outcome_section", "hidden", all ? 0 : 1);
		grid.update_docfield_property("first_level", "hidden", all ? 0 : 1);
		grid.reset_grid(); // it keeps the columns of the document that it has shown before
	},

	show_guidance(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("The competencies come from the standard of the position when you save."), "blue");
			return;
		}
		const is = (relation) => asn_kinerja.is(frm, relation);
		const fill = __("Give every competency a level from 1 to 5 with its evidence, then choose Actions > Submit Levels.");
		const waits = {
			"Self Assessment": is("self")
				? __("Give every competency your own level from 1 to 5 with its evidence, then choose Actions > Submit Self Assessment.")
				: __("The employee is giving his own levels; you see them later."),
			"Superior Assessment": is("rater") ? fill : __("The superior is giving his levels. They are shown in the dialogue."),
			"Assessor Assessment":
				is("assessor")
					? fill
					: __("The assessor is at work. The levels are shown in the dialogue."),
			Dialogue: is("self")
				? __("Talk the levels over with your rater and write your note. The rater releases the assessment.")
				: is("rater")
					? __("Talk the levels over with the employee. You may still change yours. Write your note, then choose Actions > Release.")
					: is("assessor")
					? __("Employee and rater are talking the levels over. You may still correct those of the assessor.")
					: __("Employee and rater are talking the levels over."),
		}[frm.doc.workflow_state];
		if (waits) frm.set_intro(waits, "blue");
		if (frm.doc.return_reason && frm.doc.workflow_state === "Self Assessment") {
			frm.set_intro(
				`${__("Returned: {0}", [frappe.utils.escape_html(frm.doc.return_reason)])}`,
				"orange"
			);
		}
	},

	// what the levels mean, to be read while rating, also with the keyboard and on a phone
	show_guide(frm) {
		const wrapper = frm.fields_dict.guide_view.$wrapper.empty();
		const guide = (frm.doc.__onload || {}).asn_guide || {};
		if (OPEN_STATES.includes(frm.doc.workflow_state)) wrapper.html(levels_on_a_phone(frm.doc));
		if (OPEN_STATES.includes(frm.doc.workflow_state) || !Object.keys(guide).length) return;
		const blocks = (frm.doc.competencies || [])
			.filter((row) => guide[row.competency])
			.map(
				(row) => `<details class="border-bottom"><summary class="py-1">${frappe.utils.escape_html(row.competency)}</summary>
				${levels_table(guide[row.competency], row)}</details>`
			);
		wrapper.html(`<details class="mb-3"><summary class="py-2"><b>${__("What the Levels Mean")}</b></summary>
			<div class="pl-3">${blocks.join("")}</div></details>`);
	},

	show_outcome(frm) {
		const wrapper = frm.fields_dict.outcome_view.$wrapper.empty();
		const told = frm.doc.__onload || {};
		const doc = frm.doc;
		if (!doc.job_match) return;
		const escape = frappe.utils.escape_html;
		const badge = (label, field) => {
			const step = (told.asn_steps || {})[field];
			const colour = Number.isInteger(step) ? asn_kinerja.step_colour(step) : "gray";
			return `<div class="mb-2"><span class="text-muted small">${label}</span><br>
				<span class="indicator-pill ${colour} no-indicator-dot">${escape(doc[field] || "–")}</span></div>`;
		};
		const list = (title, text) =>
			text
				? `<h6 class="mt-3">${title}</h6><ul class="pl-3 mb-0">${text
						.split("\n")
						.map((line) => `<li>${escape(line)}</li>`)
						.join("")}</ul>`
				: "";
		const sums = [doc.levels_reached, doc.levels_required].map((sum) => format_number(sum, null, sum % 1 ? 2 : 0));
		wrapper.html(`<div class="row"><div class="col-md-6 mb-3">${told.asn_radar || ""}</div><div class="col-md-6">
			<div class="d-flex flex-wrap" style="gap: 24px">
			<div><span class="text-muted small">${__("Job Person Match")}</span><br>
				<b style="font-size: 1.8em">${format_number(doc.job_match, null, 2)} %</b>
				<div class="text-muted small">${__("{0} of {1} levels", sums)}</div></div>
			<div>${badge(__("Category for Filling a Position"), "filling_category")}
				${badge(__("Category for Mapping"), "mapping_category")}</div></div>
			${list(__("Strengths"), doc.strengths)}${list(__("Weaknesses"), doc.weaknesses)}
			${explanation(doc)}</div></div>`);
	},

	// the server gives the form as unsaved: a save brings the new rows, and then the actions come back
	show_renewal(frm) {
		const renewal = (frm.doc.__onload || {}).asn_renewal;
		if (!renewal) return;
		const changed = __("The standard of the position has changed. Save the form to get the new competencies.");
		frm.set_intro(renewal.refused || changed, "orange");
	},

	show_history(frm) {
		const wrapper = frm.fields_dict.history_view.$wrapper.empty();
		const history = (frm.doc.__onload || {}).asn_history || [];
		const earlier = history.filter((row) => row.name !== frm.doc.name);
		frm.toggle_display("history_section", earlier.length > 0);
		if (!earlier.length) return;
		const escape = frappe.utils.escape_html;
		const competencies = [...new Set(history.flatMap((row) => Object.keys(row.levels)))];
		const cells = (value) => history.map((row) => `<td class="text-right">${value(row)}</td>`).join("");
		const head = history
			.map((row) => {
				const day = frappe.datetime.str_to_user(row.assessed_on);
				const link = frappe.utils.get_form_link(frm.doctype, row.name);
				return `<th scope="col" class="text-right">${row.name === frm.doc.name ? day : `<a href="${link}">${day}</a>`}</th>`;
			})
			.join("");
		const rows = competencies.map(
			(name) =>
				`<tr><th scope="row" class="font-weight-normal">${escape(name)}</th>${cells((row) => row.levels[name] || "–")}</tr>`
		);
		wrapper.html(`<div class="table-responsive"><table class="table table-bordered table-sm">
			<thead><tr><th scope="col">${__("Competency")}</th>${head}</tr></thead><tbody>
			<tr><th scope="row">${__("Job Person Match")}</th>${cells((row) => `<b>${format_number(row.job_match, null, 2)} %</b>`)}</tr>
			<tr><th scope="row">${__("Category for Mapping")}</th>${cells((row) => escape(row.mapping_category || "–"))}</tr>
			${rows.join("")}</tbody></table></div>`);
	},

	// what others have given is shown now, and what may be written is another
	after_workflow_action(frm) {
		return frm.reload_doc();
	},

	before_workflow_action(frm) {
		if (frm.selected_workflow_action === "Release" && frm.doc.workflow_state === "Dialogue" && !frm.doc.employee_note) {
			frappe.dom.unfreeze(); // the workflow menu has frozen the page
			return new Promise((resolve, reject) =>
				frappe.confirm(
					__("The employee has not written a note about the dialogue. Release it without one?"),
					resolve,
					() => reject(new Error(__("Nothing was changed.")))
				)
			).then(() => ask_for_note(frm));
		}
		if (frm.selected_workflow_action === "Release" && frm.doc.workflow_state === "Dialogue") return ask_for_note(frm);
		return asn_kinerja.ask_before_action(frm, { "Return to Employee": "return_reason" });
	},
});

frappe.ui.form.on("ASN Assessed Competency", {
	form_render(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		const guide = ((frm.doc.__onload || {}).asn_guide || {})[row.competency];
		const field = frm.fields_dict.competencies.grid.grid_rows_by_docname[cdn].grid_form.fields_dict.guide;
		if (guide && field) field.$wrapper.html(levels_table(guide, row));
	},
});

function ask_for_note(frm) {
	if (frm.doc.rater_note || !asn_kinerja.is(frm, "rater")) return undefined;
	return asn_kinerja.ask_before_action(frm, { Release: "rater_note" });
}

// what fits above a narrow column
const short_labels = () => ({
	required_level: __("Required"),
	self_level: __("Self"),
	superior_level: __("Superior"),
	assessor_level: __("Assessor"),
	level: __("Reached"),
	gap: __("Gap"),
});

// a phone's grid has room for the names alone
function levels_on_a_phone(doc) {
	const escape = frappe.utils.escape_html;
	const labels = short_labels();
	const fields = Object.keys(labels).filter((field) => field !== "gap" && doc.competencies.some((row) => row[field]));
	const head = fields.map((field) => `<th scope="col" class="text-right small">${labels[field]}</th>`).join("");
	const rows = doc.competencies.map(
		(row) => `<tr><th scope="row" class="font-weight-normal">${escape(row.competency)}</th>
			${fields.map((field) => `<td class="text-right">${row[field] || "–"}</td>`).join("")}</tr>`
	);
	return `<div class="d-md-none table-responsive"><table class="table table-sm">
		<thead><tr><th scope="col">${__("Competency")}</th>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

// the five levels of a competency; the one that the position asks for is marked
function levels_table(guide, row) {
	const escape = frappe.utils.escape_html;
	const lines = guide.levels.map((level) => {
		const behaviours = (level.behaviours || "")
			.split("\n")
			.filter(Boolean)
			.map((line) => `<li>${escape(line)}</li>`)
			.join("");
		const asked = level.level === row.required_level;
		return `<tr><th scope="row" class="text-center align-top" style="width: 3em">${level.level}</th>
			<td>${asked ? `<b>${escape(level.description)}</b> <span class="indicator-pill blue no-indicator-dot">${__("Required Level")}</span>` : escape(level.description)}
			<ul class="pl-3 mb-0 small text-muted">${behaviours}</ul></td></tr>`;
	});
	return `<p class="text-muted">${escape(guide.definition || "")}</p>
		<table class="table table-sm">${lines.slice(0, HIGHEST).join("")}</table>`;
}

function explanation(doc) {
	if (!doc.explanation) return "";
	const lines = asn_kinerja.step_lines(JSON.parse(doc.explanation).steps);
	return `<details class="mt-3"><summary class="py-1">${__("How the Match Came About")}</summary>${lines}</details>`;
}

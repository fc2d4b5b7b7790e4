// The grid of a result matrix: people by results. It shows what the server sends and keeps the rows of `cells`;
// who is in the team, which result is in the plan and what is handed over, the server decides.
frappe.ui.form.on("ASN Result Matrix", {
	setup(frm) {
		frm.set_query("work_plan", () => ({ filters: my_plans_in_force() }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.work_plan || !frappe.boot.asn_employee) return;
		frappe.db
			.get_list("ASN Work Plan", { filters: my_plans_in_force(), limit: 2, order_by: "from_date desc" })
			.then((plans) => {
				if (plans.length === 1 && frm.is_new()) frm.set_value("work_plan", plans[0].name);
			});
	},

	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		const grid = frm.fields_dict.cells.grid;
		grid.cannot_add_rows = grid.df.cannot_add_rows = true; // a cell needs a column: it is made in the matrix
		frm.trigger("show_matrix");
		if (!frm.is_new() && asn_kinerja.is(frm, "self")) {
			frm.add_custom_button(__("Hand Over to the Team"), () => frm.trigger("hand_over"))
				.removeClass("btn-default")
				.addClass("btn-primary");
		}
	},

	work_plan(frm) {
		frm.trigger("show_matrix");
	},

	show_matrix(frm) {
		const show = (view) => {
			frm.asn_matrix = new ResultMatrix(frm, view);
			frm.asn_matrix.render();
		};
		if (!frm.is_new()) return show(frm.doc.__onload.asn_matrix);
		const plan = frm.doc.work_plan;
		if (!plan) return show(null);
		frappe.xcall("asn_kinerja.planning.matrix.preview", { work_plan: plan }, "GET").then((view) => {
			if (frm.is_new() && frm.doc.work_plan === plan) show(view);
		});
	},

	validate(frm) {
		if (frm.asn_matrix) frm.asn_matrix.drop_empty();
	},

	hand_over(frm) {
		asn_kinerja
			.saved(frm)
			.then(() => !frm.is_dirty() && asn_kinerja.call(frm, "push"))
			.then((summary) => {
				if (!summary) return;
				frm.reload_doc().then(() => show_summary(summary));
			});
	},
});

frappe.ui.form.on("ASN Result Matrix Cell", {
	contribution: (frm) => frm.trigger("show_matrix"),
	cascading: (frm) => frm.trigger("show_matrix"),
	measure: (frm) => frm.trigger("show_matrix"),
	target: (frm) => frm.trigger("show_matrix"),
	unit: (frm) => frm.trigger("show_matrix"),
	cells_remove: (frm) => frm.trigger("show_matrix"),
});

const my_plans_in_force = () => ({
	employee: frappe.boot.asn_employee,
	workflow_state: "Approved",
	ended_on: ["is", "not set"],
});

const escape = (text) => frappe.utils.escape_html(text || "");
const cascading_label = (value) =>
	value === "Non-direct" ? __("Non-direct", null, "Result Matrix") : __("Direct", null, "Result Matrix");

function show_summary({ made, updated, unchanged, skipped }) {
	const count = (label, number) => `<tr><td>${label}</td><td class="text-right">${cint(number)}</td></tr>`;
	const people = skipped.map((row) => `<li><b>${escape(row.employee_name)}</b>: ${escape(row.reason)}</li>`);
	const left_out = people.length ? `<p><b>${__("Left out")}</b></p><ul>${people.join("")}</ul>` : "";
	const options = `<table class="table table-sm"><tbody>
		${count(__("Drafts made for members without a plan"), made)}
		${count(__("Drafts updated"), updated)}
		${count(__("Members whose plan needed no change"), unchanged)}
		</tbody></table>${left_out}`;
	new frappe.ui.Dialog({
		title: __("Handed Over"),
		indicator: people.length ? "orange" : "green",
		animate: false, // while it fades in, it would not close for somebody who is quick
		fields: [{ fieldname: "summary", fieldtype: "HTML", options }],
	}).show();
}

class ResultMatrix {
	constructor(frm, view) {
		this.frm = frm;
		this.view = view;
		this.$wrapper = frm.fields_dict.matrix_view.$wrapper;
		this.editable = frm.is_new() || asn_kinerja.is(frm, "self") || asn_kinerja.is(frm, "system");
	}

	render() {
		this.$wrapper.off(".asn_matrix");
		if (!this.view) {
			this.$wrapper.html(this.notice(__("Choose your approved plan: its results become the columns.")));
			return;
		}
		this.collect();
		const notices = [];
		if (!this.view.plan)
			notices.push(__("No approved plan of the leader is in force now, so nothing can be handed over."));
		if (!this.members.length)
			notices.push(__("Nobody reports to the leader: there is no one to distribute results to."));
		const head = this.columns.map((column) => this.header(column)).join("");
		const body = this.members.map((member, row) => this.row(member, row)).join("");
		const table = `<div class="asn-matrix"><table role="grid" aria-label="${__("Matrix of Roles and Results")}">
			<thead role="rowgroup"><tr role="row"><th role="columnheader">${__("Team Member")}</th>${head}</tr></thead>
			<tbody role="rowgroup">${body}</tbody></table></div>`;
		const help = __(
			"Arrow keys, Tab and {0} move between cells; type or press F2 to write, Esc to stop. Space switches Direct and Non-direct, Ctrl+{0} opens indicator and target.",
			["Enter"]
		);
		this.$wrapper.html(
			`${STYLE}${notices.map((text) => this.notice(text)).join("")}
			${this.columns.length && this.members.length ? table : ""}
			${this.editable && this.columns.length ? `<p class="asn-matrix-help text-muted small">${help}</p>` : ""}`
		);
		this.$wrapper.find("textarea").each((_i, textarea) => this.fit(textarea));
		this.listen();
		const active = this.frm.asn_active_cell || [0, 0];
		(this.cell(...active) || this.cell(0, 0) || $()).attr("tabindex", 0);
	}

	notice(text) {
		return `<div class="form-message yellow">${text}</div>`;
	}

	// the columns and people of the plan and the team, then those that only cells still point to
	collect() {
		this.columns = [...this.view.columns];
		for (const row of this.frm.doc.cells || []) {
			if (!this.columns.some((column) => column.item_key === this.place(row)))
				this.columns.push({ item_key: row.superior_item, result: row.superior_result, gone: true });
		}
		this.members = this.view.members;
	}

	place(row) {
		return this.view.places[row.name] || row.superior_item;
	}

	find(row, column) {
		const { employee } = this.members[row];
		const { item_key } = this.columns[column];
		return (this.frm.doc.cells || []).find((cell) => cell.employee === employee && this.place(cell) === item_key);
	}

	header(column) {
		const gone = column.gone ? `<div class="small text-danger">${__("No longer in the plan")}</div>` : "";
		const extra = column.category === "Tambahan" ? `<div class="small text-muted">${column.category}</div>` : "";
		return `<th role="columnheader" scope="col"><div class="asn-clamp" title="${escape(column.result)}">${escape(
			column.result
		)}</div>${extra}${gone}</th>`;
	}

	row(member, row) {
		const cells = this.columns.map((column, at) => this.cell_html(member, row, column, at)).join("");
		return `<tr role="row" class="${member.in_team ? "" : "asn-left"}">
			<th role="rowheader" scope="row"><div>${escape(member.employee_name)}</div>
			<div class="small text-muted">${escape(member.designation)}</div>${this.standing(member)}</th>${cells}</tr>`;
	}

	standing(member) {
		if (!member.in_team)
			return `<div class="small text-danger">${__("No longer in the team: is not handed over.")}</div>`;
		const [label, colour] = {
			none: [__("No Plan Yet"), "gray"],
			draft: [__("Draft"), "blue"],
			returned: [__("Returned"), "red"],
			revision: [__("Revision in Draft"), "blue"],
			waiting: [__("Waiting for Rater"), "orange"],
			approved: [__("Approved"), "green"],
		}[member.state];
		const pill = `<span class="indicator-pill ${colour}">${label}</span>`;
		if (!member.plan) return pill;
		const link = frappe.utils.get_form_link("ASN Work Plan", member.plan);
		return `<a href="${link}" title="${__("Open the Work Plan")}">${pill}</a>`;
	}

	cell_html(member, row, column, at) {
		const cell = this.find(row, at);
		const open = this.editable && member.in_team && !column.gone;
		const text = escape(cell && cell.contribution);
		const label = `<div class="asn-label small text-muted" aria-hidden="true">${escape(column.result)}</div>`;
		let inside = `<div class="asn-text">${text}</div>`;
		if (open) {
			const name = `${escape(member.employee_name)}: ${escape(column.result)}`;
			inside = `<textarea rows="1" tabindex="-1" maxlength="1000" aria-label="${name}"
				placeholder="${__("Result to Deliver")}">${text}</textarea>`;
		} else if (cell && this.editable) {
			inside += `<button type="button" class="btn btn-xs btn-default" data-act="empty">${__("Empty")}</button>`;
		}
		return `<td role="gridcell" tabindex="-1" data-row="${row}" data-column="${at}"
			class="${open ? "asn-open" : ""} ${column.gone ? "asn-gone" : ""}">
			${label}${inside}<div class="asn-foot">${this.foot(cell, open)}</div></td>`;
	}

	foot(cell, open) {
		if (!cell) return "";
		const places = (String(flt(cell.target)).split(".")[1] || "").length; // as many as there are
		const target = flt(cell.target) ? `${format_number(flt(cell.target), null, places)} ${cell.unit || ""}` : "";
		const details = [cell.measure, target.trim()].filter(Boolean).join(" · ");
		const note = `<span class="asn-details small text-muted">${escape(details)}</span>`;
		if (!open) return `<span class="small text-muted">${cascading_label(cell.cascading)}</span> ${note}`;
		return `<button type="button" tabindex="-1" class="btn btn-xs btn-default" data-act="switch"
			title="${__("Switch between Direct and Non-direct")}">${cascading_label(cell.cascading)}</button>
			<button type="button" tabindex="-1" class="btn btn-xs btn-default" data-act="details"
			aria-label="${__("Indicator and Target")}" title="${__("Indicator and Target")}">…</button> ${note}`;
	}

	listen() {
		const at = (element) => {
			const $cell = $(element).closest("td");
			return [cint($cell.attr("data-row")), cint($cell.attr("data-column"))];
		};
		this.$wrapper
			.on("keydown.asn_matrix", "td", (event) => this.key(event, ...at(event.currentTarget)))
			.on("focusin.asn_matrix", "td", (event) => this.activate(...at(event.currentTarget)))
			.on("input.asn_matrix", "textarea", (event) => {
				this.write(...at(event.currentTarget), event.currentTarget.value);
				this.fit(event.currentTarget);
			})
			.on("change.asn_matrix", "textarea", (event) => {
				const place = at(event.currentTarget);
				this.write(...place, event.currentTarget.value);
				this.drop_empty();
				this.frm.refresh_field("cells");
				this.redraw(...place);
			})
			.on("click.asn_matrix", "td", (event) => {
				if (event.target.tagName !== "TEXTAREA" && !event.target.closest("button"))
					this.edit(...at(event.currentTarget));
			})
			.on("click.asn_matrix", "[data-act]", (event) => {
				const place = at(event.currentTarget);
				this.cell(...place).trigger("focus");
				this[`act_${event.currentTarget.dataset.act}`](...place);
			});
	}

	cell(row, column) {
		const $cell = this.$wrapper.find(`td[data-row="${row}"][data-column="${column}"]`);
		return $cell.length ? $cell : null;
	}

	// one cell is the way in and out for Tab
	activate(row, column) {
		this.frm.asn_active_cell = [row, column];
		this.$wrapper.find("td[tabindex='0']").attr("tabindex", -1);
		this.cell(row, column).attr("tabindex", 0);
	}

	key(event, row, column) {
		const editing = event.target.tagName === "TEXTAREA";
		if (!editing && event.target.tagName !== "TD") return;
		const cards = window.matchMedia(PHONE).matches;
		const width = this.columns.length;
		// as cards, the cells stand one below the other
		const down = cards ? this.next(row, column, 1) : [row + 1, column];
		const up = cards ? this.next(row, column, -1) : [row - 1, column];
		let done = true;
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.act_details(row, column);
		else if (event.key === "Tab") done = this.go(...this.next(row, column, event.shiftKey ? -1 : 1));
		else if (editing && event.key === "Escape") this.cell(row, column).trigger("focus");
		else if (editing && event.key === "Enter" && !event.shiftKey) this.go(...down) || this.go(row, column);
		else if (editing) return;
		else if (event.key === "ArrowDown") this.go(...down);
		else if (event.key === "ArrowUp") this.go(...up);
		else if (event.key === "ArrowRight") this.go(row, Math.min(column + 1, width - 1));
		else if (event.key === "ArrowLeft") this.go(row, Math.max(column - 1, 0));
		else if (event.key === "Home") this.go(row, 0);
		else if (event.key === "End") this.go(row, width - 1);
		else if (event.key === "Enter" || event.key === "F2") this.edit(row, column);
		else if (event.key === " ") this.act_switch(row, column);
		else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
			this.edit(row, column);
			return; // the key itself goes into the text
		} else return;
		event.stopPropagation();
		if (done !== false) event.preventDefault();
	}

	next(row, column, step) {
		const at = row * this.columns.length + column + step;
		return [Math.floor(at / this.columns.length), ((at % this.columns.length) + this.columns.length) % this.columns.length];
	}

	go(row, column) {
		const $cell = this.cell(row, column);
		if (!$cell) return false; // Tab leaves the grid at its ends
		$cell.trigger("focus");
		$cell[0].scrollIntoView({ block: "nearest", inline: "nearest" });
		return true;
	}

	edit(row, column) {
		const textarea = this.cell(row, column).find("textarea")[0];
		if (!textarea) return;
		textarea.focus();
		textarea.setSelectionRange(textarea.value.length, textarea.value.length);
	}

	write(row, column, text) {
		let cell = this.find(row, column);
		if (!cell) {
			const { employee, employee_name } = this.members[row];
			const { item_key, result } = this.columns[column];
			cell = this.frm.add_child("cells", {
				employee,
				employee_name,
				superior_item: item_key,
				superior_result: result,
				cascading: "Direct",
			});
		}
		cell.contribution = text;
		this.frm.dirty();
	}

	// an emptied cell goes; while somebody writes in it, it keeps its indicator and target
	drop_empty() {
		for (const cell of [...(this.frm.doc.cells || [])]) {
			if (!(cell.contribution || "").trim()) frappe.model.clear_doc(cell.doctype, cell.name);
		}
	}

	redraw(row, column) {
		const cell = this.find(row, column);
		this.cell(row, column).find(".asn-foot").html(this.foot(cell, true));
	}

	act_switch(row, column) {
		const cell = this.find(row, column);
		if (!cell || !this.cell(row, column).is(".asn-open")) return;
		cell.cascading = cell.cascading === "Non-direct" ? "Direct" : "Non-direct";
		this.changed(row, column);
	}

	act_empty(row, column) {
		const cell = this.find(row, column);
		frappe.model.clear_doc(cell.doctype, cell.name);
		this.frm.dirty();
		this.frm.refresh_field("cells");
		this.render();
	}

	act_details(row, column) {
		if (!this.cell(row, column).is(".asn-open")) return;
		const cell = this.find(row, column) || { cascading: "Direct" };
		const field = (fieldname, fieldtype, label, more) => ({
			...{ fieldname, fieldtype, label, default: cell[fieldname] || undefined },
			...more,
		});
		const options = [
			{ value: "Direct", label: __("Direct") },
			{ value: "Non-direct", label: __("Non-direct") },
		];
		const dialog = new frappe.ui.Dialog({
			title: escape(this.members[row].employee_name),
			animate: false,
			fields: [
				{ fieldname: "of", fieldtype: "HTML", options: `<p class="text-muted">${escape(this.columns[column].result)}</p>` },
				field("contribution", "Small Text", __("Result to Deliver"), { reqd: 1 }),
				field("cascading", "Select", __("Cascading"), { options, reqd: 1 }),
				field("measure", "Small Text", __("Individual Indicator")),
				field("target", "Float", __("Target")),
				field("unit", "Data", __("Unit of Measurement")),
			],
			primary_action_label: __("Apply"),
			primary_action: (values) => {
				dialog.hide();
				this.write(row, column, values.contribution);
				Object.assign(this.find(row, column), {
					cascading: values.cascading,
					measure: values.measure || "",
					target: flt(values.target),
					unit: values.unit || "",
				});
				this.changed(row, column);
			},
		});
		dialog.onhide = () => setTimeout(() => this.go(row, column));
		dialog.show();
	}

	changed(row, column) {
		this.frm.dirty();
		this.frm.refresh_field("cells");
		const textarea = this.cell(row, column).find("textarea")[0];
		textarea.value = this.find(row, column).contribution;
		this.fit(textarea);
		this.redraw(row, column);
	}

	fit(textarea) {
		textarea.style.height = "auto";
		textarea.style.height = `${textarea.scrollHeight}px`;
	}
}

const PHONE = "(max-width: 767px)";
const STYLE = `<style>
.asn-matrix { overflow: auto; max-height: 75vh; scroll-padding: 80px 0 0 200px; border: 1px solid var(--border-color); border-radius: var(--border-radius-md); }
.asn-matrix table { border-collapse: separate; border-spacing: 0; width: max-content; min-width: 100%; }
.asn-matrix th, .asn-matrix td { vertical-align: top; padding: 8px; font-weight: normal;
	border-bottom: 1px solid var(--border-color); border-right: 1px solid var(--border-color); background: var(--fg-color); }
.asn-matrix thead th { position: sticky; top: 0; z-index: 2; background: var(--subtle-fg, var(--control-bg)); font-weight: 500; width: 230px; }
.asn-matrix tbody th { position: sticky; left: 0; z-index: 1; }
.asn-matrix th:first-child { left: 0; width: 200px; min-width: 200px; max-width: 200px; }
.asn-matrix thead th:first-child { z-index: 3; }
.asn-matrix tbody th > div:first-child { font-weight: 500; }
.asn-matrix td { width: 230px; min-width: 230px; max-width: 280px; }
.asn-matrix td:focus, .asn-matrix td:focus-within { outline: 2px solid var(--primary); outline-offset: -2px; }
.asn-matrix textarea { display: block; width: 100%; min-height: 24px; border: 0; padding: 0; resize: none; overflow: hidden;
	background: transparent; color: var(--text-color); outline: none; }
.asn-matrix textarea::placeholder { color: transparent; }
.asn-matrix td:focus-within textarea::placeholder { color: var(--text-muted); }
.asn-matrix .asn-text { white-space: pre-wrap; }
.asn-matrix .asn-label { display: none; margin-bottom: 4px; }
.asn-matrix .asn-foot { margin-top: 4px; display: flex; flex-wrap: wrap; gap: 4px; align-items: center; }
.asn-matrix .asn-clamp { display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; }
.asn-matrix .asn-left td, .asn-matrix .asn-left th, .asn-matrix td.asn-gone { background: var(--control-bg); color: var(--text-muted); }
.asn-matrix-help { margin-top: 8px; }
@media ${PHONE} {
	.asn-matrix { overflow: visible; max-height: none; border: 0; scroll-padding: 0; }
	.asn-matrix table, .asn-matrix tbody, .asn-matrix tr, .asn-matrix th, .asn-matrix td { display: block;
		width: auto; min-width: 0; max-width: none; border-right: 0; }
	.asn-matrix thead { display: none; }
	.asn-matrix tr { border: 1px solid var(--border-color); border-radius: var(--border-radius-md); margin-bottom: 12px; overflow: hidden; }
	.asn-matrix tbody th:first-child { position: static; width: auto; max-width: none; background: var(--subtle-fg, var(--control-bg)); }
	.asn-matrix tr > :last-child { border-bottom: 0; }
	.asn-matrix .asn-label { display: block; }
	.asn-matrix textarea { min-height: 44px; border: 1px solid var(--border-color); border-radius: var(--border-radius); padding: 6px; }
	.asn-matrix-help { display: none; }
}
</style>`;

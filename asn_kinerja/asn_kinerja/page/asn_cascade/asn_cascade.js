// The cascade: from an objective down to the people who carry it, up from a person, and what serves nothing.
frappe.provide("asn_kinerja");

frappe.pages["asn-cascade"].on_page_load = (wrapper) => {
	wrapper.cascade = new asn_kinerja.Cascade(wrapper);
};
frappe.pages["asn-cascade"].on_page_show = (wrapper) => {
	wrapper.cascade.show(frappe.route_options);
	frappe.route_options = null;
};

asn_kinerja.Cascade = class {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: __("Performance Cascade"), single_column: true });
		this.company = this.page.add_field({
			fieldname: "company",
			fieldtype: "Select",
			label: __("Agency"),
			change: () => this.company_changed(),
		});
		this.cycle = this.page.add_field({
			fieldname: "cycle",
			fieldtype: "Select",
			label: __("Performance Cycle"),
			change: () => this.reload(),
		});
		this.drafts = this.page.add_field({
			fieldname: "drafts",
			fieldtype: "Check",
			label: __("With Drafts"),
			change: () => this.reload(),
		});
		this.$body = $('<div class="asn-cascade"></div>').appendTo(this.page.main);
		this.page.main.addClass("frappe-card");
		this.make_tabs();
		this.page.set_secondary_action(__("Refresh"), () => this.reload(true), "refresh");
		this.page.add_menu_item(__("Strategic Objectives"), () => frappe.set_route("Tree", "ASN Strategic Objective"));
		this.page.add_menu_item(__("ASN Cascade Coverage"), () => {
			frappe.set_route("query-report", "ASN Cascade Coverage", { cycle: this.cycle.get_value() });
		});
	}

	// --- choosing -------------------------------------------------------------------------------------------

	make_tabs() {
		const tabs = { down: __("From the Objectives"), up: __("From a Person"), orphans: __("Serves Nothing") };
		const $list = $(`<div role="tablist" aria-label="${__("Views of the Cascade")}"></div>`).appendTo(this.$body);
		this.panels = {};
		for (const [name, label] of Object.entries(tabs)) {
			$(`<button type="button" role="tab" id="asn-tab-${name}" aria-controls="asn-panel-${name}">${label}</button>`)
				.data("view", name)
				.appendTo($list);
			this.panels[name] = $(
				`<div role="tabpanel" id="asn-panel-${name}" aria-labelledby="asn-tab-${name}" hidden></div>`
			).appendTo(this.$body);
		}
		const $tabs = $list.children();
		$tabs.on("click", (event) => this.open($(event.currentTarget).data("view")));
		$list.on("keydown", (event) => {
			const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
			if (!step) return;
			event.preventDefault();
			const at = ($tabs.index(event.target) + step + $tabs.length) % $tabs.length;
			$tabs.get(at).focus();
			this.open($tabs.eq(at).data("view"));
		});
	}

	// `options`: cycle, objective (opens the tree there), employee (opens the way up from that person)
	show(options) {
		const wanted = options || {};
		if (this.ready && !options) return;
		const { cycle, objective, employee } = wanted;
		asn_kinerja.Cascade.ask("start", { cycle, objective, employee }).then((choice) => {
			this.companies = choice.companies;
			this.objective = objective;
			this.employee = choice.employee;
			this.quietly(() => {
				this.set_options(this.company, choice.companies.map(({ name }) => name), choice.company);
				this.fill_cycles(choice.cycle);
			});
			this.ready = true;
			this.fresh = {};
			this.open(employee ? "up" : this.view && !objective ? this.view : "down");
		});
	}

	company_changed() {
		if (this.quiet) return;
		this.quietly(() => this.fill_cycles());
		this.reload();
	}

	fill_cycles(chosen) {
		const found = (this.companies || []).find(({ name }) => name === this.company.get_value());
		const cycles = found ? found.cycles : [];
		const open = cycles.find(({ status }) => status === "Open") || cycles[0];
		this.set_options(this.cycle, cycles.map(({ name }) => name), chosen || (open && open.name));
	}

	set_options(field, names, chosen) {
		field.df.options = names.map((name) => ({ value: name, label: name }));
		field.refresh();
		field.set_input(chosen || "");
		field.value = chosen || "";
		field.last_value = field.value;
	}

	// Setting a field calls its `change`; not while these run.
	quietly(work) {
		this.quiet = true;
		work();
		this.quiet = false;
	}

	reload() {
		if (this.quiet || !this.ready) return;
		this.fresh = {};
		this.open(this.view || "down");
	}

	open(view) {
		this.view = view;
		this.$body.find("[role='tab']").each((_at, tab) => {
			const chosen = $(tab).data("view") === view;
			$(tab).attr({ "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1" });
		});
		for (const [name, $panel] of Object.entries(this.panels)) $panel.prop("hidden", name !== view);
		if (!this.ready || this.fresh[view]) return;
		this.fresh[view] = true;
		if (!this.cycle.get_value()) {
			this.panels[view].html(
				`<p class="asn-summary">${__("There is no performance cycle that you may see.")}</p>`
			);
			return;
		}
		({ down: () => this.show_down(), up: () => this.show_up(), orphans: () => this.show_orphans() })[view]();
	}

	// Every request carries the cycle; what comes back for an earlier choice is dropped.
	ask(method, args) {
		const state = () => `${this.cycle.get_value()}|${this.drafts.get_value() ? 1 : 0}`;
		const asked = state();
		const view = this.view;
		const nothing = new Promise(() => {});
		return asn_kinerja.Cascade.ask(method, {
			cycle: this.cycle.get_value(),
			drafts: this.drafts.get_value() ? 1 : 0,
			...args,
		}).then(
			(answer) => (asked === state() ? answer : nothing),
			() => {
				// Frappe has shown why
				this.fresh[view] = false;
				this.panels[view].html(`<p class="asn-summary">${__("This could not be loaded.")}</p>`);
				return nothing;
			}
		);
	}

	static ask(method, args) {
		return frappe.xcall(`asn_kinerja.planning.cascade.${method}`, args);
	}

	// --- down -----------------------------------------------------------------------------------------------

	show_down() {
		const $panel = this.panels.down.html(`<p class="asn-summary">${__("Loading")}…</p>`);
		this.ask("objectives", {}).then((found) => {
			$panel.empty();
			const share = found.items ? Math.floor((100 * found.reached) / found.items) : 0;
			$(`<p class="asn-summary">${__("{0} planned results of {1} people; {2} % of them carry an objective.", [
				found.items,
				found.people,
				share,
			])}</p>`).appendTo($panel);
			if (!found.rows.length) {
				$panel.append(`<p>${__("This agency has no strategic objectives yet.")}</p>`);
				return;
			}
			this.$tree = $(`<ul aria-label="${__("Strategic Objectives")}"></ul>`).appendTo($panel);
			this.children = {};
			for (const row of found.rows) (this.children[row.parent || ""] = this.children[row.parent || ""] || []).push(row);
			const names = new Set(found.rows.map(({ name }) => name));
			const roots = found.rows.filter(({ parent }) => !names.has(parent));
			roots.forEach((row) => this.add_objective(this.$tree, row, 1));
			asn_kinerja.tree_keys(this.$tree, {
				toggle: (item) => this.toggle($(item)),
				choose: (item) => this.choose($(item)),
			});
			this.$tree.find("[role='treeitem']").first().attr("tabindex", "0");
			if (this.objective) this.reveal(found.rows);
			else if (roots.length === 1) this.toggle(this.$tree.children().first());
		});
	}

	// Opens the tree down to the objective of the link, and that one.
	reveal(rows) {
		const parents = Object.fromEntries(rows.map(({ name, parent }) => [name, parent]));
		const line = [];
		for (let name = this.objective; name && !line.includes(name); name = parents[name]) line.unshift(name);
		let $last = null;
		for (const name of line) {
			const $item = this.$tree.find("[role='treeitem']").filter((_at, item) => $(item).data("objective") === name);
			if (!$item.length) break;
			if ($item.attr("aria-expanded") === "false") this.toggle($item);
			$last = $item;
		}
		this.objective = null;
		if ($last) $last.get(0).focus();
	}

	add_objective($list, row, depth) {
		const colour = { Vision: "purple", Mission: "blue", Objective: "green", Programme: "orange" }[row.level];
		const code = row.code ? `<span class="text-muted">${frappe.utils.escape_html(row.code)}</span> ` : "";
		const count = row.people
			? `<span class="asn-count">${__("{0} people, {1} planned results", [row.people, row.items])}</span>`
			: `<span class="asn-count asn-none">${__("Nobody carries it")}</span>`;
		const $item = this.add_item(
			$list,
			`<span class="indicator-pill no-indicator-dot ${colour}">${__(row.level)}</span>
			<span class="asn-title">${code}${frappe.utils.escape_html(row.objective_name)}</span> ${count}`,
			depth,
			(this.children[row.name] || []).length || row.direct,
			frappe.utils.get_form_link("ASN Strategic Objective", row.name)
		);
		$item.data("objective", row.name);
		$item.data("fill", ($group) => {
			(this.children[row.name] || []).forEach((child) => this.add_objective($group, child, depth + 1));
			if (row.direct) return this.fill($group, "down", { objective: row.name }, depth + 1);
		});
	}

	// One level of planned results below an objective or a result; more of them on request.
	fill($group, method, args, depth, start = 0) {
		const $wait = $(`<li role="none" class="asn-quiet">${__("Loading")}…</li>`).appendTo($group);
		return this.ask(method, { ...args, start }).then((found) => {
			$wait.remove();
			found.rows.forEach((row) => this.add_result($group, row, depth));
			if (found.next) {
				const $more = $(`<li role="none" class="asn-quiet"><button type="button" class="btn btn-xs btn-default">
					${__("Show More")}</button></li>`).appendTo($group);
				$more.find("button").on("click", () => {
					$more.remove();
					this.fill($group, method, args, depth, found.next);
				});
			} else if (found.hidden) {
				const text = found.rows.length
					? __("and {0} more people", [found.hidden])
					: __("{0} people, whose plans you do not see", [found.hidden]);
				$(`<li role="none" class="asn-quiet">${text}</li>`).appendTo($group);
			}
		});
	}

	add_result($list, row, depth) {
		const unit = row.unit ? ` · <span class="text-muted">${frappe.utils.escape_html(row.unit)}</span>` : "";
		const draft = row.draft ? ` <span class="indicator-pill no-indicator-dot gray">${__("Draft")}</span>` : "";
		const between = row.above
			? `<div class="asn-count">${__("through {0} results that you do not see", [row.above])}</div>`
			: "";
		const serving = row.serving ? ` <span class="asn-count">${__("served by {0} people", [row.serving])}</span>` : "";
		const link = frappe.utils.get_form_link("ASN Work Plan", row.plan);
		const $item = this.add_item(
			$list,
			`${between}<span class="asn-title">${frappe.utils.escape_html(row.employee_name)}</span>${unit}${draft}${serving}
			<div>${frappe.utils.escape_html(row.result)} <a href="${link}">${__("Open Plan")}</a></div>
			<div class="asn-measures">${row.measures.map((measure) => this.measure(measure)).join("")}</div>`,
			depth,
			row.serving,
			link
		);
		$item.data("fill", ($group) => this.fill($group, "below", { keys: JSON.stringify(row.keys) }, depth + 1));
	}

	measure({ measure, target, percent, stage }) {
		const escape = frappe.utils.escape_html;
		const aim = target ? `: ${escape(target)}` : "";
		const done =
			percent === null || percent === undefined
				? ""
				: ` · <b>${format_number(parseFloat(percent), null, 2)} %</b> (${escape(stage)})`;
		return `<div>${escape(measure)}${aim}${done}</div>`;
	}

	add_item($list, html, depth, expandable, link) {
		const twist = expandable ? frappe.utils.icon("right", "xs") : "";
		const $item = $(`<li role="treeitem" tabindex="-1" aria-level="${depth}">
			<div class="asn-node"><span class="asn-twist" aria-hidden="true">${twist}</span>
			<div class="asn-body">${html}</div></div></li>`).appendTo($list);
		$item.data("link", link);
		if (expandable) $item.attr("aria-expanded", "false");
		$item.children(".asn-node").on("click", (event) => {
			if ($(event.target).closest("a, button").length) return;
			$item.get(0).focus();
			if (expandable) this.toggle($item);
		});
		return $item;
	}

	toggle($item) {
		const open = $item.attr("aria-expanded") !== "true";
		$item.attr("aria-expanded", String(open));
		let $group = $item.children("[role='group']");
		if (!$group.length) {
			$group = $('<ul role="group"></ul>').appendTo($item);
			$item.data("fill")($group);
		}
		$group.toggle(open);
	}

	// Enter opens what is below; where nothing is, the record.
	choose($item) {
		if ($item.attr("aria-expanded")) this.toggle($item);
		else frappe.set_route($item.data("link"));
	}

	// --- up -------------------------------------------------------------------------------------------------

	show_up() {
		const $panel = this.panels.up.empty();
		const $fields = $('<div class="asn-fields"><div></div></div>').appendTo($panel);
		this.$ways = $("<div></div>").appendTo($panel);
		this.person = frappe.ui.form.make_control({
			parent: $fields.children().first(),
			df: {
				fieldname: "person",
				fieldtype: "Link",
				options: "Employee",
				label: __("Employee"),
				only_select: 1,
				// the server's answer decides; not everyone may read the Employee record
				ignore_link_validation: 1,
				get_query: () => ({
					query: "asn_kinerja.planning.cascade.people",
					filters: { cycle: this.cycle.get_value() },
				}),
				change: () => {
					const employee = this.person.get_value();
					if (!employee || employee === this.shown) return;
					this.employee = employee;
					this.show_ways();
				},
			},
			render_input: true,
		});
		this.shown = null;
		if (this.employee) {
			this.shown = this.employee;
			this.person.set_value(this.employee);
			this.show_ways();
		} else {
			this.$ways.html(`<p class="asn-summary">${__("Choose a person.")}</p>`);
		}
	}

	show_ways() {
		this.shown = this.employee;
		this.$ways.html(`<p class="asn-summary">${__("Loading")}…</p>`);
		this.ask("up", { employee: this.employee }).then(({ plan, rows }) => {
			const escape = frappe.utils.escape_html;
			if (!plan) {
				this.$ways.html(`<p class="asn-summary">${__("No approved plan in this cycle that you may see.")}</p>`);
				return;
			}
			const link = frappe.utils.get_form_link("ASN Work Plan", plan.name);
			const rater = plan.rater_name ? ` · ${__("Rater")}: ${escape(plan.rater_name)}` : "";
			this.$ways.html(
				`<p class="asn-summary"><b>${escape(plan.employee_name)}</b>${rater} · <a href="${link}">${__("Open Plan")}</a></p>`
			);
			rows.forEach((row) => $(this.way(row)).appendTo(this.$ways));
		});
	}

	way({ result, measure, superiors, objectives, note }) {
		const escape = frappe.utils.escape_html;
		const colour = { Vision: "purple", Mission: "blue", Objective: "green", Programme: "orange" };
		const steps = [
			...superiors.map(
				(step) => `<li>${escape(step.result)} <span class="text-muted">· ${escape(step.holder)}</span></li>`
			),
			...objectives.map(
				(step) => `<li><span class="indicator-pill no-indicator-dot ${colour[step.level]}">${__(step.level)}</span>
				<a href="${frappe.utils.get_form_link("ASN Strategic Objective", step.name)}">
				${step.code ? `${escape(step.code)} ` : ""}${escape(step.objective_name)}</a></li>`
			),
		];
		return `<div class="asn-card"><div class="asn-title">${escape(result)}</div>
			<div class="asn-measures">${this.measure(measure)}</div>
			${steps.length ? `<ol class="asn-steps">${steps.join("")}</ol>` : ""}
			${note ? `<div class="asn-note indicator orange">${escape(note)}</div>` : ""}</div>`;
	}

	// --- orphans --------------------------------------------------------------------------------------------

	show_orphans() {
		const $panel = this.panels.orphans.empty();
		const $fields = $('<div class="asn-fields"><div></div></div>').appendTo($panel);
		this.search = frappe.ui.form.make_control({
			parent: $fields.children().first(),
			df: {
				fieldname: "search",
				fieldtype: "Data",
				label: __("Name or Work Unit"),
				change: () => this.list_orphans(),
			},
			render_input: true,
		});
		this.$orphans = $("<div></div>").appendTo($panel);
		this.list_orphans();
	}

	list_orphans(start = 0) {
		const search = this.search.get_value() || "";
		this.ask("orphans", { search, start }).then((found) => {
			if ((this.search.get_value() || "") !== search) return;
			const escape = frappe.utils.escape_html;
			if (!start) {
				this.$orphans.html(
					`<p class="asn-summary">${__("{0} planned results carry no objective.", [found.total])}</p>`
				);
			}
			if (!found.total) return;
			if (!start) {
				$(`<table class="table asn-orphans"><thead><tr><th>${__("Employee")}</th><th>${__("Work Unit")}</th>
				<th>${__("Planned Result")}</th><th>${__("Reason")}</th></tr></thead><tbody></tbody></table>`).appendTo(
					this.$orphans
				);
			}
			const $rows = this.$orphans.find("tbody");
			for (const row of found.rows) {
				$(`<tr><td><a href="${frappe.utils.get_form_link("ASN Work Plan", row.plan)}">
				${escape(row.employee_name)}</a></td><td class="text-muted">${escape(row.unit)}</td>
				<td>${escape(row.result)}<div class="asn-measures">${escape(row.measure)}</div></td>
				<td>${escape(row.reason)}</td></tr>`).appendTo($rows);
			}
			this.$orphans.find(".asn-more").remove();
			const shown = start + found.rows.length;
			if (shown < found.total) {
				$(`<button type="button" class="btn btn-xs btn-default asn-more">${__("Show More")}</button>`)
					.on("click", () => this.list_orphans(shown))
					.appendTo(this.$orphans);
			}
		});
	}
};

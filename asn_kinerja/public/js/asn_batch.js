// Shared by the forms of batches, which do something for many people in a background job: progress, outcome
// and the table of problems. The server decides and writes all of it.
frappe.provide("asn_kinerja");

(() => {
	const AT_ONCE = 200; // problems drawn at first; the others on demand
	const AGAIN = 4000; // ms between two looks at a running batch, where no realtime server answers
	const RUNNING = ["Checking", "Running"];
	const is_running = (frm) => RUNNING.includes(frm.doc.status);

	// Handlers of a batch's form. `options`: event (of the job), template (method that gives the file to fill
	// in), start ({label, confirm}), running (what it does while it stores), ready and incomplete (texts for a
	// dry run without and with problems), outcome(doc) -> [count, text, colour] for each.
	asn_kinerja.batch_form = (options) => ({
		onload(frm) {
			// a batch keeps why it failed among its problems
			asn_kinerja.on_job(options.event, options.running, {
				mine: ({ batch }) => batch === frm.doc.name,
				progress: (event) => show_progress(frm, event, options),
				done: () => finish(frm),
			});
		},

		refresh(frm) {
			show_problems(frm);
			show_state(frm, options);
			if (frm.is_new() || !frm.perm[0].write) return;
			if (frm.doc.source === "File") {
				frm.add_custom_button(__("Download Template"), () =>
					window.open(`/api/method/${options.template}?batch=${encodeURIComponent(frm.doc.name)}`)
				);
			}
			if (is_running(frm)) look_again(frm, options);
			frm.add_custom_button(__("Check"), () => run(frm, "check"));
			frm.add_custom_button(options.start.label, () =>
				frappe.confirm(options.start.confirm, () => run(frm, "start"))
			);
			frm.change_custom_button_type(options.start.label, null, "primary");
		},
	});

	function run(frm, method) {
		asn_kinerja
			.saved(frm)
			.then(() => asn_kinerja.call(frm, method))
			.then((queued) => {
				if (!queued) frappe.show_alert(__("This batch is running already. If it is not done in ten minutes, try again."));
				return frm.reload_doc();
			});
	}

	function show_state(frm, options) {
		const { status, failed } = frm.doc;
		if (status === "Draft") {
			if (!frm.is_new()) frm.set_intro(__("Check first: it finds every problem and stores nothing."), "blue");
			return;
		}
		if (status === "Checked" && !failed) frm.set_intro(options.ready, "green");
		else if (status === "Checked") frm.set_intro(options.incomplete, "orange");
		else if (status === "Failed") frm.set_intro(__("It did not come to its end; the reason is below. It may be repeated."), "red");
		if (is_running(frm)) show_progress(frm, frm.doc, options);
		else
			[...options.outcome(frm.doc), [failed, __("{0} with problems", [failed]), "red"]]
				.filter(([count]) => count)
				.forEach(([, text, colour]) => frm.dashboard.add_indicator(text, colour));
	}

	function show_progress(frm, { people, processed }, options) {
		const title = frm.doc.status === "Running" ? options.running : __("Checking");
		const percent = people ? Math.min(100, Math.round((100 * processed) / people)) : 0;
		frm.dashboard.show_progress(title, percent, people ? __("{0} of {1} employees", [processed, people]) : __("Waiting"));
	}

	function look_again(frm, options) {
		clearTimeout(frm.asn_look);
		const name = frm.doc.name;
		frm.asn_look = setTimeout(() => {
			if (!cur_frm || cur_frm !== frm || frm.doc.name !== name) return;
			frappe.db.get_value(frm.doctype, name, ["status", "people", "processed"]).then(({ message }) => {
				if (frm.doc.name !== name || !is_running(frm)) return;
				if (!RUNNING.includes(message.status)) return finish(frm);
				show_progress(frm, message, options);
				look_again(frm, options);
			});
		}, AGAIN);
	}

	function finish(frm) {
		clearTimeout(frm.asn_look);
		frm.dashboard.hide();
		frm.reload_doc();
	}

	function show_problems(frm, all) {
		const wrapper = frm.fields_dict.problems_view.$wrapper.empty();
		// those of one row together, in the order of the file
		const problems = [...(frm.doc.problems || [])].sort((a, b) => a.file_row - b.file_row || a.idx - b.idx);
		if (!problems.length) return;
		const columns = [
			["file_row", __("Row")],
			["person", __("Employee")],
			["file_column", __("Column")],
			["value", __("Value")],
			["problem", __("Problem")],
		].filter(([field]) => problems.some((row) => row[field]));
		const cell = (row, [field, label]) =>
			`<td data-label="${label}" class="asn-${field}">${row[field] ? shown(row[field]) : ""}</td>`;
		const some = all ? problems : problems.slice(0, AT_ONCE);
		wrapper.html(`<style>${STYLE}</style>
			<h5>${__("Problems")} (${problems.length})</h5>
			<table class="table table-bordered asn-problems">
				<thead><tr>${columns.map(([, label]) => `<th scope="col">${label}</th>`).join("")}</tr></thead>
				<tbody>${some
					.map((row) => `<tr>${columns.map((column) => cell(row, column)).join("")}</tr>`)
					.join("")}</tbody>
			</table>`);
		if (some.length < problems.length) {
			$(`<button class="btn btn-default btn-sm">${__("Show all {0}", [problems.length])}</button>`)
				.appendTo(wrapper)
				.on("click", () => show_problems(frm, true));
		}
	}

	// The server stores the texts fit for HTML. Whatever is there, none of it becomes markup here.
	function shown(text) {
		const plain = new DOMParser().parseFromString(String(text), "text/html").documentElement.textContent;
		return frappe.utils.escape_html(plain);
	}

	// on a phone each problem is a block with its own labels
	const STYLE = `
		.asn-problems td { overflow-wrap: anywhere; vertical-align: top; }
		.asn-problems .asn-value { min-width: 170px; max-width: 220px; }
		.asn-problems .asn-person { min-width: 170px; }
		.asn-problems .asn-problem { min-width: 240px; }
		@media (max-width: 600px) {
			.asn-problems .asn-value { max-width: none; }
			.asn-problems, .asn-problems tbody, .asn-problems tr, .asn-problems td { display: block; border: none; }
			.asn-problems thead { display: none; }
			.asn-problems tr { border: 1px solid var(--border-color); border-radius: 8px; margin-bottom: 8px; padding: 4px 0; }
			.asn-problems td { padding: 3px 10px; }
			.asn-problems td:empty { display: none; }
			.asn-problems td::before { content: attr(data-label) ": "; color: var(--text-muted); }
		}`;
})();

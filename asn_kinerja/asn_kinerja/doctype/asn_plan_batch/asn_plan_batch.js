const AT_ONCE = 200; // problems drawn at first; the others on demand
const AGAIN = 4000; // ms between two looks at a running batch, where no realtime server answers

frappe.ui.form.on("ASN Plan Batch", {
	setup(frm) {
		const company = () => (frm.doc.company ? { company: frm.doc.company } : {});
		frm.set_query("cycle", () => ({ filters: { ...company(), status: "Open" } }));
		frm.set_query("from_cycle", () => ({ filters: { ...company(), name: ["!=", frm.doc.cycle || ""] } }));
		frm.set_query("department", () => ({ filters: company() }));
		frm.set_query("template", () => ({
			filters: { disabled: 0, company: ["in", ["", frm.doc.company || ""]] },
		}));
	},

	onload(frm) {
		frappe.realtime.off("asn_plan_batch");
		frappe.realtime.on("asn_plan_batch", (event) => {
			if (event.batch !== frm.doc.name) return;
			if (event.done) frm.events.finish(frm);
			else frm.events.show_progress(frm, event);
		});
	},

	refresh(frm) {
		frm.events.show_problems(frm);
		frm.events.show_state(frm);
		if (frm.is_new() || !frm.perm[0].write) return;
		if (frm.doc.source === "File") {
			frm.add_custom_button(__("Download Template"), () => frm.events.download(frm));
		}
		if (frm.events.is_running(frm)) frm.events.look_again(frm);
		frm.add_custom_button(__("Check"), () => frm.events.run(frm, "check"));
		frm.add_custom_button(__("Make the Plans"), () =>
			frappe.confirm(
				__("Make a draft for everyone who has no problem? Who has a plan in this cycle keeps it as it is."),
				() => frm.events.run(frm, "start")
			)
		);
		frm.change_custom_button_type(__("Make the Plans"), null, "primary");
	},

	is_running: (frm) => ["Checking", "Running"].includes(frm.doc.status),

	download(frm) {
		const method = "asn_kinerja.asn_kinerja.doctype.asn_plan_batch.asn_plan_batch.download_template";
		window.open(`/api/method/${method}?batch=${encodeURIComponent(frm.doc.name)}`);
	},

	run(frm, method) {
		const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
		saved
			.then(() => asn_kinerja.call(frm, method))
			.then((queued) => {
				if (!queued) frappe.show_alert(__("This batch is running already. If it is not done in ten minutes, try again."));
				return frm.reload_doc();
			});
	},

	show_state(frm) {
		const { status, people, made, skipped, failed } = frm.doc;
		const sound = people - skipped - failed;
		const counts = [
			[status === "Checked" && sound, __("{0} plans can be made", [sound]), "green"],
			[made, __("{0} plans made", [made]), "green"],
			[skipped, __("{0} skipped: they have a plan", [skipped]), "blue"],
			[failed, __("{0} with problems", [failed]), "red"],
		];
		if (status === "Draft") {
			if (!frm.is_new()) frm.set_intro(__("Check first: it finds every problem and stores nothing."), "blue");
			return;
		}
		if (status === "Checked" && !failed) frm.set_intro(__("No problems. The plans can be made."), "green");
		else if (status === "Checked")
			frm.set_intro(
				__("Correct the problems below, or make the plans of everyone else. Nobody gets half a plan."),
				"orange"
			);
		else if (status === "Failed") frm.set_intro(__("It did not come to its end; the reason is below. It may be repeated."), "red");
		if (frm.events.is_running(frm)) frm.events.show_progress(frm, frm.doc);
		else counts.filter(([count]) => count).forEach(([, text, colour]) => frm.dashboard.add_indicator(text, colour));
	},

	show_progress(frm, { people, processed }) {
		const title = frm.doc.status === "Running" ? __("Making the plans") : __("Checking");
		const percent = people ? Math.min(100, Math.round((100 * processed) / people)) : 0;
		frm.dashboard.show_progress(title, percent, people ? __("{0} of {1} employees", [processed, people]) : __("Waiting"));
	},

	look_again(frm) {
		clearTimeout(frm.asn_look);
		const name = frm.doc.name;
		frm.asn_look = setTimeout(() => {
			if (!cur_frm || cur_frm !== frm || frm.doc.name !== name) return;
			frappe.db
				.get_value("ASN Plan Batch", name, ["status", "people", "processed"])
				.then(({ message }) => {
					if (frm.doc.name !== name || !frm.events.is_running(frm)) return;
					if (!["Checking", "Running"].includes(message.status)) return frm.events.finish(frm);
					frm.events.show_progress(frm, message);
					frm.events.look_again(frm);
				});
		}, AGAIN);
	},

	finish(frm) {
		clearTimeout(frm.asn_look);
		frm.dashboard.hide();
		frm.reload_doc();
	},

	show_problems(frm, all) {
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
				.on("click", () => frm.events.show_problems(frm, true));
		}
	},
});

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

// The employee's standing in the work plan's form: bars towards the targets, with the numbers beside them. The
// server works out everything; this draws it, and draws it anew when the rater has answered an activity.
frappe.provide("asn_kinerja");

asn_kinerja.show_standing = (frm) => {
	const field = frm.fields_dict.standing_view;
	if (!field) return;
	asn_kinerja.live_standing(frm);
	return frappe
		.xcall("asn_kinerja.monitoring.standing.standing", { work_plan: frm.docname }, "GET")
		.then((standing) => {
			if (standing) field.$wrapper.html(asn_kinerja.standing_html(standing));
		});
};

asn_kinerja.live_standing = (frm) => {
	if (frm.asn_standing_live) return;
	frm.asn_standing_live = true;
	frappe.realtime.on("asn_activities_answered", ({ work_plans }) => {
		if (work_plans.includes(frm.docname)) asn_kinerja.show_standing(frm);
	});
};

asn_kinerja.standing_html = ({ stage, stage_ends, minutes, items }) => {
	const text = (value) => frappe.utils.escape_html(value || "");
	const number = (value, places) => format_number(value, null, places);
	const percent = (value) => (value === null ? "" : `${number(value, 1)} %`);

	// verified in full colour, what still waits hatched; both are said in words as well
	const bar = (label, done, with_waiting) => {
		const width = (value) => Math.max(0, Math.min(100, value || 0));
		const waiting = Math.max(0, width(with_waiting) - width(done));
		return `<div class="asn-bar" role="img" aria-label="${text(label)}: ${percent(done) || __("nothing yet")}">
			<span class="asn-bar-done" style="width: ${width(done)}%"></span>
			<span class="asn-bar-waiting" style="width: ${waiting}%"></span>
		</div>`;
	};

	const line = (label, target, progress, unit) => {
		const said = [];
		if (progress.entries) said.push(__("{0} verified", [`${progress.verified} ${unit || ""}`.trim()]));
		if (progress.waiting_entries) said.push(__("{0} waiting", [`${progress.waiting} ${unit || ""}`.trim()]));
		if (!said.length) said.push(__("nothing yet"));
		const aim = target ? `${__("Target")} ${target}` : __("no target in numbers");
		return `<div class="asn-standing-line">
			<div class="asn-standing-label">${text(label)}</div>
			<div>${bar(label, progress.percent, progress.percent_with_waiting)}
				<div class="asn-standing-words">${text(said.join(" · "))} · ${text(aim)}</div></div>
			<div class="asn-standing-percent">${percent(progress.percent)}</div>
		</div>`;
	};

	const states = { Verified: __("Verified"), Returned: __("Returned") };
	const feedback = (said) =>
		said
			? `<div class="asn-standing-feedback"><a href="${frappe.utils.get_form_link(
					"ASN Daily Activity",
					said.activity
				)}">${__("The rater on {0}", [frappe.datetime.str_to_user(said.on.slice(0, 10))])}</a> (${states[said.status]}): ${text(said.text)}</div>`
			: "";

	const rows = items.map(
		(item) => `<div class="asn-standing-item">
			<div class="asn-standing-result">${text(item.result)}</div>
			<div class="asn-standing-words">${text(item.measure)}</div>
			${item.stage ? line(stage, item.stage_target, item.stage, item.unit) : ""}
			${line(__("Whole Plan"), item.target, item.year, item.unit)}
			${feedback(item.feedback)}
		</div>`
	);

	const waiting = minutes.duty ? (100 * (minutes.verified + minutes.waiting)) / minutes.duty : 0;
	const month = `<div class="asn-standing-item">
		<div class="asn-standing-result">${__("Minutes of This Month")}</div>
		<div class="asn-standing-line">
			<div class="asn-standing-label">${__("Duty")}</div>
			<div>${bar(__("Minutes of This Month"), minutes.percent, waiting)}
				<div class="asn-standing-words">${__("{0} verified", [number(minutes.verified, 0)])} ·
				${__("{0} waiting", [number(minutes.waiting, 0)])} · ${__("Target")} ${number(minutes.duty, 0)}</div></div>
			<div class="asn-standing-percent">${percent(minutes.percent)}</div>
		</div>
	</div>`;

	const until = stage ? __("Stage now: {0}, until {1}", [stage, frappe.datetime.str_to_user(stage_ends)]) : "";
	return `<style>
		.asn-standing-item { padding: 10px 0; border-bottom: 1px solid var(--border-color); }
		.asn-standing-result { font-weight: 600; }
		.asn-standing-words { color: var(--text-muted); font-size: var(--text-sm); }
		.asn-standing-feedback { margin-top: 6px; padding-left: 8px; border-left: 3px solid var(--gray-400); }
		.asn-standing-line { display: grid; grid-template-columns: 110px 1fr 80px; gap: 10px; margin-top: 6px; }
		.asn-standing-percent { text-align: right; font-variant-numeric: tabular-nums; }
		.asn-bar { display: flex; height: 14px; border: 1px solid var(--gray-600); border-radius: 3px;
			overflow: hidden; background: var(--control-bg); }
		.asn-bar-done { background: var(--blue-600, #1f6fbf); }
		.asn-bar-waiting { background: repeating-linear-gradient(45deg, var(--gray-600, #555) 0 3px, transparent 3px 7px); }
		@media (max-width: 600px) {
			.asn-standing-line { grid-template-columns: 1fr auto; }
			.asn-standing-line > :nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
		}
	</style>
	<div class="asn-standing"><p class="text-muted">${text(until)}</p>${month}${rows.join("")}</div>`;
};

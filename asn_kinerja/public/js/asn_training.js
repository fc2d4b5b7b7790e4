// A year's training of an employee: a bar towards the duty (PNS) or the maximum (PPPK), with the words beside
// it. The server works out everything; this draws it, in forms and above the list.
frappe.provide("asn_kinerja");

asn_kinerja.training_standing = (employee, year) => {
	const asked = {}; // what is empty would be sent as an empty text
	if (employee) asked.employee = employee;
	if (year) asked.year = year;
	return frappe.xcall("asn_kinerja.development.duty.standing", asked, "GET");
};

asn_kinerja.training_standing_html = (standing) => {
	if (!standing) return "";
	const text = (value) => frappe.utils.escape_html(value || "");
	const width = (value) => Math.max(0, Math.min(100, value || 0));
	const done = width(standing.percent);
	const waiting = Math.max(0, width(standing.percent_with_waiting) - done);
	const percent = standing.percent === null ? "" : `${format_number(standing.percent, null, 1)} %`;
	const said = standing.waiting
		? `${standing.words} ${__("{0} JP are waiting for verification.", [format_number(standing.waiting, null, Number.isInteger(standing.waiting) ? 0 : 2)])}`
		: standing.words;
	return `<style>
		.asn-training { display: grid; grid-template-columns: minmax(120px, 260px) auto 1fr; gap: 4px 12px; align-items: center; }
		.asn-training-bar { display: flex; height: 14px; border: 1px solid var(--gray-600); border-radius: 3px;
			overflow: hidden; background: var(--control-bg); }
		.asn-training-done { background: var(--blue-600, #1f6fbf); }
		.asn-training-waiting { background: repeating-linear-gradient(45deg, var(--gray-600, #555) 0 3px, transparent 3px 7px); }
		.asn-training-percent { font-variant-numeric: tabular-nums; }
		@media (max-width: 600px) {
			.asn-training { grid-template-columns: 1fr auto; }
			.asn-training > :nth-child(3) { grid-column: 1 / -1; }
		}
	</style>
	<div class="asn-training">
		<div class="asn-training-bar" role="img" aria-label="${text(said)}">
			<span class="asn-training-done" style="width: ${done}%"></span>
			<span class="asn-training-waiting" style="width: ${waiting}%"></span>
		</div>
		<div class="asn-training-percent">${percent}</div>
		<div>${text(said)}</div>
	</div>`;
};

frappe.provide("asn_kinerja");

// How a number came about: the steps of the scoring core, in the reader's notation and language.
asn_kinerja.show_steps = (frm, field, stored) => {
	const wrapper = frm.fields_dict[field].$wrapper.empty();
	if (!stored) return;
	const escape = frappe.utils.escape_html;
	const shown = (value) =>
		/^-?\d+\.\d+$/.test(value)
			? format_number(parseFloat(value), null, value.split(".")[1].length)
			: __(value);
	const line = (step) => {
		const source = step.source === "scheme" ? __("Rule") : __(step.source);
		return `<div class="d-flex justify-content-between border-bottom py-2">
			<div class="pr-3">${escape(__(step.rule, step.values.map(shown)))}
				<div class="small text-muted">${escape(source)}</div></div>
			<div class="font-weight-bold text-right">${escape(shown(step.output || ""))}</div></div>`;
	};
	wrapper.html(JSON.parse(stored).map(line).join(""));
};

frappe.provide("asn_kinerja");

// A number of the scoring core in the reader's notation, or a term in his language.
asn_kinerja.shown_value = (value) =>
	/^-?\d+\.\d+$/.test(value) ? format_number(parseFloat(value), null, value.split(".")[1].length) : __(value);

// How numbers came about, as HTML: the steps of the scoring core. `rule`: what the record of the rules is called.
asn_kinerja.step_lines = (steps, rule = __("Rule")) => {
	const escape = frappe.utils.escape_html;
	const line = (step) => {
		const source = step.source === "scheme" ? rule : __(step.source);
		return `<div class="d-flex justify-content-between border-bottom py-2">
			<div class="pr-3">${escape(__(step.rule, step.values.map(asn_kinerja.shown_value)))}
				<div class="small text-muted">${escape(source)}</div></div>
			<div class="font-weight-bold text-right">${escape(asn_kinerja.shown_value(step.output || ""))}</div></div>`;
	};
	return steps.map(line).join("");
};

// The stored explanation of a record (the steps, or an outcome with its steps) in an HTML field of its form.
asn_kinerja.show_steps = (frm, field, stored, rule) => {
	const wrapper = frm.fields_dict[field].$wrapper.empty();
	if (!stored) return;
	const told = JSON.parse(stored);
	wrapper.html(asn_kinerja.step_lines(told.steps || told, rule));
};

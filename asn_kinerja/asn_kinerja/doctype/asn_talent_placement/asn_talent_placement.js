frappe.ui.form.on("ASN Talent Placement", {
	refresh(frm) {
		frm.disable_save();
		const told = frm.doc.__onload || {};
		frm.fields_dict.box_view.$wrapper.html(told.asn_grid || "");
		frm.events.show_positions(frm, told.asn_positions || []);
		asn_kinerja.show_steps(frm, "explanation_view", frm.doc.explanation, __("Talent Rule"));
		if (!frappe.user.has_role(["ASN Performance Manager", "ASN Auditor", "ASN Rater", "ASN Rater Superior"])) return;
		frm.add_custom_button(__("Nine Boxes"), () =>
			frappe.set_route("query-report", "ASN Nine Box", { company: frm.doc.company, map: frm.doc.map })
		);
		if (told.asn_standard)
			frm.add_custom_button(__("Who Fits This Position"), () =>
				frappe.set_route("query-report", "ASN Job Person Match", { standard: told.asn_standard })
			);
	},

	// the positions that fit best, each with a link to all whom it fits
	show_positions(frm, positions) {
		const wrapper = frm.fields_dict.positions_view.$wrapper.empty();
		const escape = frappe.utils.escape_html;
		if (!positions.length) {
			wrapper.html(
				`<p class="text-muted">${__("Nothing to compare yet: an assessment with levels and standards of positions are needed.")}</p>`
			);
			return;
		}
		const row = ({ designation, standard, percent, filling, gaps }) => {
			const missing = gaps.map(({ competency, gap }) => `${escape(competency)} (−${gap})`).join(", ");
			return `<tr><td><a href="${asn_kinerja.who_fits(standard)}">${escape(designation)}</a></td>
				<td class="text-right">${format_number(percent, null, 2)} %</td>
				<td>${escape(filling)}</td><td>${missing || __("none")}</td></tr>`;
		};
		const heads = [__("Position"), __("Job Person Match"), __("Category for Filling a Position"), __("Gaps (Levels)")];
		wrapper.html(
			`<div class="table-responsive"><table class="table table-bordered table-sm"><thead><tr>
			${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
			<tbody>${positions.map(row).join("")}</tbody></table></div>`
		);
	},
});

frappe.query_reports["ASN Nine Box"] = {
	filters: [
		asn_kinerja.report.company(),
		asn_kinerja.report.of_agency("map", __("Talent Map"), "ASN Talent Map"),
		asn_kinerja.report.department(),
		{
			fieldname: "box",
			label: __("Box"),
			fieldtype: "Select",
			options: [
				...["", "9", "8", "7", "6", "5", "4", "3", "2", "1"].map((value) => ({ value, label: value })),
				{ value: "7-9", label: __("Succession Group") },
				{ value: "0", label: __("Not Placed") },
			],
		},
		{
			fieldname: "movement",
			label: __("Movement"),
			fieldtype: "Select",
			options: ["", "Up", "Same", "Down", "Mixed"].map((value) => ({ value, label: value && __(value) })),
		},
	],

	// a box of the grid shows its people; the same box once more, everybody
	onload(report) {
		report.page.main.on("click", ".asn-nine [data-box]", (event) => {
			const box = event.currentTarget.dataset.box;
			const again = report.get_filter_value("box") === box;
			report.asn_box = box;
			report.set_filter_value("box", again ? "" : box);
		});
		// the grid comes anew with its numbers: whoever uses the keyboard stays where he was
		let seen;
		const stay = () => {
			const [grid] = report.page.main.find(".asn-nine");
			if (report.asn_box === undefined || !grid || !grid.offsetParent) return;
			if (grid === seen && document.activeElement !== document.body) return;
			seen = grid;
			$(grid).find(`[data-box="${report.asn_box}"]`).trigger("focus");
		};
		// unless he has gone elsewhere, to another filter for instance
		report.page.wrapper.on("mousedown keydown", ({ target }) => {
			if (!target.closest(".asn-nine")) report.asn_box = undefined;
		});
		// in place, or shown again after it was hidden
		const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] };
		new MutationObserver(stay).observe(report.page.main[0], changes);
	},

	// a position leads to who fits it
	formatter(value, row, column, data, default_formatter) {
		const shown = asn_kinerja.report.bold_total(value, row, column, data, default_formatter);
		if (column.fieldname !== "position" || !data || !data.standard) return shown;
		return `<a href="${asn_kinerja.who_fits(data.standard)}" title="${frappe.utils.escape_html(__("Who fits this position"))}">${shown}</a>`;
	},
};

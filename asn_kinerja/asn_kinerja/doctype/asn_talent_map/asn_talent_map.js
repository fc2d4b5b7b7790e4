frappe.ui.form.on("ASN Talent Map", {
	setup(frm) {
		const of_agency = () => ({ filters: frm.doc.company ? { company: frm.doc.company } : {} });
		frm.set_query("cycle", of_agency);
		frm.set_query("rule", () => ({ filters: { docstatus: 1 } }));
	},

	onload(frm) {
		asn_kinerja.on_job("asn_talent_placing", __("Placing the people"), {
			mine: ({ map }) => map === frm.doc.name,
			done: ({ stopped, placed, not_placed }) =>
				frappe.show_alert(
					stopped
						? { message: __("The map was changed meanwhile. Place the people again."), indicator: "orange" }
						: { message: __("{0} people placed, {1} not placed.", [placed, not_placed]), indicator: "green" }
				),
			after: () => asn_kinerja.show_stored(frm),
		});
	},

	refresh(frm) {
		frm.events.show_outcome(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Nine Boxes"), () =>
			frappe.set_route("query-report", "ASN Nine Box", { company: frm.doc.company, map: frm.doc.name })
		);
		if (frm.doc.status === "Published") frm.disable_form();
		if (frm.doc.status !== "Draft" || !(frm.doc.__onload && frm.doc.__onload.asn_manager)) return;
		const place = __("Place Everybody");
		frm.add_custom_button(place, () => frm.events.place(frm));
		if (!frm.doc.placed_on) {
			frm.change_custom_button_type(place, null, "primary");
			return;
		}
		frm.add_custom_button(__("Publish"), () => frm.events.publish(frm));
		frm.change_custom_button_type(__("Publish"), null, "primary");
	},

	place(frm) {
		asn_kinerja
			.saved(frm)
			.then(() => asn_kinerja.call(frm, "place"))
			.then((queued) =>
				frappe.show_alert(
					queued
						? __("The people are being placed in the background.")
						: __("The people are being placed already. If it is not done in ten minutes, try again.")
				)
			);
	},

	publish(frm) {
		frappe.confirm(
			__(
				"Publish this map? {0} people then see their own place, and nothing in it changes any more. {1} are not placed.",
				[frm.doc.placed, frm.doc.not_placed]
			),
			() => asn_kinerja.call(frm, "publish").then(() => frm.reload_doc())
		);
	},

	show_outcome(frm) {
		const wrapper = frm.fields_dict.outcome_view.$wrapper.empty();
		const reasons = Object.entries((frm.doc.__onload && frm.doc.__onload.asn_reasons) || {});
		if (frm.is_new()) return;
		if (!frm.doc.placed_on) {
			wrapper.html(`<p class="text-muted">${__("Nobody is placed yet, or the placing has not come to its end.")}</p>`);
			return;
		}
		if (!reasons.length) return;
		const line = ([reason, people]) => {
			const filters = `map=${encodeURIComponent(frm.doc.name)}&box=0&reason=${encodeURIComponent(reason)}`;
			return `<li><a href="/app/asn-talent-placement?${filters}">${frappe.utils.escape_html(__(reason))}</a>: ${people}</li>`;
		};
		wrapper.html(`<p class="mb-1">${__("Not placed, and why:")}</p><ul>${reasons.map(line).join("")}</ul>`);
	},
});

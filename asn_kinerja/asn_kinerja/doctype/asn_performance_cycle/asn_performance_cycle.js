frappe.ui.form.on("ASN Performance Cycle", {
	setup(frm) {
		frm.set_query("scheme", () => ({ filters: { docstatus: 1 } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.scheme) {
			frappe.db
				.get_single_value("ASN Performance Settings", "default_scheme")
				.then((scheme) => scheme && frm.set_value("scheme", scheme));
		}
		frappe.realtime.off("asn_stage_opening");
		frappe.realtime.on("asn_stage_opening", (event) => {
			if (event.cycle !== frm.doc.name) return;
			if (!event.done) {
				frappe.show_progress(__("Opening the stage"), event.count, event.total, "", true);
				return;
			}
			frappe.show_alert({
				message: __("{0} evaluations made, {1} were there already.", [event.made, event.present]),
				indicator: "green",
			});
			frm.reload_doc();
		});
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.status === "Closed" || !frm.perm[0].write) return;
		for (const stage of frm.doc.stages) {
			frm.add_custom_button(
				frappe.utils.escape_html(stage.stage_name),
				() => frm.events.open_stage(frm, stage),
				__("Open Stage")
			);
		}
	},

	open_stage(frm, stage) {
		const name = frappe.utils.escape_html(stage.stage_name);
		frappe.confirm(
			__("Make the evaluations of {0} for all approved work plans? Those that exist stay as they are.", [name]),
			() =>
				asn_kinerja.call(frm, "open_stage", { stage: stage.name }).then((queued) =>
					frappe.show_alert(
						queued
							? __("The evaluations are being made in the background.")
							: __("This stage is being opened already. If it is not done in ten minutes, try again.")
					)
				)
		);
	},
});

// Shared by the forms of this app. It shows what the server has decided and asks for what an action needs.
frappe.provide("asn_kinerja");

// Shows as read-only what the server would refuse; `asn_writable` comes with the document.
asn_kinerja.show_field_rule = (frm) => {
	const writable = frm.doc.__onload && frm.doc.__onload.asn_writable;
	if (frm.is_new() || !writable) return;
	const may = new Set(writable);
	for (const df of frm.meta.fields) {
		if (frappe.model.no_value_type.includes(df.fieldtype) && !frappe.model.table_fields.includes(df.fieldtype))
			continue;
		if (!frappe.model.table_fields.includes(df.fieldtype)) {
			if (!df.asn_fixed && df.asn_fixed !== false) df.asn_fixed = df.read_only ? true : false;
			if (!df.asn_fixed) frm.set_df_property(df.fieldname, "read_only", may.has(df.fieldname) ? 0 : 1);
			continue;
		}
		const whole = may.has(`${df.fieldname}.*`);
		const columns = frappe.get_meta(df.options).fields.filter((column) => !column.read_only);
		const some = columns.some((column) => may.has(`${df.fieldname}.${column.fieldname}`));
		frm.set_df_property(df.fieldname, "read_only", whole || some ? 0 : 1);
		const grid = frm.fields_dict[df.fieldname].grid;
		if (whole) continue;
		grid.cannot_add_rows = true;
		grid.df.cannot_add_rows = grid.df.cannot_delete_rows = 1;
		for (const column of columns) {
			const open = may.has(`${df.fieldname}.${column.fieldname}`);
			grid.update_docfield_property(column.fieldname, "read_only", open ? 0 : 1);
		}
	}
};

asn_kinerja.is = (frm, relation) =>
	((frm.doc.__onload && frm.doc.__onload.asn_relations) || []).includes(relation);

// Asks for a text that an action needs, stores it, and lets the action go on. `texts`: action -> field.
asn_kinerja.ask_before_action = (frm, texts) => {
	const field = texts[frm.selected_workflow_action];
	if (!field) return;
	frappe.dom.unfreeze(); // the workflow menu has frozen the page
	const label = __(frappe.meta.get_label(frm.doctype, field));
	return new Promise((resolve, reject) => {
		let answered = false;
		const dialog = new frappe.ui.Dialog({
			title: __(frm.selected_workflow_action),
			animate: false, // while it fades in, it would not close for somebody who is quick
			fields: [{ fieldname: "text", fieldtype: "Small Text", label, reqd: 1, default: frm.doc[field] }],
			primary_action_label: __(frm.selected_workflow_action),
			primary_action: ({ text }) => {
				answered = true;
				dialog.hide();
				frm.set_value(field, text)
					.then(() => frm.save(frm.doc.docstatus === 1 ? "Update" : "Save"))
					.then(resolve, reject);
			},
		});
		dialog.onhide = () => !answered && reject(new Error(__("Nothing was changed.")));
		dialog.show();
	});
};

// Calls a method of the stored document. (Frappe's own form call sends the whole document, and then asks for
// the permission to submit it.)
asn_kinerja.call = (frm, method, args) =>
	frappe.xcall("run_doc_method", { dt: frm.doctype, dn: frm.docname, method, args: JSON.stringify(args || {}) });

// What is in the form is stored first, where it has been changed.
asn_kinerja.saved = (frm) => (frm.is_dirty() ? frm.save() : Promise.resolve());

// Stores the form, calls a method of the document and shows what has become of it.
asn_kinerja.act = (frm, method, args) =>
	asn_kinerja
		.saved(frm)
		.then(() => asn_kinerja.call(frm, method, args))
		.then(() => frm.reload_doc());

// Address of the report that holds everybody against the standard of a position.
asn_kinerja.who_fits = (standard) =>
	`/app/query-report/${encodeURIComponent("ASN Job Person Match")}?standard=${encodeURIComponent(standard)}`;

// The colour of a category by its place among all (0 the best); the category itself is written beside it.
asn_kinerja.step_colour = (step) => ["green", "orange", "red"][Math.min(step, 2)];

// Shows the record as it is stored now, unless somebody is writing in the form.
asn_kinerja.show_stored = (frm) => !frm.is_dirty() && frm.reload_doc();

// Follows a background job by its realtime event: its progress, that it has failed (both beneath `title`), or
// how it ended. `mine(message)`: whether it is about what is open here; `done(message)` shows the outcome,
// `after()` follows the outcome and a failure alike; `progress(message)` in place of the usual bar.
// Each event has one listener: it takes the place of its forerunner and leaves those of others alone.
asn_kinerja.on_job = (event, title, { mine, done, after, progress }) => {
	const show_progress =
		progress || (({ count, total }) => frappe.show_progress(title, Math.min(count, total), total, "", true));
	const end_progress = () => {
		const bar = frappe.cur_progress;
		if (!bar || bar.title !== title) return;
		bar.$wrapper.one("shown.bs.modal", () => bar.hide()); // while it fades in, it does not close
		frappe.hide_progress();
	};
	const hear = (message) => {
		if (mine && !mine(message)) return;
		if (!message.failed && !message.done) return show_progress(message);
		end_progress();
		if (message.failed) asn_kinerja.job_failed(title, message.reason);
		else done(message);
		if (after) after();
	};
	// without the listener, `off` takes away whichever came first, also another's
	if (asn_kinerja.heard[event]) frappe.realtime.off(event, asn_kinerja.heard[event]);
	asn_kinerja.heard[event] = hear;
	frappe.realtime.on(event, hear);
};
asn_kinerja.heard = {};

asn_kinerja.job_failed = (title, reason) =>
	frappe.msgprint({
		title,
		indicator: "red",
		message:
			reason || __("An unexpected error stopped it. Ask the system administrator for the error log."),
	});

// Asks for the reason and returns the document to the employee.
asn_kinerja.give_back = (frm) =>
	frappe.prompt(
		[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Returning"), reqd: 1 }],
		({ reason }) => asn_kinerja.act(frm, "return_to_employee", { reason }),
		__("Return"),
		__("Return")
	);

// A button that asks for a reason, calls a method of the document and opens the record it made, or shows what
// has become of this one.
asn_kinerja.reason_button = (frm, label, field_label, method) => {
	frm.add_custom_button(label, () => {
		frappe.prompt(
			[{ fieldname: "reason", fieldtype: "Small Text", label: field_label, reqd: 1 }],
			({ reason }) =>
				asn_kinerja
					.call(frm, method, { reason })
					.then((name) => (name ? frappe.set_route("Form", frm.doctype, name) : frm.reload_doc())),
			label,
			label
		);
	});
};

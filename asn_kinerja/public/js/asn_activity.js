// Quick entry of daily activities, by keyboard alone: write, Enter, and the next one. The server decides what is
// accepted; its words are shown in the dialog, so that nothing typed is lost.
frappe.provide("asn_kinerja");
frappe.provide("frappe.ui.form");

const ASN_ACTIVITY = "ASN Daily Activity";
const ASN_ACTIVITIES = "asn_kinerja.monitoring.activities";

// Frappe's `new_doc` opens this instead of its own quick entry, by its name.
frappe.ui.form.ASNDailyActivityQuickEntryForm = class ASNDailyActivityQuickEntryForm {
	constructor(doctype, after_insert, init_callback, doc) {
		this.after_insert = after_insert;
		this.init_callback = init_callback;
		this.start = { ...(frappe.route_options || {}), ...(doc || {}) };
		frappe.route_options = null;
	}

	setup() {
		if (asn_kinerja.activity_entry) return Promise.resolve(asn_kinerja.activity_entry);
		return new Promise((resolve) => {
			frappe.model.with_doctype(ASN_ACTIVITY, () => {
				asn_kinerja.activity_entry = this;
				this.make();
				resolve(this);
			});
		});
	}

	make() {
		this.dialog = new frappe.ui.Dialog({
			title: __("New Activity"),
			animate: false, // whoever types at once would lose the first letters
			no_submit_on_enter: true,
			fields: this.fields(),
			primary_action_label: __("Save"),
			primary_action: () => this.save(),
			secondary_action_label: __("Full Form"),
			secondary_action: () => this.open_form(),
		});
		this.line = $('<p class="asn-activity-summary" aria-live="polite">').prependTo(this.dialog.body);
		for (const field of ["from_time", "to_time"]) {
			// when the field is left, not while somebody is still typing
			this.input(field)
				.attr("inputmode", "numeric")
				.on("blur", () => this.show_time(field));
		}
		this.input("description").attr("rows", 2).css("height", "auto");
		this.input("minutes").attr("inputmode", "numeric");
		this.input("quantity").attr("inputmode", "decimal"); // text: the server reads 2,5 and 2.5
		this.dialog.$wrapper.addClass("asn-activity-entry").on("keydown", (e) => this.on_key(e));
		this.dialog.onhide = () => {
			asn_kinerja.activity_entry = frappe.quick_entry = null;
		};
		this.dialog.on_page_show = () => this.input("description").trigger("focus");
		this.dialog.show();
		this.dialog.set_value("date", this.start.date || frappe.datetime.get_today());
		for (const field of ["from_time", "to_time"]) {
			this.input(field).val((this.start[field] || "").slice(0, 5));
		}
		this.show_minutes();
		this.init_callback && this.init_callback(this.dialog);
	}

	fields() {
		const label = (field) => __(frappe.meta.get_label(ASN_ACTIVITY, field));
		return [
			{ fieldname: "description", fieldtype: "Small Text", label: label("description"), reqd: 1 },
			{
				fieldname: "plan_item",
				fieldtype: "Select",
				label: label("plan_item"),
				options: [],
				change: () => this.show_unit(),
			},
			{ fieldtype: "Section Break" },
			// text: Frappe's control of whole numbers rewrites, a moment later, whatever field is typed in then
			{ fieldname: "minutes", fieldtype: "Data", label: label("minutes") },
			{ fieldname: "quantity", fieldtype: "Data", label: label("quantity") },
			{ fieldtype: "Column Break" },
			{
				fieldname: "from_time",
				fieldtype: "Data",
				label: label("from_time"),
				change: () => this.show_minutes(),
			},
			{ fieldname: "to_time", fieldtype: "Data", label: label("to_time"), change: () => this.show_minutes() },
			{ fieldtype: "Column Break" },
			{
				fieldname: "date",
				fieldtype: "Date",
				label: label("date"),
				max_date: frappe.datetime.str_to_obj(frappe.datetime.get_today()),
				change: () => this.on_date(),
			},
			{ fieldtype: "Section Break", label: __("Evidence"), collapsible: 1 },
			{ fieldname: "evidence_link", fieldtype: "Data", label: label("evidence_link") },
			{ fieldtype: "Column Break" },
			{ fieldname: "evidence", fieldtype: "Attach", label: label("evidence") },
		];
	}

	input(field) {
		return $(this.dialog.fields_dict[field].input);
	}

	// Enter saves, in any field; Shift+Enter begins a new line of the description
	on_key(e) {
		if (e.which !== 13 || e.shiftKey || (e.target.tagName === "BUTTON" && !e.ctrlKey && !e.metaKey)) return;
		if (e.target.tagName === "A") return;
		e.preventDefault();
		e.stopPropagation();
		// a field tells its value when it is left
		$(e.target).trigger("change");
		this.save();
	}

	on_date() {
		const date = this.dialog.get_value("date");
		if (!date || date === this.date) return;
		this.date = date;
		this.show_choices();
		this.show_summary();
	}

	show_choices() {
		frappe.xcall(`${ASN_ACTIVITIES}.choices`, { on: this.date }, "GET").then((choices) => {
			const chosen = this.dialog.get_value("plan_item");
			this.units = Object.fromEntries(choices.map((choice) => [choice.value, choice.unit]));
			const short = (text) => (text.length > 90 ? `${text.slice(0, 89)}…` : text);
			this.dialog.set_df_property("plan_item", "options", [
				...choices.map((choice) => ({ value: choice.value, label: short(choice.label) })),
				{ value: "", label: __("No planned result") },
			]);
			const first = choices.length ? choices[0].value : "";
			this.dialog.set_value("plan_item", chosen in this.units ? chosen : first).then(() => this.show_unit());
		});
	}

	show_unit() {
		const unit = (this.units || {})[this.dialog.get_value("plan_item")];
		const label = __(frappe.meta.get_label(ASN_ACTIVITY, "quantity"));
		this.dialog.set_df_property("quantity", "label", unit ? `${label} (${unit})` : label);
	}

	// 830, 8.30 and 8 are times as well, whatever notation the browser would use; null for none
	time(field) {
		const text = (this.input(field).val() || "").trim();
		const typed = text.match(/^(\d{1,2})[:.]?(\d{2})?$/);
		return typed ? `${typed[1].padStart(2, "0")}:${typed[2] || "00"}` : text || null;
	}

	show_time(field) {
		this.input(field).val(this.time(field) || "");
	}

	show_minutes() {
		const [from, to] = ["from_time", "to_time"].map((field) => moment(this.time(field) || "", "HH:mm", true));
		const minutes = to.diff(from, "minutes");
		if (minutes > 0) this.dialog.set_value("minutes", minutes);
	}

	show_summary() {
		const date = this.date;
		return frappe.xcall(`${ASN_ACTIVITIES}.day`, { on: date }, "GET").then((day) => {
			const when = date === frappe.datetime.get_today() ? __("Today") : frappe.datetime.str_to_user(date);
			const number = (value) => format_number(value, null, 0);
			this.say(
				__("{0}: {1} of {2} minutes, entries: {3}", [
					when,
					number(day.minutes),
					number(day.most),
					number(day.entries),
				])
			);
		});
	}

	// the line above the fields: what the day comes to, or what the server refuses
	say(text, refused) {
		this.line
			.text(text)
			.attr("role", refused ? "alert" : "status")
			.toggleClass("text-danger", Boolean(refused))
			.toggleClass("text-muted", !refused);
	}

	values() {
		const values = this.dialog.get_values(true);
		for (const field of ["from_time", "to_time"]) values[field] = this.time(field);
		// a proposed beginning that nobody has completed is none: the minutes count
		if (!values.to_time && values.from_time === this.proposed) values.from_time = null;
		return values;
	}

	save() {
		if (this.saving) return;
		const values = this.values();
		if (!(values.description || "").trim()) {
			this.say(__("Write what you did."), true);
			this.input("description").trigger("focus");
			return;
		}
		this.saving = true;
		this.dialog.get_primary_btn().prop("disabled", true);
		frappe.call({
			method: "frappe.client.insert",
			args: { doc: { doctype: ASN_ACTIVITY, ...values } },
			silent: true, // the words are shown in the dialog
			callback: ({ message }) => this.saved(message),
			error: (answer) => this.say(asn_kinerja.words_of(answer), true),
			always: () => {
				this.saving = false;
				this.dialog.get_primary_btn().prop("disabled", false);
			},
		});
	}

	saved(doc) {
		if (this.after_insert) {
			this.dialog.hide();
			this.after_insert(doc);
			return;
		}
		frappe.show_alert({ message: __("Saved. Enter the next one, or close with Esc."), indicator: "green" }, 4);
		const fields = ["description", "minutes", "quantity", "evidence", "evidence_link"];
		this.dialog.set_values(Object.fromEntries(fields.map((field) => [field, ""])));
		this.proposed = this.time("to_time"); // the next one begins where this one ended
		this.input("from_time").val(this.proposed || "");
		this.input("to_time").val("");
		this.show_summary();
		this.input("description").trigger("focus");
		$(document).trigger("asn-activity-saved", [doc]);
	}

	open_form() {
		const values = this.values();
		this.dialog.hide();
		const doc = frappe.model.get_new_doc(ASN_ACTIVITY);
		Object.assign(doc, values);
		frappe.set_route("Form", ASN_ACTIVITY, doc.name);
	}
};

// Opens the quick entry for a day, with times if they are known.
asn_kinerja.enter_activity = (start) =>
	new frappe.ui.form.ASNDailyActivityQuickEntryForm(ASN_ACTIVITY, null, null, start || {}).setup();

// What the server says of a refused request, as plain text.
asn_kinerja.words_of = (answer) => {
	let messages = [];
	try {
		messages = JSON.parse(answer._server_messages).map((message) => JSON.parse(message).message);
	} catch (e) {
		messages = [];
	}
	return messages.map((message) => frappe.utils.html2text(message)).join(" ") || __("It was not saved. Try again.");
};

asn_kinerja.verify_activities = (names) =>
	asn_kinerja.answer_activities(names, __("Verify"), __("Feedback of the Rater"), 0, "verify_many", "feedback");

asn_kinerja.return_activities = (names) =>
	asn_kinerja.answer_activities(names, __("Return"), __("Reason for Returning"), 1, "return_many", "reason");

// Asks for the words to the employees, and sends the rater's answer to all these activities.
asn_kinerja.answer_activities = (names, action, label, reqd, method, argument) =>
	new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: names.length > 1 ? __("{0}: {1} activities", [action, names.length]) : action,
			animate: false,
			fields: [{ fieldname: "text", fieldtype: "Small Text", label, reqd }],
			primary_action_label: action,
			primary_action: ({ text }) => {
				dialog.hide();
				frappe
					.xcall(`asn_kinerja.monitoring.verification.${method}`, { names, [argument]: text || "" })
					.then((answer) => {
						asn_kinerja.tell_answer(answer);
						resolve(answer);
					});
			},
		});
		dialog.show();
	});

asn_kinerja.tell_answer = ({ done, refused }) => {
	if (done.length) {
		frappe.show_alert({ message: __("Answered: {0}", [done.length]), indicator: "green" });
	}
	if (refused.length) {
		const rows = refused.map(
			({ title, reason }) =>
				`<li>${frappe.utils.escape_html(title)}: ${frappe.utils.escape_html(reason)}</li>`
		);
		frappe.msgprint({
			title: __("Not Answered: {0}", [refused.length]),
			message: `<ul>${rows.join("")}</ul>`,
			indicator: "orange",
		});
	}
};

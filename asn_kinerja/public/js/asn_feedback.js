// The dialog to give feedback, from wherever. Every kind goes the same way to the server, so that nothing but
// the text of the request, which is not kept, tells an anonymous one from another.
frappe.provide("asn_kinerja");

// `employee`: whom it is about, when that is known; otherwise the dialog asks.
asn_kinerja.give_feedback = (employee) => {
	const server = "asn_kinerja.monitoring.feedback";
	const choice = (fieldname, label, options, more) => ({ fieldname, label, options, fieldtype: "Select", ...more });
	const translated = (options) => options.map((value) => ({ value, label: __(value) }));
	const visibilities = {
		Shared: () => __("The employee, the superiors, performance managers and auditors see it, with your name."),
		"Private to the Rater": () => __("The rater, performance managers and auditors see it, with your name; the employee does not."),
		Anonymous: (minimum) =>
			__(
				"Nobody learns that it is from you. It is shown in the night after at least {0} different people have given anonymous feedback about this employee. Avoid details that tell who you are.",
				[minimum]
			),
	};
	let minimum = 3;

	const dialog = new frappe.ui.Dialog({
		title: __("Give Feedback"),
		fields: [
			{
				fieldname: "employee",
				fieldtype: "Autocomplete",
				label: __("About Whom"),
				reqd: 1,
				ignore_validation: 1,
				get_query: () => ({ query: `${server}.colleagues` }),
				onchange: () => load_choices(),
			},
			choice("kind", __("Kind"), translated(["Appreciation", "Suggestion"]), { reqd: 1, default: "Appreciation" }),
			choice("about", __("About"), translated(["General", "Planned Result", "Behaviour Value"]), {
				reqd: 1,
				default: "General",
			}),
			choice("plan_item", __("Planned Result"), [], {
				depends_on: "eval:doc.about == 'Planned Result'",
				mandatory_depends_on: "eval:doc.about == 'Planned Result'",
			}),
			choice("behaviour_value", __("Behaviour Value"), [], {
				depends_on: "eval:doc.about == 'Behaviour Value'",
				mandatory_depends_on: "eval:doc.about == 'Behaviour Value'",
			}),
			{ fieldname: "feedback", fieldtype: "Small Text", label: __("Feedback"), reqd: 1 },
			choice("visibility", __("Who Sees It"), translated(Object.keys(visibilities)), {
				reqd: 1,
				default: "Shared",
				onchange: () => explain(),
			}),
		],
		primary_action_label: __("Give"),
		primary_action(values) {
			dialog.disable_primary_action();
			frappe
				.xcall(`${server}.give`, values)
				.then(() => {
					dialog.hide();
					frappe.show_alert({ message: __("Thank you. The feedback has been given."), indicator: "green" });
					if (cur_list && cur_list.doctype === "ASN Feedback") cur_list.refresh();
				})
				.catch(() => dialog.enable_primary_action());
		},
	});

	const explain = () =>
		dialog.set_df_property("visibility", "description", visibilities[dialog.get_value("visibility")](minimum));

	const offer = (fieldname, options, none) => {
		const first = { value: "", label: options.length ? "" : none };
		dialog.set_df_property(fieldname, "options", [first, ...options]);
	};

	const person = dialog.fields_dict.employee;
	const say = (message) => dialog.set_df_property("employee", "description", message);

	// A name that was typed and not chosen from the list, or a record that is known from elsewhere.
	let asked = null;
	const look_up = (typed) => {
		if (typed === asked) return;
		asked = typed;
		frappe.xcall(`${server}.colleagues`, { txt: typed }).then((found) => {
			asked = null;
			const now = person.$input.val();
			if (now && now !== typed) return; // somebody goes on typing: what he types is not taken away
			person.set_data(found);
			dialog.set_value("employee", found.length === 1 ? found[0].value : "");
			if (found.length > 1) say(__("Several people have this name. Choose one from the list."));
			if (!found.length) say(__("Nobody of your agency has this name."));
		});
	};

	let loaded = null;
	const load_choices = () => {
		const chosen = dialog.get_value("employee");
		if (!chosen || chosen === loaded) return;
		if (!(person._data || []).some(({ value }) => value === chosen)) return look_up(chosen);
		loaded = chosen;
		say("");
		frappe.xcall(`${server}.choices`, { employee: chosen }).then((found) => {
			offer("plan_item", found.results, __("No plan is in force."));
			offer("behaviour_value", found.values, "");
			minimum = found.minimum;
			explain();
		});
	};

	dialog.show();
	explain();
	if (employee) look_up(employee);
	return dialog;
};

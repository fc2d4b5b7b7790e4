frappe.listview_settings["ASN Daily Activity"] = {
	add_fields: ["status", "rater", "employee", "date", "minutes", "title"],
	hide_name_column: true,

	formatters: {
		// narrow lists have no place for the column of the date
		employee_name(value, _df, doc) {
			const name = frappe.utils.escape_html(value || "");
			return window.innerWidth > 1366 ? name : `${name} · ${frappe.datetime.str_to_user(doc.date)}`;
		},
	},

	get_indicator(doc) {
		return {
			Waiting: [__("Waiting"), "yellow", "status,=,Waiting"],
			Verified: [__("Verified"), "green", "status,=,Verified"],
			Returned: [__("Returned"), "red", "status,=,Returned"],
		}[doc.status];
	},

	onload(listview) {
		const me = frappe.boot.asn_employee;
		const refresh = () => {
			listview.last_args = null; // the same question within seconds has another answer now
			return listview.refresh();
		};
		const here = () => frappe.get_route()[1] === "ASN Daily Activity";
		frappe.realtime.on("asn_activities_answered", () => here() && refresh());
		$(document).on("asn-activity-saved", () => here() && refresh());
		if (!me || !frappe.user.has_role("ASN Rater")) return;

		const answer = (send) => () => {
			const names = listview.get_checked_items(true);
			if (names.length) send(names).then(() => listview.clear_checked_items()).then(refresh);
		};
		listview.page.add_actions_menu_item(__("Verify"), answer(asn_kinerja.verify_activities), false);
		listview.page.add_actions_menu_item(__("Return"), answer(asn_kinerja.return_activities), false);

		const filter = (filters) => () =>
			listview.filter_area.clear(false).then(() => listview.filter_area.add(filters));
		const of = (field, value) => ["ASN Daily Activity", field, "=", value];
		listview.page.add_inner_button(__("To Verify"), filter([of("rater", me), of("status", "Waiting")]));
		listview.page.add_inner_button(__("My Own"), filter([of("employee", me)]));
	},

	// one by one, without opening the form
	button: {
		show: (doc) =>
			doc.status === "Waiting" && doc.rater === frappe.boot.asn_employee && doc.employee !== doc.rater,
		get_label: () => __("Verify"),
		get_description: () => __("Verify this activity"),
		action: (doc) =>
			asn_kinerja.verify_activities([doc.name]).then(() => {
				cur_list.last_args = null;
				cur_list.refresh();
			}),
	},
};

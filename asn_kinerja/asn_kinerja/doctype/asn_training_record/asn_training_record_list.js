frappe.listview_settings["ASN Training Record"] = {
	add_fields: ["status"],
	hide_name_column: true,

	get_indicator(doc) {
		return {
			Draft: [__("Draft"), "gray", "status,=,Draft"],
			Waiting: [__("Waiting"), "yellow", "status,=,Waiting"],
			Verified: [__("Verified"), "green", "status,=,Verified"],
			Returned: [__("Returned"), "red", "status,=,Returned"],
		}[doc.status];
	},

	onload(listview) {
		frappe.listview_settings["ASN Training Record"].add_pull(listview);
		const me = frappe.boot.asn_employee;
		if (!me) return;
		asn_kinerja.training_standing().then((standing) => {
			if (!standing) return;
			const html = asn_kinerja.training_standing_html(standing);
			$(`<div class="p-3 border-bottom">${html}</div>`).prependTo(listview.$frappe_list);
		});
		const filter = (filters) => () =>
			listview.filter_area.clear(false).then(() => listview.filter_area.add(filters));
		const of = (field, value) => ["ASN Training Record", field, "=", value];
		if (frappe.user.has_role("ASN Rater")) {
			listview.page.add_inner_button(__("To Verify"), filter([of("rater", me), of("status", "Waiting")]));
		}
		listview.page.add_inner_button(__("My Own"), filter([of("employee", me)]));
	},

	// trainings of Frappe HR, where that app is installed
	add_pull(listview) {
		if (!frappe.user.has_role("ASN Performance Manager")) return;
		frappe.xcall("asn_kinerja.development.pull.available", {}, "GET").then((available) => {
			if (!available) return;
			listview.page.add_inner_button(__("Pull from Frappe HR"), () =>
				frappe.listview_settings["ASN Training Record"].ask_pull()
			);
		});
		const title = __("Trainings from Frappe HR");
		asn_kinerja.on_job("asn_training_pull", title, {
			done: ({ made, updated, withdrawn, kept, problems, more }) => {
				const lines = [
					__("{0} records made, {1} changed, {2} withdrawn, {3} left as they were.", [
						made,
						updated,
						withdrawn,
						kept,
					]),
					...problems.map(frappe.utils.escape_html),
				];
				if (more) lines.push(__("and {0} more", [more]));
				frappe.msgprint({ title, message: lines.join("<br>") });
			},
			after: () => listview.refresh(),
		});
	},

	ask_pull() {
		const fields = [
			{
				fieldname: "company",
				fieldtype: "Link",
				options: "Company",
				label: __("Agency"),
				reqd: 1,
				default: frappe.defaults.get_user_default("Company"),
			},
			{
				fieldname: "year",
				fieldtype: "Int",
				label: __("Year"),
				reqd: 1,
				default: Number(frappe.datetime.get_today().slice(0, 4)),
			},
		];
		const start = (values) =>
			frappe.xcall("asn_kinerja.development.pull.pull", values).then((queued) =>
				frappe.show_alert(
					queued ? __("It is done in the background; you are told when it is finished.") : __("This is on its way already.")
				)
			);
		frappe.prompt(fields, start, __("Pull from Frappe HR"), __("Pull"));
	},
};

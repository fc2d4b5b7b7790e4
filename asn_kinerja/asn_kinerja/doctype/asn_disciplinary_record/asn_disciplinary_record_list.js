frappe.listview_settings["ASN Disciplinary Record"] = {
	onload(list) {
		if (!frappe.user.has_role("ASN Performance Manager") && frappe.session.user !== "Administrator") return;
		list.page.add_inner_button(__("Propose From Recaps"), () => propose(list));
		asn_kinerja.on_job("asn_discipline_proposals", __("Propose From Recaps"), {
			done: ({ made, changed, withdrawn, decided }) =>
				frappe.show_alert(
					{
						message: __("Proposals: {0} new, {1} changed, {2} withdrawn, {3} decided before.", [
							made,
							changed,
							withdrawn,
							decided,
						]),
						indicator: "green",
					},
					10
				),
			after: () => list.refresh(),
		});
	},
};

function propose(list) {
	const submitted = () => ({ filters: { docstatus: 1 } });
	frappe.prompt(
		[
			{
				fieldname: "company",
				fieldtype: "Link",
				options: "Company",
				label: __("Agency"),
				reqd: 1,
				default: frappe.defaults.get_default("company"),
			},
			{
				fieldname: "year",
				fieldtype: "Int",
				label: __("Year"),
				reqd: 1,
				default: parseInt(frappe.datetime.get_today(), 10),
			},
			{
				fieldname: "rule",
				fieldtype: "Link",
				options: "ASN Discipline Rule",
				label: __("Table of Sanctions"),
				reqd: 1,
				get_query: submitted,
			},
		],
		(values) =>
			frappe.xcall("asn_kinerja.attendance.proposals.propose", values).then((queued) =>
				frappe.show_alert(
					queued
						? __("The recaps are looked through. Reload the list in a moment.")
						: __("This is running already.")
				)
			),
		__("Propose From Recaps"),
		__("Propose")
	);
}

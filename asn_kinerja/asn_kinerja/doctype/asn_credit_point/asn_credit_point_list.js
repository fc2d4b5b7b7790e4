frappe.listview_settings["ASN Credit Point"] = {
	hide_name_column: true,

	onload(list) {
		if (!frappe.user.has_role("ASN Performance Manager") && frappe.session.user !== "Administrator") return;
		list.page.add_inner_button(__("Convert Final Results"), () => convert(list));
		const title = __("Credit Points");
		asn_kinerja.on_job("asn_credit_points", title, {
			done: ({ made, changed, withdrawn, skipped, reasons }) => {
				const numbers = __("Rows: {0} new, {1} changed, {2} withdrawn. Left out: {3}.", [
					made,
					changed,
					withdrawn,
					skipped,
				]);
				const lines = reasons.map((reason) => `<li>${frappe.utils.escape_html(reason)}</li>`).join("");
				frappe.msgprint(lines ? `${numbers}<ul class="mt-2">${lines}</ul>` : numbers, title);
			},
			after: () => list.refresh(),
		});
	},
};

function convert(list) {
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
		],
		(values) =>
			frappe.xcall("asn_kinerja.credit.posting.post", values).then((queued) =>
				frappe.show_alert(
					queued
						? __("The final results are looked through. You are told when it is done.")
						: __("This is running already.")
				)
			),
		__("Convert Final Results"),
		__("Convert")
	);
}

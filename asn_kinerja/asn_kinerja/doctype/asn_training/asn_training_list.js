frappe.listview_settings["ASN Training"] = {
	add_fields: ["seats", "from_date", "disabled"],
	hide_name_column: true,

	get_indicator(doc) {
		if (doc.disabled) return [__("Disabled"), "gray", "disabled,=,1"];
		if (!doc.from_date) return [__("At Any Time"), "blue", "from_date,is,not set"];
		const today = frappe.datetime.get_today();
		if (doc.from_date >= today) return [__("Planned"), "green", `from_date,>=,${today}`];
		return [__("Past"), "gray", `from_date,<,${today}`];
	},

	// seats are counted by the server; the list shows them once they are there
	refresh(listview) {
		const limited = listview.data.filter((doc) => doc.seats).map((doc) => doc.name);
		if (!limited.length) return;
		frappe
			.xcall("asn_kinerja.development.catalogue.seats", { trainings: JSON.stringify(limited) }, "GET")
			.then((found) => {
				listview.$result.find(".asn-seats").remove();
				for (const [name, { left, seats }] of Object.entries(found)) {
					const said = left ? __("{0} of {1} seats left", [left, seats]) : __("No seat left");
					listview.$result
						.find(`.level-item [data-name="${$.escapeSelector(name)}"], .list-row-checkbox[data-name="${$.escapeSelector(name)}"]`)
						.first()
						.closest(".list-row")
						.find(".list-subject")
						.append(`<span class="asn-seats text-muted small ml-2">${said}</span>`);
				}
			});
	},
};

frappe.listview_settings["ASN Performance Dialogue"] = {
	hide_name_column: true,

	// a dialogue is about oneself or about somebody whom one rates; whoever rates nobody is not asked
	primary_action() {
		const begin = (employee) => frappe.new_doc("ASN Performance Dialogue", { employee });
		frappe.xcall("asn_kinerja.monitoring.dialogue.partners").then((people) => {
			if (!people.length) {
				frappe.msgprint(__("You have no rater, and nobody whom you rate."));
			} else if (people.length === 1) {
				begin(people[0].value);
			} else {
				frappe.prompt(
					[{ fieldname: "employee", fieldtype: "Select", label: __("Dialogue About"), options: people, reqd: 1 }],
					({ employee }) => begin(employee),
					__("New Dialogue"),
					__("Begin")
				);
			}
		});
	},
};

frappe.ui.form.on("ASN Allowance Sheet", {
	setup(frm) {
		frm.set_query("rule", () => ({ filters: { docstatus: 1 } }));
		frm.set_query("employee", "bases_by_hand", ({ company }) => ({
			filters: { company: company || "", asn_type: ["is", "set"] },
		}));
		frm.events.listen(frm);
	},

	refresh(frm) {
		if (frm.is_new()) return;
		const manager = frappe.user.has_role("ASN Performance Manager") || frappe.session.user === "Administrator";
		const { status, calculated_on, left_out } = frm.doc;
		const { asn_replaced } = frm.doc.__onload || {};
		if (calculated_on) {
			frm.add_custom_button(__("Lines"), () =>
				frappe.set_route("query-report", "ASN Allowance Sheet", { sheet: frm.doc.name })
			);
			frm.add_custom_button(__("Export XLSX"), () => frm.events.download(frm));
		}
		if (manager) frm.events.tell_of_supplements(frm);
		if (asn_replaced && calculated_on) {
			const text = __("{0} lines rest on a result that was replaced since.", [asn_replaced]);
			frm.set_intro(text, "orange");
		}
		if (status === "Approved") {
			frm.disable_save();
			if (manager) {
				frm.add_custom_button(__("Supplementary Sheet"), () => frm.events.supplement(frm));
			}
			if (manager && "hrms" in (frappe.boot.versions || {})) {
				frm.add_custom_button(__("Additional Salary"), () => frm.events.make_salaries(frm));
			}
			return;
		}
		if (!manager) return;
		frm.add_custom_button(__("Calculate"), () => frm.events.calculate(frm)).addClass(
			calculated_on ? "" : "btn-primary"
		);
		if (calculated_on && left_out) {
			const text = __(
				"{0} lines are left out; their notes say why. Where a base is not known, enter it under Bases by Hand and calculate again.",
				[left_out]
			);
			frm.set_intro(text, "orange");
		}
		if (calculated_on) {
			frm.add_custom_button(__("Approve"), () => frm.events.approve(frm)).addClass("btn-primary");
		} else {
			frm.set_intro(__("Calculate the lines, look at those with notes, then approve the sheet."), "blue");
		}
	},

	listen(frm) {
		const mine = ({ sheet }) => sheet === frm.doc.name;
		asn_kinerja.on_job("asn_allowance_sheet", __("Allowance"), {
			mine,
			done: ({ calculated }) =>
				calculated && frappe.show_alert({ message: __("The sheet is calculated."), indicator: "green" }),
			after: () => asn_kinerja.show_stored(frm),
		});
		asn_kinerja.on_job("asn_allowance_salaries", __("Additional Salary"), {
			mine,
			done: ({ made, present, replaced, without_structure, not_employed, negative }) => {
				const answer = [
					__("Drafts: {0} new, {1} were there. Without a salary structure: {2}. Not employed: {3}.", [
						made,
						present,
						without_structure,
						not_employed,
					]),
				];
				if (replaced) {
					answer.push(
						__(
							"{0} lines rest on a result that was replaced since: no drafts. Make them again after a supplementary sheet.",
							[replaced]
						)
					);
				}
				if (negative) {
					answer.push(__("{0} lines are below 0, which Frappe HR does not take: deduct by hand.", [negative]));
				}
				frappe.msgprint(answer.join("<br>"));
			},
		});
	},

	tell_of_supplements(frm) {
		const { status, calculated_on, number, people } = frm.doc;
		if (status === "Approved") {
			frm.set_intro(__("What changes after the approval, such as late data, goes to a supplementary sheet."), "blue");
		} else if (number > 1 && calculated_on && !people) {
			frm.set_intro(__("Nothing differs from what was approved before: delete this sheet."), "orange");
		} else if (number > 1) {
			frm.set_intro(__("A supplementary sheet: what differs from the sheets of the month approved before."), "blue");
		}
	},

	supplement({ doc: { company, month } }) {
		// frappe.new_doc takes over no dates
		const made = frappe.model.get_new_doc("ASN Allowance Sheet");
		Object.assign(made, { company, month });
		frappe.set_route("Form", made.doctype, made.name);
	},

	calculate(frm) {
		asn_kinerja
			.saved(frm)
			.then(() => asn_kinerja.call(frm, "calculate", {}))
			.then((answer) => frm.events.told(answer, __("The lines are calculated in the background.")));
	},

	make_salaries(frm) {
		asn_kinerja
			.call(frm, "make_salaries", {})
			.then((answer) => frm.events.told(answer, __("The drafts are made in the background.")));
	},

	told(answer, text) {
		const queued = answer && answer.message !== undefined ? answer.message : answer;
		frappe.show_alert(queued ? text : __("This is running already."));
	},

	approve(frm) {
		const { left_out, with_notes } = frm.doc;
		const text = __("Everybody reads his line from now on, and nothing changes any more.");
		const missing = with_notes
			? ` ${__("{0} lines have notes, {1} are left out.", [with_notes, left_out])}`
			: "";
		frappe.confirm(text + missing, () =>
			asn_kinerja.call(frm, "approve", {}).then(() => frm.reload_doc())
		);
	},

	download(frm) {
		const address = "/api/method/asn_kinerja.allowance.export.download";
		window.open(`${address}?sheet=${encodeURIComponent(frm.doc.name)}`);
	},
});

// One screen for the reviewer: each value with its guides, three choices and a comment. The rows of the table
// hold what is chosen; what may be written, and when, the server decides.
const ASN_REVIEW_HEADER = [
	"employee",
	"employee_name",
	"designation",
	"department",
	"company",
	"status",
	"due_date",
	"stage_name",
	"cycle",
];
const ASN_REVIEW_WRITER = ["reviewer", "reviewer_name", "reviewer_group", "shared_work", "rater", "rater_name", "submitted_on"];

frappe.ui.form.on("ASN Behaviour Review", {
	refresh(frm) {
		asn_kinerja.show_field_rule(frm);
		frm.trigger("show_state");
		frm.trigger("show_ratings");
	},

	may_write(frm) {
		const running = frm.doc.__onload && frm.doc.__onload.asn_running;
		return frm.doc.status === "Assigned" && running && asn_kinerja.is(frm, "reviewer");
	},

	show_state(frm) {
		const text = (value) => frappe.utils.escape_html(value || "");
		const mine = asn_kinerja.is(frm, "reviewer");
		const running = frm.doc.__onload && frm.doc.__onload.asn_running;
		// who writes sees in one line whom it is about, and not a page of fields first
		for (const field of ASN_REVIEW_HEADER) frm.toggle_display(field, !mine);
		for (const field of ASN_REVIEW_WRITER) frm.toggle_display(field, !mine);
		frm.toggle_display("decline_reason", frm.doc.status === "Declined");
		if (frm.events.may_write(frm)) frm.enable_save();
		else frm.disable_save();
		if (frm.events.may_write(frm)) {
			frm.set_intro(
				frm.doc.reviewer_group === "Self"
					? __("Rate your own behaviour, then submit the review.")
					: ["Peer", "Subordinate"].includes(frm.doc.reviewer_group)
						? __(
								"{0} does not learn who wrote what: only means of enough reviewers are shown. Avoid details that tell who you are.",
								[text(frm.doc.employee_name)]
							)
						: __("Rate the behaviour of {0}, then submit the review.", [text(frm.doc.employee_name)]),
				"blue"
			);
		} else if (frm.doc.status === "Submitted") {
			frm.set_intro(__("This review is submitted and no longer changes."), "green");
		} else if (frm.doc.status === "Assigned" && !running) {
			frm.set_intro(__("The result is released: reviews are closed."), "orange");
		}
	},

	show_ratings(frm) {
		const wrapper = frm.fields_dict.ratings_view.$wrapper.empty();
		const writing = frm.events.may_write(frm);
		const rated = Object.fromEntries((frm.doc.ratings || []).map((row) => [row.behaviour_value, row]));
		if (!writing && !(frm.doc.ratings || []).length) return;
		const values = (frm.doc.__onload && frm.doc.__onload.asn_values) || [];
		const text = (value) => frappe.utils.escape_html(value || "");
		const choices = frappe.meta
			.get_docfield("ASN Behaviour Review Rating", "rating")
			.options.split("\n")
			.filter(Boolean);
		const card = ({ value, guides }, position) => {
			const row = rated[value] || {};
			const id = `asn-review-${position}`;
			const radios = choices.map(
				(choice, number) => `<label class="asn-choice" for="${id}-${number}">
					<input type="radio" id="${id}-${number}" name="${id}" value="${text(choice)}"
						${row.rating === choice ? "checked" : ""} ${writing ? "" : "disabled"}>
					<span>${text(__(choice))}</span></label>`
			);
			const comment = writing
				? `<textarea class="form-control" rows="2" maxlength="2000" placeholder="${__("Comment, with an example if possible")}"
					aria-label="${__("Comment")}: ${text(value)}">${text(row.comment)}</textarea>`
				: `<div class="asn-said">${text(row.comment)}</div>`;
			return `<fieldset class="asn-review" data-value="${text(value)}"><legend>${position + 1}. ${text(value)}</legend>
				<ul>${guides.map((guide) => `<li>${text(guide)}</li>`).join("")}</ul>
				<div class="asn-choices">${radios.join("")}</div>${comment}</fieldset>`;
		};
		const mine = asn_kinerja.is(frm, "reviewer");
		const about = [frm.doc.employee_name, frm.doc.designation, frm.doc.stage_name].filter(Boolean).map(text);
		if (frm.doc.due_date && writing) about.push(__("until {0}", [frappe.datetime.str_to_user(frm.doc.due_date)]));
		const header = mine ? `<p class="asn-about">${about.join(" · ")}</p>` : "";
		const general = writing
			? `<textarea class="form-control asn-general" rows="3" maxlength="2000"
				aria-label="${__("General Comment")}">${text(frm.doc.general_comment)}</textarea>`
			: `<div class="asn-said">${text(frm.doc.general_comment)}</div>`;
		const buttons = writing
			? `<div class="asn-review-actions"><button type="button" class="btn btn-primary" data-act="submit">${__("Submit Review")}</button>
				${["Peer", "Subordinate"].includes(frm.doc.reviewer_group)
					? `<button type="button" class="btn btn-default" data-act="decline">${__("Decline")}</button>`
					: ""}
				<span class="text-muted" data-left aria-live="polite"></span></div>`
			: "";
		wrapper.html(
			`<style>
				.asn-review { border: 1px solid var(--border-color); border-radius: 8px; padding: 12px; margin-bottom: 12px; min-width: 0; }
				.asn-review legend { font-size: 1rem; font-weight: 600; width: auto; padding: 0 6px; margin: 0; border: 0; }
				.asn-review ul { padding-left: 18px; margin-bottom: 10px; color: var(--text-muted); }
				.asn-choices { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 10px; }
				.asn-choice { display: flex; align-items: center; gap: 8px; padding: 9px 12px; margin: 0; flex: 1 1 190px;
					border: 1px solid var(--border-color); border-radius: 8px; cursor: pointer; }
				.asn-choice input { margin: 0; flex: none; }
				.asn-choice:has(input:checked) { border-color: var(--primary); background: var(--control-bg); font-weight: 600; }
				.asn-choice:focus-within { outline: 2px solid var(--primary); outline-offset: 1px; }
				.asn-about { font-weight: 600; overflow-wrap: anywhere; }
				.asn-review textarea, .asn-general { height: 66px !important; min-height: 0; }
				.asn-said { white-space: pre-wrap; overflow-wrap: anywhere; }
				.asn-review-actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 14px; }
			</style>
			${header}${values.map(card).join("")}<label class="control-label">${__("General Comment")}</label>${general}${buttons}`
		);
		wrapper.off(".asn");
		if (!writing) return;
		const set = (element, field, content) => {
			const value = element.closest(".asn-review").dataset.value;
			let row = (frm.doc.ratings || []).find((one) => one.behaviour_value === value);
			if (!row) row = frm.add_child("ratings", { behaviour_value: value });
			row[field] = content;
			frm.dirty();
			frm.events.count_left(frm);
		};
		wrapper.on("change.asn", "input[type=radio]", (event) => set(event.target, "rating", event.target.value));
		wrapper.on("input.asn", ".asn-review textarea", (event) => set(event.target, "comment", event.target.value));
		wrapper.on("input.asn", ".asn-general", (event) => {
			frm.doc.general_comment = event.target.value;
			frm.dirty();
		});
		wrapper.on("click.asn", "[data-act=submit]", () => frm.trigger("hand_in"));
		wrapper.on("click.asn", "[data-act=decline]", () => frm.trigger("decline"));
		frm.events.count_left(frm);
	},

	count_left(frm) {
		const values = (frm.doc.__onload && frm.doc.__onload.asn_values) || [];
		const done = (frm.doc.ratings || []).filter((row) => row.rating).length;
		const left = values.length - done;
		frm.fields_dict.ratings_view.$wrapper
			.find("[data-left]")
			.text(left ? __("{0} of {1} values rated", [done, values.length]) : "");
	},

	hand_in(frm) {
		asn_kinerja.saved(frm).then(() =>
			frappe.confirm(__("Submit this review? It cannot be changed afterwards."), () =>
				asn_kinerja.call(frm, "submit_review").then(() => {
					frappe.show_alert({ message: __("Thank you. The review is submitted."), indicator: "green" });
					frm.reload_doc();
				})
			)
		);
	},

	decline(frm) {
		frappe.prompt(
			[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Declining"), reqd: 1 }],
			({ reason }) => asn_kinerja.call(frm, "decline", { reason }).then(() => frm.reload_doc()),
			__("Decline"),
			__("Decline")
		);
	},
});

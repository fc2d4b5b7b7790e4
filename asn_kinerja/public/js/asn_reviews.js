// Behaviour reviews (360): the dialog in which the rater of an employee chooses the reviewers, from the
// evaluation, and the button that proposes them for a whole stage.
frappe.provide("asn_kinerja");

asn_kinerja.reviewers = (evaluation, title) => {
	const server = "asn_kinerja.reviews.rater";
	const colleagues = "asn_kinerja.monitoring.feedback.colleagues";
	const escape = (text) => frappe.utils.escape_html(text || "");
	const colours = { Proposed: "gray", Assigned: "orange", Submitted: "green", Declined: "red" };
	const dialog = new frappe.ui.Dialog({
		title: __("Reviewers of {0}", [escape(title)]),
		animate: false,
		fields: [
			{ fieldname: "list", fieldtype: "HTML" },
			{
				fieldname: "person",
				fieldtype: "Autocomplete",
				label: __("One More Reviewer"),
				description: __("Any colleague of the agency; to which group he belongs follows from who rates whom."),
				ignore_validation: 1,
				get_query: () => ({ query: colleagues }),
			},
			{
				fieldname: "add",
				fieldtype: "Button",
				label: __("Add"),
				click: () =>
					chosen(dialog.get_value("person")).then(
						(reviewer) => reviewer && change("add", { evaluation, reviewer })
					),
			},
			{ fieldname: "hint", fieldtype: "HTML" },
		],
	});

	// a record that was chosen from the list, or the one whose name was typed
	const chosen = (typed) => {
		if (!typed) return Promise.resolve(null);
		return frappe.xcall(colleagues, { txt: typed }).then((found) => {
			if (found.length === 1) return found[0].value;
			const message = found.length
				? __("Several people have this name. Choose one from the list.")
				: __("Nobody of your agency has this name.");
			frappe.show_alert({ message, indicator: "orange" });
			return null;
		});
	};

	const run = (method, args) => frappe.xcall(`${server}.${method}`, args);
	const change = (method, args) =>
		run(method, args).then(
			() => load(),
			() => load()
		);

	const row = (review, may_change) => {
		const open = may_change && review.status !== "Submitted";
		const button = (act, label) =>
			`<button type="button" class="btn btn-xs btn-default" data-act="${act}" data-review="${review.name}"
				aria-label="${label} ${escape(review.reviewer_name)}">${label}</button>`;
		const invited = ["Peer", "Subordinate"].includes(review.reviewer_group);
		const marks = [
			`<span class="indicator-pill ${colours[review.status]}">${__(review.status)}</span>`,
			review.shared_work ? `<span class="indicator-pill blue">${__("Shared Work")}</span>` : "",
			review.due_date && review.status === "Assigned"
				? `<span class="text-muted small">${__("until {0}", [frappe.datetime.str_to_user(review.due_date)])}</span>`
				: "",
		].join(" ");
		const reason = review.decline_reason ? `<div class="small">${escape(review.decline_reason)}</div>` : "";
		const buttons = open && invited ? `${button("replace", __("Replace"))} ${button("remove", __("Remove"))}` : "";
		return `<li class="asn-reviewer" style="display: flex; flex-wrap: wrap; gap: 6px; justify-content: space-between;
				padding: 8px 0; border-bottom: 1px solid var(--border-color)">
			<div style="min-width: 0; overflow-wrap: anywhere">
				<div>${escape(review.reviewer_name)} <span class="text-muted">· ${__(review.reviewer_group)}</span></div>
				<div>${marks}</div>${reason}
			</div><div>${buttons}</div></li>`;
	};

	const show = (found) => {
		const list = found.reviews.map((review) => row(review, found.may_change)).join("");
		const none = `<p class="text-muted">${__("No reviewers are proposed yet.")}</p>`;
		dialog.fields_dict.list.$wrapper.html(list ? `<ul class="list-unstyled">${list}</ul>` : none);
		for (const field of ["person", "add"]) dialog.set_df_property(field, "hidden", found.may_change && list ? 0 : 1);
		// a group that the scheme does not ask has no place
		const [peers, below] = [found.limits.Peer, found.limits.Subordinate];
		const limits = [
			peers[1] ? __("Peers: {0} to {1}.", peers) : "",
			below[1] ? __("Subordinates: {0} to {1}.", below) : "",
		].join(" ");
		dialog.fields_dict.hint.$wrapper.html(`<p class="text-muted small">${limits}</p>`);
		const proposed = found.reviews.filter((review) => review.status === "Proposed").length;
		if (found.may_change && !list) {
			dialog.set_primary_action(__("Propose Reviewers"), () => change("propose", { evaluation }));
		} else if (found.may_change && proposed) {
			dialog.set_primary_action(__("Assign {0} Reviewers", [proposed]), () =>
				run("assign", { evaluation }).then((count) => {
					frappe.show_alert({ message: __("{0} reviewers are asked.", [count]), indicator: "green" });
					load();
				})
			);
		} else {
			dialog.set_primary_action(__("Close"), () => dialog.hide());
		}
	};

	const load = () => {
		dialog.set_value("person", "");
		return run("reviewers", { evaluation }).then(show);
	};

	dialog.fields_dict.list.$wrapper.on("click", "[data-act]", (event) => {
		const { act, review } = event.currentTarget.dataset;
		if (act === "remove") return change("remove", { review });
		frappe.prompt(
			[
				{
					fieldname: "reviewer",
					fieldtype: "Autocomplete",
					label: __("Reviewer"),
					reqd: 1,
					ignore_validation: 1,
					get_query: () => ({ query: colleagues }),
				},
			],
			({ reviewer: typed }) =>
				chosen(typed).then((reviewer) => reviewer && change("add", { evaluation, reviewer, instead_of: review })),
			__("Replace"),
			__("Replace")
		);
	});
	dialog.show();
	load();
	return dialog;
};

frappe.ui.form.on("ASN Evaluation", {
	refresh(frm) {
		const related = (frm.doc.__onload && frm.doc.__onload.asn_relations) || [];
		if (frm.is_new() || !frm.doc.stage || related.includes("self") || !related.length) return;
		frm.add_custom_button(__("Reviewers"), () => asn_kinerja.reviewers(frm.docname, frm.doc.employee_name));
	},
});

frappe.ui.form.on("ASN Performance Cycle", {
	onload(frm) {
		asn_kinerja.on_job("asn_review_proposal", __("Proposing reviewers"), {
			mine: ({ cycle }) => cycle === frm.doc.name,
			done: ({ people, present }) =>
				frappe.show_alert({
					message: __("Reviewers proposed for {0} employees; {1} had some already.", [people, present]),
					indicator: "green",
				}),
		});
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.status === "Closed" || !frm.perm[0].write) return;
		for (const stage of frm.doc.stages.filter((row) => row.opened_on)) {
			const name = frappe.utils.escape_html(stage.stage_name);
			const propose = () =>
				frappe
					.xcall("asn_kinerja.reviews.proposing.propose_for_stage", { cycle: frm.docname, stage: stage.name })
					.then((queued) =>
						frappe.show_alert(
							queued
								? __("The reviewers are being proposed in the background.")
								: __("Reviewers are being proposed already. If it is not done in ten minutes, try again.")
						)
					);
			frm.add_custom_button(
				name,
				() =>
					frappe.confirm(
						__("Propose reviewers for everybody evaluated in {0}? The raters then check and assign them.", [name]),
						propose
					),
				__("Propose Reviewers")
			);
		}
	},
});

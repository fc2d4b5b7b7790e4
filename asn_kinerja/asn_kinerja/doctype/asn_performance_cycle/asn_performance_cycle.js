frappe.ui.form.on("ASN Performance Cycle", {
	setup(frm) {
		frm.set_query("scheme", () => ({ filters: { docstatus: 1 } }));
		frm.set_query("follow_up_rule", () => ({ filters: { docstatus: 1 } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.scheme) {
			frappe.db
				.get_single_value("ASN Performance Settings", "default_scheme")
				.then((scheme) => scheme && frm.set_value("scheme", scheme));
		}
		const mine = ({ cycle }) => cycle === frm.doc.name;
		asn_kinerja.on_job("asn_stage_opening", __("Opening the stage"), {
			mine,
			done: ({ made, present }) =>
				frappe.show_alert({
					message: __("{0} evaluations made, {1} were there already.", [made, present]),
					indicator: "green",
				}),
			after: () => asn_kinerja.show_stored(frm),
		});
		asn_kinerja.on_job("asn_follow_ups_proposed", __("Propose Follow-Ups"), { mine, done: show_proposed });
		asn_kinerja.on_job("asn_competency_opening", __("Opening the competency assessments"), {
			mine,
			done: show_opened,
		});
		asn_kinerja.on_job("asn_seals_checked", __("Verify Seals"), { mine, done: show_seals });
	},

	refresh(frm) {
		if (!frm.is_new() && may_verify()) {
			frm.add_custom_button(__("Verify Seals"), () => frm.events.verify_seals(frm));
		}
		if (!frm.is_new() && frm.perm[0].write) {
			for (const stage of frm.doc.stages.filter((row) => row.evaluations)) {
				frm.add_custom_button(
					frappe.utils.escape_html(stage.stage_name),
					() => frm.events.propose_follow_ups(frm, stage),
					__("Propose Follow-Ups")
				);
			}
		}
		if (frm.is_new() || frm.doc.status === "Closed" || !frm.perm[0].write) return;
		frm.add_custom_button(__("Open Competency Assessments"), () => frm.events.open_competency(frm));
		for (const stage of frm.doc.stages) {
			frm.add_custom_button(
				frappe.utils.escape_html(stage.stage_name),
				() => frm.events.open_stage(frm, stage),
				__("Open Stage")
			);
		}
	},

	open_stage(frm, stage) {
		const name = frappe.utils.escape_html(stage.stage_name);
		frappe.confirm(
			__("Make the evaluations of {0} for all approved work plans? Those that exist stay as they are.", [name]),
			() =>
				asn_kinerja.call(frm, "open_stage", { stage: stage.name }).then((queued) =>
					frappe.show_alert(
						queued
							? __("The evaluations are being made in the background.")
							: __("This stage is being opened already. If it is not done in ten minutes, try again.")
					)
				)
		);
	},

	propose_follow_ups(frm, stage) {
		asn_kinerja.call(frm, "propose_follow_ups", { stage: stage.name }).then((queued) =>
			frappe.show_alert(
				queued
					? __("The final results are looked through in the background.")
					: __("This is running already.")
			)
		);
	},

	open_competency(frm) {
		const procedures = ["Self and Superior", "Self, Superior and Assessor", "Assessor"];
		const dialog = new frappe.ui.Dialog({
			title: __("Open Competency Assessments"),
			fields: [
				{
					fieldname: "procedure",
					fieldtype: "Select",
					label: __("Procedure"),
					options: procedures.map((value) => ({ value, label: __(value) })),
					default: procedures[0],
					reqd: 1,
				},
				{
					fieldname: "stage_name",
					fieldtype: "Select",
					label: __("Stage"),
					options: ["", ...frm.doc.stages.map((stage) => stage.stage_name)],
					description: __("Empty: the whole cycle."),
				},
				{
					fieldname: "assessor",
					fieldtype: "Link",
					options: "Employee",
					label: __("Assessor"),
					depends_on: "eval:doc.procedure!='Self and Superior'",
					description: __("Of all of them; or name the assessor in each assessment later."),
				},
				{ fieldtype: "Section Break", label: __("For Whom"), description: __("Empty: everybody in the agency.") },
				{
					fieldname: "department",
					fieldtype: "Link",
					options: "Department",
					label: __("Work Unit"),
					get_query: () => ({ filters: { company: frm.doc.company } }),
				},
				{
					fieldname: "designations",
					fieldtype: "MultiSelectList",
					label: __("Positions"),
					get_data: (text) => frappe.db.get_link_options("Designation", text),
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "found", fieldtype: "HTML" },
			],
			primary_action_label: __("Make Them"),
			primary_action: (values) =>
				asn_kinerja.call(frm, "open_competency_assessments", chosen(values)).then((queued) => {
					dialog.hide();
					frappe.show_alert(
						queued
							? __("The competency assessments are being made in the background.")
							: __("Competency assessments are being opened already. Try again when that is done.")
					);
				}),
			secondary_action_label: __("Check"),
			secondary_action: () =>
				asn_kinerja
					.call(frm, "survey_competency_assessments", chosen(dialog.get_values(true)))
					.then((found) => dialog.fields_dict.found.$wrapper.html(opened_text(found, true))),
		});
		dialog.show();
	},

	verify_seals(frm) {
		frappe.dom.freeze(__("Comparing the final results with their seals …"));
		asn_kinerja
			.call(frm, "verify_seals")
			.then((checked) => {
				if ("queued" in checked) {
					frappe.show_alert(
						checked.queued
							? __("The seals are being checked in the background; you will be notified.")
							: __("The seals are being checked already; you will be notified.")
					);
				} else {
					show_seals(checked);
				}
			})
			.finally(() => frappe.dom.unfreeze());
	},
});

// the lines come escaped from the server
function show_proposed(report) {
	const counts = __("Follow-ups: {0} proposed, {1} were there already, {2} withdrawn.", [
		report.made,
		report.present,
		report.withdrawn,
	]);
	if (!report.left_out) {
		frappe.show_alert({ message: counts, indicator: "green" }, 10);
		return;
	}
	const lines = report.lines.map((line) => `<li>${line}</li>`).join("");
	frappe.msgprint({
		title: __("Propose Follow-Ups"),
		indicator: "orange",
		message: `<p>${counts}</p><p>${__("Left out: {0}", [report.left_out])}</p><ul>${lines}</ul>`,
	});
}

const chosen = ({ procedure, stage_name, designations, department, assessor }) => ({
	procedure,
	stage_name: stage_name || "",
	designations: designations || [],
	department: department || "",
	assessor: procedure === "Self and Superior" ? "" : assessor || "",
});

// the reasons come escaped from the server
function opened_text(found, before) {
	const line = before
		? __("{0} will be made, {1} are there already, {2} people get none.", [found.made, found.present, found.skipped])
		: __("{0} made, {1} were there already, {2} people get none.", [found.made, found.present, found.skipped]);
	const reasons = found.reasons.map(
		({ reason }) => `<li>${reason}</li>`
	);
	const more = found.skipped - found.reasons.length;
	const rest = more > 0 ? `<li>${__("and {0} more", [more])}</li>` : "";
	const list = reasons.length ? `<ul class="pl-3">${reasons.join("")}${rest}</ul>` : "";
	return `<p>${line}</p>${list}${without_assessor(found)}`;
}

// the names come escaped from the server
function without_assessor(found) {
	if (!found.unassigned) return "";
	const more = found.unassigned - found.without_assessor.length;
	const names = found.without_assessor.join(", ") + (more > 0 ? ` ${__("and {0} more", [more])}` : "");
	return `<p>${__("Nobody assesses himself, or somebody whose levels he gives as the superior. Name another assessor for: {0}.", [names])}</p>`;
}

function show_opened(event) {
	frappe.msgprint({
		title: __("Competency Assessments"),
		indicator: event.skipped || event.unassigned ? "orange" : "green",
		message: opened_text(event, false),
	});
}

function may_verify() {
	const roles = ["ASN Performance Manager", "ASN Auditor"];
	return frappe.session.user === "Administrator" || roles.some((role) => frappe.user.has_role(role));
}

// the texts come escaped from the server
function show_seals(checked) {
	const line = (finding) => {
		const opens = finding.evaluation && finding.problem !== "Missing";
		const address = frappe.utils.get_form_link("ASN Evaluation", finding.evaluation);
		return `<li>${finding.text}${opens ? ` <a href="${address}">${__("Show")}</a>` : ""}</li>`;
	};
	const more = checked.found - checked.findings.length;
	const rest = more > 0 ? `<p>${__("{0} more findings: see the command asn-verify.", [more])}</p>` : "";
	const end = checked.seals
		? `<p class="text-muted small">${__("Hash of the last seal (note it outside this system, to compare with it later):")}
			<br><code style="word-break: break-all">${frappe.utils.escape_html(checked.chain_hash)}</code></p>`
		: "";
	frappe.msgprint({
		title: __("Verify Seals"),
		indicator: checked.found ? "red" : "green",
		message: `<p>${checked.verdict}</p><ul>${checked.findings.map(line).join("")}</ul>${rest}${end}`,
	});
}

frappe.ui.form.on("ASN Position Standard", {
	setup(frm) {
		frm.set_query("competency", "competencies", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		if (!frm.perm[0].write || frm.doc.is_template) return;
		frm.add_custom_button(__("Copy from Template"), () => choose_template(frm));
	},

	position_type(frm) {
		if (frm.doc.position_type !== "Fungsional") frm.set_value("functional_level", "");
	},
});

// the server works these out again; here they follow while one types
frappe.ui.form.on("ASN Standard Competency", {
	level: show_totals,
	weight: show_totals,
	competencies_add: show_totals,
	competencies_remove: show_totals,
});

function show_totals(frm) {
	const rows = frm.doc.competencies || [];
	const add_up = (value) => rows.reduce((sum, row) => sum + (value(row) || 0), 0);
	frm.doc.weight_total = add_up((row) => row.weight);
	frm.doc.level_total = add_up((row) => row.weight * row.level);
	frm.refresh_fields(["weight_total", "level_total"]);
}

function choose_template(frm) {
	const options = (field) => frappe.meta.get_docfield(frm.doctype, field).options;
	frappe.prompt(
		[
			{
				fieldname: "position_type",
				label: __("Position Type"),
				fieldtype: "Select",
				options: options("position_type"),
				default: frm.doc.position_type,
				reqd: 1,
			},
			{
				fieldname: "functional_level",
				label: __("Functional Level"),
				fieldtype: "Select",
				options: options("functional_level"),
				default: frm.doc.functional_level,
				depends_on: 'eval:doc.position_type=="Fungsional"',
				mandatory_depends_on: 'eval:doc.position_type=="Fungsional"',
			},
			{
				fieldname: "note",
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("The competencies of this standard are replaced.")}</p>`,
			},
		],
		(kind) => (frm.is_new() ? fill(frm, kind) : asn_kinerja.act(frm, "copy_from_template", taken(kind))),
		__("Copy from Template"),
		__("Copy")
	);
}

const taken = ({ position_type, functional_level }) => ({ position_type, functional_level: functional_level || null });

// a standard that is not stored yet takes them over on the screen
function fill(frm, kind) {
	const method = "asn_kinerja.asn_kinerja.doctype.asn_position_standard.asn_position_standard.read_template";
	frappe
		.call({ method, type: "GET", args: { ...taken(kind), company: frm.doc.company || null } })
		.then(({ message }) => {
			if (!message) return frappe.msgprint(__("There is no such template. Make one, or enter the competencies."));
			frm.set_value({
				position_type: kind.position_type,
				functional_level: kind.functional_level || "",
				technical_weight: message.technical_weight,
				managerial_weight: message.managerial_weight,
			});
			frm.clear_table("competencies");
			message.competencies.forEach((row) => frm.add_child("competencies", row));
			frm.refresh_field("competencies");
			show_totals(frm);
		});
}

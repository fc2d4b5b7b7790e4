// Competencies from a file: check, then store. The server decides everything; this shows what it found.
frappe.provide("asn_kinerja");

(() => {
	const MODULE = "asn_kinerja.competency.importing";

	asn_kinerja.import_competencies = (listview) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Import Competencies"),
			size: "large",
			fields: [
				{
					fieldtype: "HTML",
					fieldname: "help",
					options: `<p>${__("One row for each level. Fill in the template; a check stores nothing.")}
						<a href="/api/method/${MODULE}.download_template">${__("Download Template")}</a></p>`,
				},
				{ fieldtype: "Attach", fieldname: "file", label: __("File (XLSX or CSV)"), reqd: 1 },
				{ fieldtype: "Check", fieldname: "replace", label: __("Change competencies that exist already") },
				{ fieldtype: "HTML", fieldname: "outcome" },
			],
			primary_action_label: __("Check"),
			primary_action: ({ file, replace }) => run(dialog, file, replace, false),
			secondary_action_label: __("Store"),
			secondary_action() {
				const values = dialog.get_values();
				if (values) run(dialog, values.file, values.replace, true).then(() => listview.refresh());
			},
		});
		dialog.show();
	};

	function run(dialog, file, replace, storing) {
		const wrapper = dialog.fields_dict.outcome.$wrapper.empty();
		return frappe
			.call({
				method: `${MODULE}.import_file`,
				type: "POST",
				args: { file, replace: replace ? 1 : 0, storing: storing ? 1 : 0 },
				freeze: true,
			})
			.then(({ message }) => wrapper.html(outcome(message, storing)));
	}

	// the texts of problems come ready for HTML
	function outcome({ made, changed, problems }, storing) {
		const counts = storing
			? [__("{0} new", [made]), __("{0} changed", [changed])]
			: [__("{0} would be new", [made]), __("{0} would be changed", [changed])];
		const head = `<p role="status"><b>${counts.join(" · ")}</b></p>`;
		if (!problems.length) return head;
		const columns = [
			["row", __("Row")],
			["column", __("Column")],
			["value", __("Value")],
			["problem", __("Problem")],
		];
		const cells = (row) => columns.map(([field]) => `<td style="overflow-wrap:anywhere">${row[field]}</td>`).join("");
		return `${head}<p>${__("Competencies with these problems are not stored:")}</p>
			<div style="overflow-x:auto"><table class="table table-bordered">
			<thead><tr>${columns.map(([, label]) => `<th scope="col">${label}</th>`).join("")}</tr></thead>
			<tbody>${problems.map((row) => `<tr>${cells(row)}</tr>`).join("")}</tbody></table></div>`;
	}
})();

"""Competencies of the agency's own from a file: a check that stores nothing, then the storing.

Frappe's own data import is not used for it: only System Managers may, it wants kinds in English whatever the
language, and it takes a competency apart into rows whose errors it cannot place.
"""

from typing import Any

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.utils import strip_html

from asn_kinerja.batches import blank, files
from asn_kinerja.batches.cells import CellProblem, SheetError
from asn_kinerja.competency import sheet
from asn_kinerja.competency.sheet import COLUMNS, Draft
from asn_kinerja.messages import escaped
from asn_kinerja.scoring.job_match import Kind

COMPETENCY = "ASN Competency"
KINDS = [kind.value for kind in Kind]
WIDTHS = {"title": 30, "definition": 50, "description": 50, "behaviours": 60}


@frappe.whitelist(methods=["GET"])
def download_template() -> None:
	"""The XLSX to fill in, in the user's language. Who: whoever may import competencies."""
	check_right()
	provide_binary_file(_("Competencies"), "xlsx", workbook())


@frappe.whitelist(methods=["POST"])
def import_file(file: str, storing: bool = False, replace: bool = False) -> dict[str, Any]:
	"""Read a file that the user has uploaded and check every competency; with `storing` store those without a
	problem. One that exists already is a problem, or changed to what the file says with `replace`.

	Returns competencies (in the file), made, changed, and problems with row, column, value, problem. Who:
	whoever may import competencies. Raises when the file as a whole cannot be used."""
	check_right()
	try:
		found = sheet.parse(content_of(file), files.header_fields(COLUMNS), kinds())
	except SheetError as error:
		frappe.throw(escaped(error.text(_))[0], title=_("Please Check"))
	counts = {"competencies": len(found.drafts), "made": 0, "changed": 0}
	problems = []
	for draft in found.drafts:
		# the database decides whether two names are the same, whatever their case and accents
		stored = frappe.db.exists(COMPETENCY, draft.title)
		told = [shown(one, found.headers) for one in problems_of(draft, bool(stored) and not replace)]
		if not told and (refused := keep(draft, stored, storing)):
			told = [line(draft.row, found.headers["title"], draft.title, refused)]
		problems += told
		if not told:
			counts["changed" if stored else "made"] += 1
	return {**counts, "problems": problems}


def check_right() -> None:
	if not all(frappe.has_permission(COMPETENCY, right) for right in ("import", "create")):
		frappe.throw(_("Only performance managers import competencies."), frappe.PermissionError)


def content_of(url: str) -> bytes:
	"""The bytes of a file that the user has uploaded himself."""
	name = frappe.db.get_value(
		"File", {"file_url": url, "owner": frappe.session.user}, order_by="creation desc"
	)
	if not name:
		raise SheetError("The file is not there any more. Attach it again.")
	try:
		content = frappe.get_doc("File", name).get_content()
	except OSError as error:
		raise SheetError("The file is not there any more. Attach it again.") from error
	return content.encode() if isinstance(content, str) else content


def kinds() -> dict[str, str]:
	"""`key` of a text -> kind, in English, Indonesian and the user's language."""
	return files.choice_texts({"kind": KINDS})["kind"]


def problems_of(draft: Draft, exists: bool) -> list[CellProblem]:
	if exists and not draft.problems:
		known = SheetError("The dictionary has this competency already.")
		return [CellProblem(draft.row, "title", draft.title, known)]
	return draft.problems


def keep(draft: Draft, stored: str | None, storing: bool) -> str | None:
	"""Store a competency, in the record `stored` or a new one, by its own rules, which also see what the file
	cannot know; without `storing` what was stored is taken back. Returns why it was refused; nothing of it is
	kept then."""
	frappe.db.savepoint("competency")
	before = len(frappe.local.message_log)
	refused = None
	try:
		doc = frappe.get_doc(COMPETENCY, stored) if stored else frappe.new_doc(COMPETENCY, title=draft.title)
		doc.update({**draft.values, "levels": draft.levels})
		doc.save()
	except (frappe.ValidationError, frappe.PermissionError, frappe.NameError) as error:
		refused = strip_html(str(error)) or _("It cannot be stored.")
		del frappe.local.message_log[before:]
	if refused or not storing:
		frappe.db.rollback(save_point="competency")
		frappe.clear_document_cache(COMPETENCY, stored or draft.title)
	return refused


def shown(problem: CellProblem, headers: Any) -> dict[str, Any]:
	"""A problem as the clerk reads it; texts ready for HTML."""
	label = next(column.labels[0] for column in COLUMNS if column.field == problem.field)
	column = headers.get(problem.field) or _(label)
	return line(problem.row, column, problem.value, problem.error.text(_, column))


def line(row: int, column: str, value: str, problem: str) -> dict[str, Any]:
	texts = escaped(column, value[:140], problem)
	return {"row": row, **dict(zip(("column", "value", "problem"), texts, strict=True))}


# --- the file to fill in -----------------------------------------------------------------------------------


def workbook() -> bytes:
	"""An XLSX with the columns in the user's language, an example, and the notes on a second sheet."""
	remarks = (
		_("A competency has five rows, one for each level from 1 to 5."),
		_("Competencies whose names begin with {0} are examples and are passed over.").format(_("Example:")),
		_("Up to {0} competencies in a file.").format(sheet.MOST),
	)
	return blank.workbook(
		blank.Blank(_("Competencies"), COLUMNS, _examples(), _notes(), {"kind": KINDS}, WIDTHS, remarks)
	)


def _examples() -> list[dict[str, object]]:
	first = {
		"title": _("Example:") + " " + _("Records Management"),
		"kind": _("Technical"),
		"code": "T.01",
		"definition": _("Keeps the agency's records complete, orderly and quick to find."),
	}
	rows = [
		{
			"level": level,
			"description": _("What a person does at level {0}").format(level),
			"behaviours": "\n".join(_("Behaviour {0}").format(number) for number in (1, 2, 3)),
		}
		for level in range(1, 6)
	]
	return [first | rows[0], *rows[1:]]


def _notes() -> dict[str, str]:
	return {
		"title": _("In the first row of each competency; below it may stay empty."),
		"kind": _("In the first row of each competency."),
		"code": _("May be empty."),
		"definition": _("In the first row of each competency."),
		"source": _("The regulation, or the technical agency that publishes the dictionary. May be empty."),
		"level": _("1 to 5, each once."),
		"description": _("In every row."),
		"behaviours": _("What one sees a person do at this level: one per line, or separated by semicolons."),
	}

"""The file to download and fill in for the attendance of many people."""

from frappe import _

from asn_kinerja.attendance.sheet import COLUMNS
from asn_kinerja.attendance.sources import kinds
from asn_kinerja.batches import blank
from asn_kinerja.batches.cells import EXAMPLE_NIP

WIDTHS = {"nip": 24, "kind": 24}


def workbook() -> bytes:
	"""An XLSX with the columns in the user's language, example rows, and the notes on a second sheet."""
	examples = (
		{
			"nip": EXAMPLE_NIP,
			"month": "2026-03",
			"working_days": 20,
			"present": 18,
			"excused_absences": 1,
			"unexcused_absences": 1,
			"date": "2026-03-04",
			"kind": _("Late"),
			"minutes": 25,
		},
		{"nip": EXAMPLE_NIP, "month": "2026-03", "date": "2026-03-17", "kind": _("Absent")},
	)
	return blank.workbook(
		blank.Blank(_("Attendance"), COLUMNS, examples, _notes(), {"kind": kinds()}, WIDTHS)
	)


def _notes() -> dict[str, str]:
	return {
		"nip": _("18 digits. All rows with one NIP and one month form the recap of this employee."),
		"month": _("In every row, like 2026-03 or 03/2026."),
		"working_days": _("In the first row of each month, as the columns with days that follow."),
		"present": _("Empty: the working days less both kinds of absences."),
		"excused_absences": _("Leave, illness and other valid reasons. Empty means 0."),
		"unexcused_absences": _("Empty: as many as are listed as absent."),
		"longest_run": _(
			"Working days in a row. May be empty when each unexcused day is listed: it is counted then."
		),
		"date": _("The day of an exception, one in each row; empty when there is none."),
		"minutes": _("For late and left early: by how many minutes, 1 to 1440."),
	}

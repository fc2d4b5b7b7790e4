"""The file to download and fill in for plans of many people."""

from collections.abc import Mapping

import frappe
from frappe import _

from asn_kinerja.batches import blank
from asn_kinerja.batches.cells import EXAMPLE_NIP
from asn_kinerja.planning.sheet import COLUMNS

ITEM = "ASN Work Plan Item"
WIDTHS = {
	"nip": 24,
	"result": 44,
	"superior_result": 44,
	"measure": 36,
	"success_measure": 36,
	"indicator": 30,
}


def workbook() -> bytes:
	"""An XLSX with the columns in the user's language, an example row, and the notes on a second sheet."""
	return blank.workbook(blank.Blank(_("Plans"), COLUMNS, (_example(),), _notes(), choices(), WIDTHS))


def choices() -> dict[str, list[str]]:
	"""The possible values of each column that has them, as they are stored."""
	meta = frappe.get_meta(ITEM)
	return {
		column.field: [option for option in meta.get_field(column.field).options.split("\n") if option]
		for column in COLUMNS
		if column.kind == "choice"
	}


def _example() -> dict[str, object]:
	return {
		"nip": EXAMPLE_NIP,
		"category": _("Utama"),
		"result": _("Building permits are issued on time"),
		"cascading": _("Direct"),
		"measure": _("Days per permit"),
		"aspect": _("Waktu"),
		"direction": _("Lower"),
		"target_min": 7,
		"target_max": 8,
		"unit": _("days"),
		"weight": 100,
	}


def _notes() -> Mapping[str, str]:
	return {
		"nip": _(
			"18 digits. All rows with one NIP form the plan of this employee, in the order of the file."
		),
		"category": _("Empty means Utama."),
		"result": _("Write it in every row, also when a result has several indicators."),
		"superior_result": _("The wording in the superior's approved plan; for JPT empty."),
		"objective": _("Name or code of a strategic objective of the agency."),
		"indicator": _(
			"Name in the indicator library. It gives unit, aspect and direction where they are empty."
		),
		"measure": _(
			"The individual indicator in words. May be empty when the library's indicator is named."
		),
		"success_measure": _("For qualitative plans."),
		"direction": _("Empty means that a higher realisation is better."),
		"target_min": _("A number such as 12,5. For a range its lower end."),
		"target_max": _("The upper end of a range, else empty."),
		"weight": _("In percent. The weights of one employee add up to 100."),
		"perspective": _("For JPT only."),
	}

"""Conversions that a manager enters: of results, or the part of one, from the time of a former level or rank.

He says which level and rank; everything else follows from the result, as in the rows that the job makes. So
a month counts once here too, and the row follows a corrected result.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from asn_kinerja.credit import ledger, positions
from asn_kinerja.credit import rules as credit_rules
from asn_kinerja.credit.ledger import FUNCTIONAL, POINT, WITHDRAWN
from asn_kinerja.evaluation.seals import FINAL_STATE
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import Predicate
from asn_kinerja.scoring.credit import EntryKind, credit_points

EVALUATION = "ASN Evaluation"
OF_RESULT = ("stage_key", "cycle", "stage", "stage_name", "from_date", "to_date", "predicate")


def complete(doc: Document) -> None:
	"""Check a conversion by hand and fill what follows from its result. Months and points are set once it is
	stored, by the posting (`asn_kinerja.credit.posting.convert`)."""
	ledger.check_person(doc, in_position=False)
	result = _result(doc)
	if not doc.functional_level or not doc.golongan:
		frappe.throw(
			_("Enter the {0} and the {1} held in the time of the result.").format(
				_("Functional Level"), _("Golongan")
			)
		)
	first = getdate(doc.from_date or result["from_date"])
	last = getdate(doc.to_date or result["to_date"])
	if not result["from_date"] <= first <= last <= result["to_date"]:
		frappe.throw(
			_("The result is about {0} to {1}. Enter days of this time.").format(
				frappe.format(result["from_date"], "Date"), frappe.format(result["to_date"], "Date")
			)
		)
	_check_free(result, first, last)
	rule = ledger.rule_on(last)
	predicate = Predicate(result["predicate"])
	with core_errors(doc):
		table = credit_rules.of(rule)
		ledger.check_rank(doc.functional_level, doc.golongan, table)
		earned = credit_points(0, predicate, doc.functional_level, table)
	annual = frappe.db.get_value("ASN Cycle Stage", result["stage"], "stage_type") == "Annual"
	doc.update(
		{
			"from_date": first,
			"to_date": last,
			"rule": rule,
			"cycle": result["cycle"],
			"stage_name": result["stage_name"],
			"predicate": predicate.value,
			"annual": int(annual),
			"percent": float(earned.percent),
			"coefficient": float(earned.coefficient),
			"months": 0,
			"points": 0,
			"basis": None,
			"document": None,
			"by_hand": 1,
			"status": ledger.COUNTED,
			"point_key": positions.key(result, first, last),
			"title": ledger.title(doc.employee_name, last),
		}
	)


def _result(doc: Document) -> Mapping[str, Any]:
	"""The result that is converted. One message for all that is wrong with it, whoever it may be about."""
	result = doc.evaluation and frappe.db.get_value(
		EVALUATION,
		{
			"name": doc.evaluation,
			"employee": doc.employee,
			"docstatus": 1,
			"workflow_state": FINAL_STATE,
			"position_type": FUNCTIONAL,
			"predicate": ["is", "set"],
		},
		list(OF_RESULT),
		as_dict=True,
	)
	if not result:
		frappe.throw(
			_("Choose a final evaluation of {0} in a functional position: its points are converted.").format(
				*escaped(doc.employee_name)
			)
		)
	return result


def _check_free(result: Mapping[str, Any], first: date, last: date) -> None:
	"""Refuse days of a result that a row holds already."""
	rows = frappe.get_all(
		POINT,
		filters={
			"point_key": ["like", f"{result['stage_key']}%"],
			"kind": EntryKind.CONVERSION.value,
			"status": ["!=", WITHDRAWN],
			"from_date": ["<=", last],
			"to_date": [">=", first],
		},
		fields=["point_key", "from_date", "to_date"],
		order_by="from_date, name",
	)
	for row in rows:
		if positions.stage_key(row.point_key) == result["stage_key"]:
			frappe.throw(
				_(
					"This result is converted already from {0} to {1}. Enter the other days, or let that row"
					" be converted again."
				).format(frappe.format(row.from_date, "Date"), frappe.format(row.to_date, "Date"))
			)

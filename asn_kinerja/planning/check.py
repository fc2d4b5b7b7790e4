"""What a plan must hold, as lists of problems: for the form, which names all at once, and for imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from asn_kinerja.messages import escaped
from asn_kinerja.planning.rows import leads
from asn_kinerja.scoring import Approach, Item, ScoringError, codec, item_errors

CATEGORIES = ("Utama", "Tambahan")


@dataclass(frozen=True, slots=True)
class Problem:
	"""What is wrong. `row`: the item's row from 1, 0 for the plan itself; `field`: its fieldname; `message`:
	a sentence in the user's language, ready for HTML, without the row number."""

	row: int
	field: str
	message: str

	@property
	def sentence(self) -> str:
		"""The message with its row."""
		return _("Row {0}: {1}").format(self.row, self.message) if self.row else self.message


def draft_problems(plan: Mapping[str, Any]) -> list[Problem]:
	"""What not even a draft may hold, because it could not be meant: a perspective outside JPT, an unknown
	category, numbers that are none or negative, a range upside down.

	`plan` holds the fields of a work plan, its rows as mappings."""
	approach = Approach(plan.get("approach") or Approach.QUANTITATIVE.value)
	problems: list[Problem] = []
	for row, item in enumerate(plan.get("items") or [], 1):
		if item.get("perspective") and not leads(plan):
			problems.append(
				Problem(
					row,
					"perspective",
					_("The {0} belongs to plans of JPT only. Leave it empty.").format(_("Perspective")),
				)
			)
		if not item.get("result"):
			problems.append(Problem(row, "result", _("Write the {0}.").format(_("Planned Result"))))
		try:
			parsed = codec.item_from_dict(dict(item), approach, strict=False)
		except ScoringError as error:
			problems.append(_of_core(row, error))
			continue
		if parsed.target_max and parsed.target_min:
			# a range upside down; a target of which one end is there is not complete yet
			found = _core_problems([parsed], approach, first=row)
			problems += [problem for problem in found if problem.field in ("target_min", "target_max")]
	return problems


def final_problems(
	plan: Mapping[str, Any], superior: Mapping[str, Any] | None, superior_needed: bool
) -> list[Problem]:
	"""What must be there when a plan is submitted for approval.

	`superior`: the rater's plan in force with its items (`plans.in_force`), None when he has none yet;
	`superior_needed`: whether main results must name the one of his that they serve (PermenPAN-RB 6/2022:
	the forms of JA and JF have that column). While he has no plan in force nothing is asked for: it is the
	approval that waits."""
	problems = draft_problems(plan)
	approach = Approach(plan.get("approach") or Approach.QUANTITATIVE.value)
	items = plan.get("items") or []
	needed = (
		("success_measure", _("Measure of Success"))
		if approach is Approach.QUALITATIVE
		else ("measure", _("Individual Indicator"))
	)
	for row, item in enumerate(items, 1):
		if not item.get(needed[0]):
			problems.append(Problem(row, needed[0], _("Write the {0}.").format(needed[1])))
		if superior_needed and superior and not leads(plan) and item.get("category") != "Tambahan":
			problems += _service_problems(row, item, superior)
	named = {problem.row for problem in problems}
	try:
		parsed = [codec.item_from_dict(dict(item), approach, strict=False) for item in items]
	except ScoringError:
		return _in_order(problems)  # named already
	problems += [
		problem for problem in _core_problems(parsed, approach) if not problem.row or problem.row not in named
	]
	return _in_order(problems)


def _service_problems(row: int, item: Mapping[str, Any], superior: Mapping[str, Any]) -> Iterator[Problem]:
	keys = {other["item_key"] for other in superior["items"]}
	if item.get("superior_item") not in keys:
		yield Problem(
			row,
			"superior_item",
			_("Choose the {0} in the plan of {1}.").format(
				_("Result of the Superior It Serves"), *escaped(superior.get("employee_name"))
			),
		)
	elif not item.get("cascading"):
		yield Problem(
			row,
			"cascading",
			_("Choose {0}: does the result carry a part of the superior's result, or lead to it?").format(
				_("Cascading")
			),
		)


def _core_problems(items: list[Item], approach: Approach, first: int = 1) -> list[Problem]:
	"""The core's errors; `first`: the row number of the first item."""
	return [
		_of_core((error.row or 0) and error.row + first - 1, error) for error in item_errors(items, approach)
	]


def _of_core(row: int, error: ScoringError) -> Problem:
	meta = frappe.get_meta("ASN Work Plan Item")
	df = meta.get_field(error.field) or frappe.get_meta("ASN Work Plan").get_field(error.field)
	label = _(df.label) if df else error.field
	return Problem(row, error.field, escape_html(error.text(_, label)))


def _in_order(problems: list[Problem]) -> list[Problem]:
	"""By row, those of the whole plan last, each once."""
	return sorted(dict.fromkeys(problems), key=lambda problem: problem.row or 10**6)

"""Who fits a position: everybody's newest assessment against the position's standard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from frappe.utils import getdate
from pypika import Table
from pypika.terms import Criterion

from asn_kinerja.competency import levels
from asn_kinerja.competency import rules as rules_of
from asn_kinerja.competency.assessed import counting
from asn_kinerja.scoring.job_match import CompetencyRules, Scale, Standard


class Candidate(NamedTuple):
	"""A person against the standard. `percent`, `filling` and `mapping` are those of the core's `match`, None
	and "" where `unassessed` names required competencies in which no level is known. `gaps`: competencies
	below the standard with required level − reached level, the largest first; `surplus`: those above it."""

	employee: str
	assessment: str
	assessed_on: date
	percent: Decimal | None
	filling: str
	mapping: str
	gaps: tuple[tuple[str, int], ...]
	surplus: tuple[str, ...]
	unassessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
	"""`candidates`: the best first. `standard` None: each by the one of his own position."""

	standard: Standard | None
	rules: CompetencyRules
	candidates: tuple[Candidate, ...]


def fit(
	standard: Standard,
	company: str | None = None,
	to_date: date | str | None = None,
	rule: str | None = None,
	people: Callable[[Table], Criterion | None] | None = None,
	sight: Criterion | None = None,
) -> Fit | None:
	"""How well everybody with an assessment that counts on the day (today by default) fits a position by its
	standard; None when there are no rules.

	`company`: of which agency the people are; None = all. `rule`: name of the rules, by default the newest.
	`people`: limits them by a criterion on the table of Employee; `sight`: one on
	`frappe.qb.DocType("ASN Competency Assessment")`, such as the row rule. The number of queries does not
	depend on that of people. Ordered by percent, then by the sum of what is missing, then by employee; those
	whom the standard cannot measure come last. Raises ScoringError for a standard or rules that cannot be
	used."""
	rule = rule or rules_of.newest()
	if not rule:
		return None
	rules = rules_of.of(rule)
	judge = Judge(Scale(standard, rules))

	def chosen(assessment: Table, person: Table) -> Criterion:
		criteria = [counting(assessment, to_date or getdate()), person.status == "Active"]
		criteria += [person.company == company] if company else []
		criteria += [sight] if sight is not None else []
		limit = people(person) if people else None
		return Criterion.all([*criteria, *([] if limit is None else [limit])])

	newest = levels.newest(judge.scale.competencies, chosen)
	found = [judge.candidate(employee, one) for employee, one in newest.items()]
	found.sort(key=_order)
	return Fit(standard, rules, tuple(found))


class Judge:
	"""Measures many people by one scale; what levels mean is worked out once for all who have the same."""

	__slots__ = ("_judged", "scale")

	def __init__(self, scale: Scale) -> None:
		self.scale = scale
		self._judged: dict[str, tuple] = {}

	def candidate(self, employee: str, one: levels.Digits) -> Candidate:
		"""`one`: his levels in the order of the scale's competencies."""
		judged = self._judged.get(one.digits)
		if judged is None:
			judged = self._judged[one.digits] = _judge(self.scale, one.digits)
		return Candidate(employee, one.assessment, one.assessed_on, *judged)


def _order(one: Candidate) -> tuple:
	missing = sum(gap for _competency, gap in one.gaps)
	return one.percent is None, -(one.percent or 0), missing, one.employee


def _judge(scale: Scale, digits: str) -> tuple:
	"""What levels, a digit each in the order of the scale's competencies, mean. A level that cannot be is
	none."""
	known, gaps, surplus, unassessed = [], [], [], []
	for row, digit in zip(scale.standard.requirements, digits, strict=True):
		level = int(digit) if "1" <= digit <= "5" else 0
		known.append(level)
		if not level:
			unassessed.append(row.competency)
		elif level < row.level:
			gaps.append((level - row.level, row.competency))
		elif level > row.level:
			surplus.append(row.competency)
	largest_first = tuple((competency, -below) for below, competency in sorted(gaps))
	if unassessed:
		return None, "", "", largest_first, tuple(surplus), tuple(unassessed)
	percent = scale.percent(scale.sums(known))
	filling, mapping = scale.categories(percent)
	return percent, filling.category, mapping.category, largest_first, tuple(surplus), ()

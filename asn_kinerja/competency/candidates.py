"""Who fits a position: everybody's newest assessment against the position's standard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from frappe.utils import getdate
from pypika import Table
from pypika.terms import Criterion

from asn_kinerja.competency import levels
from asn_kinerja.competency import rules as rules_of
from asn_kinerja.competency.assessed import counting
from asn_kinerja.scoring.job_match import CompetencyRules, Scale, Standard


@dataclass(frozen=True, slots=True)
class Candidate:
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
	scale = Scale(standard, rules)
	judged: dict[str, tuple] = {}

	def chosen(assessment: Table, person: Table) -> Criterion:
		criteria = [counting(assessment, to_date or getdate()), person.status == "Active"]
		criteria += [person.company == company] if company else []
		criteria += [sight] if sight is not None else []
		limit = people(person) if people else None
		return Criterion.all([*criteria, *([] if limit is None else [limit])])

	found = []
	for employee, one in levels.newest(scale.competencies, chosen).items():
		if one.digits not in judged:
			judged[one.digits] = _judge(scale, one.digits)
		found.append(Candidate(employee, one.assessment, one.assessed_on, *judged[one.digits]))
	found.sort(key=_order)
	return Fit(standard, rules, tuple(found))


def judge(scale: Scale, employee: str, one: levels.Digits) -> Candidate:
	"""One person by one standard; `one`: his levels in the order of its competencies."""
	return Candidate(employee, one.assessment, one.assessed_on, *_judge(scale, one.digits))


def _order(one: Candidate) -> tuple:
	missing = sum(gap for _competency, gap in one.gaps)
	return one.percent is None, -(one.percent or 0), missing, one.employee


def _judge(scale: Scale, digits: str) -> tuple:
	"""What levels, a digit each in the order of the scale's competencies, mean; once for all who have the
	same. A level that cannot be is none."""
	known = [int(digit) if "1" <= digit <= "5" else 0 for digit in digits]
	rows = list(zip(scale.standard.requirements, known, strict=True))
	gaps = sorted(
		((row.competency, row.level - level) for row, level in rows if 0 < level < row.level),
		key=lambda gap: (-gap[1], gap[0]),
	)
	surplus = tuple(row.competency for row, level in rows if level > row.level)
	unassessed = tuple(row.competency for row, level in rows if not level)
	if unassessed:
		return None, "", "", tuple(gaps), surplus, unassessed
	percent = scale.percent(scale.sums(known))
	filling, mapping = scale.categories(percent)
	return percent, filling.category, mapping.category, tuple(gaps), surplus, ()

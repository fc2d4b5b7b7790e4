"""The schemes and tables that come with the app."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .allowance import AllowanceRules, allowance_rules_from_dict
from .attendance import AttendanceRules, attendance_rules_from_dict
from .case import Scheme
from .codec import scheme_from_dict
from .credit import CreditRules, credit_rules_from_dict
from .development_plan import DevelopmentRules, development_rules_from_dict
from .discipline import DisciplineRules, discipline_rules_from_dict
from .distribution import Guide, guide_from_dict
from .fields import record
from .follow_up import FollowUpRules, follow_up_rules_from_dict
from .job_match import CompetencyRules, competency_rules_from_dict
from .satisfaction import SatisfactionGrade
from .talent import TalentRules, talent_rules_from_dict

RECORDS = Path(__file__).parent.parent / "setup" / "records"


class _Titled(Protocol):
	title: str


T = TypeVar("T", bound=_Titled)


@cache
def shipped_schemes() -> dict[str, Scheme]:
	"""The shipped schemes by title. Raises ScoringError when a record is damaged."""
	return _by_title("scoring_schemes", _scheme)


def _scheme(raw: Any) -> Scheme:
	"""A shipped scheme names the tables that are records of their own, as its DocType does."""
	tables = {"attendance_rule": "attendance_rules", "discipline_rule": "discipline_rules"}
	linked = {field: _named(file, raw[field]) for field, file in tables.items() if raw.get(field)}
	return scheme_from_dict({**raw, **linked}, strict=False)


def _named(file: str, name: str) -> Any:
	return next(row for row in _records(file) if f"{row['title']} v{row['version']}" == name)


@cache
def shipped_attendance_rules() -> dict[str, AttendanceRules]:
	"""The shipped tables of deductions by title. Raises ScoringError when a record is damaged."""
	return _by_title("attendance_rules", lambda record: attendance_rules_from_dict(record, strict=False))


@cache
def shipped_development_rules() -> dict[str, DevelopmentRules]:
	"""The shipped tables of measures by title. Raises ScoringError when a record is damaged."""
	return _by_title("development_rules", lambda record: development_rules_from_dict(record, strict=False))


@cache
def shipped_discipline_rules() -> dict[str, DisciplineRules]:
	"""The shipped tables of sanctions by title. Raises ScoringError when a record is damaged."""
	return _by_title("discipline_rules", lambda record: discipline_rules_from_dict(record, strict=False))


@cache
def shipped_follow_up_rules() -> dict[str, FollowUpRules]:
	"""The shipped tables of follow-ups by title. Raises ScoringError when a record is damaged."""
	return _by_title("follow_up_rules", lambda record: follow_up_rules_from_dict(record, strict=False))


@cache
def shipped_competency_rules() -> dict[str, CompetencyRules]:
	"""The shipped rules of the job person match by title. Raises ScoringError when a record is damaged."""
	return _by_title("competency_rules", lambda record: competency_rules_from_dict(record, strict=False))


@cache
def shipped_credit_rules() -> dict[str, CreditRules]:
	"""The shipped rules of credit points by title. Raises ScoringError when a record is damaged."""
	return _by_title("credit_rules", lambda record: credit_rules_from_dict(record, strict=False))


@cache
def shipped_allowance_rules() -> dict[str, AllowanceRules]:
	"""The shipped rules of the allowance by title. Raises ScoringError when a record is damaged."""

	def linked(record: Any) -> AllowanceRules:
		deductions = _named("attendance_rules", record["attendance_rule"])
		table = attendance_rules_from_dict(deductions, strict=False)
		return allowance_rules_from_dict({**record, "attendance_rule": table}, strict=False)

	return _by_title("allowance_rules", linked)


@cache
def shipped_distribution_guide() -> tuple[Guide, ...]:
	"""The shipped guide of the distribution of predicates."""
	return tuple(map(guide_from_dict, _records("distribution_guide")))


@cache
def shipped_satisfaction_grades() -> tuple[SatisfactionGrade, ...]:
	"""The shipped grades of the index of satisfaction."""
	survey: Any = _records("satisfaction_survey")
	return tuple(record(SatisfactionGrade, row, strict=False) for row in survey["grades"])


@cache
def shipped_talent_rules() -> dict[str, TalentRules]:
	"""The shipped tables of the nine boxes by title. Raises ScoringError when a record is damaged."""
	return _by_title("talent_rules", lambda record: talent_rules_from_dict(record, strict=False))


def _by_title(file: str, decode: Callable[[Any], T]) -> dict[str, T]:
	return {rules.title: rules for rules in map(decode, _records(file))}


def _records(file: str) -> list[Any]:
	return json.loads((RECORDS / f"{file}.json").read_text(encoding="utf-8"), parse_float=Decimal)

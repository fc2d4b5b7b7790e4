"""The schemes and tables that come with the app."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from .attendance import AttendanceRules, attendance_rules_from_dict
from .codec import scheme_from_dict
from .discipline import DisciplineRules, discipline_rules_from_dict
from .model import Scheme

RECORDS = Path(__file__).parent.parent / "setup" / "records"
T = TypeVar("T", Scheme, AttendanceRules, DisciplineRules)


@cache
def shipped_schemes() -> dict[str, Scheme]:
	"""The shipped schemes by title. Raises ScoringError when a record is damaged."""
	return _by_title("scoring_schemes", scheme_from_dict)


@cache
def shipped_attendance_rules() -> dict[str, AttendanceRules]:
	"""The shipped tables of deductions by title. Raises ScoringError when a record is damaged."""
	return _by_title("attendance_rules", lambda record: attendance_rules_from_dict(record, strict=False))


@cache
def shipped_discipline_rules() -> dict[str, DisciplineRules]:
	"""The shipped tables of sanctions by title. Raises ScoringError when a record is damaged."""
	return _by_title("discipline_rules", lambda record: discipline_rules_from_dict(record, strict=False))


def _by_title(name: str, decode: Callable[[Any], T]) -> dict[str, T]:
	text = (RECORDS / f"{name}.json").read_text(encoding="utf-8")
	return {rules.title: rules for rules in map(decode, json.loads(text, parse_float=Decimal))}

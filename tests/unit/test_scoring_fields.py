"""Records from dictionaries: dates, enumerations, tables in tables; what is wrong is named with its place."""

import copy
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from asn_kinerja.scoring import (
	ExceptionKind,
	Level,
	Levels,
	MonthFacts,
	Occurrence,
	RaterWeight,
	ReviewGroup,
	ReviewTally,
	Sanction,
	ScoringError,
	SourceFacts,
	StageResult,
	case_from_dict,
	case_to_dict,
	facts_from_dict,
	facts_to_dict,
	shipped_schemes,
)
from asn_kinerja.scoring.fields import record
from asn_kinerja.scoring.innovation import ImpactLevel
from asn_kinerja.scoring.reviews import ValueTally

Document = dict[str, Any]


def document() -> Document:
	return {
		"months": 3,
		"asn_type": "PNS",
		"reviews": [
			{
				"group": "Peer",
				"reviews": 3,
				"values": [{"behaviour_value": "Loyal", "answers": 3, "points": "320"}],
			}
		],
		"reviews_minimum": 3,
		"attendance": [
			{
				"month": "2026-02-01",
				"working_days": 20,
				"present": 20,
				"exceptions": [
					{"kind": "Late", "day": "2026-02-03", "minutes": 31},
					{"kind": "Missed Ceremony", "day": date(2026, 2, 17)},
				],
			}
		],
		"sanctions": [{"level": "Ringan", "sanction": "Teguran lisan", "from_date": "2026-03-05"}],
		"unit_predicate": "Baik",
		"training_hours": "7,5",
		"competency": {"reached": 24, "required": 27.0, "assessed_on": "2026-01-31"},
		"progress_from": {"stage": "Triwulan I", "work_result": "88.235294118"},
	}


FACTS = SourceFacts(
	months=3,
	asn_type="PNS",
	reviews=(ReviewTally(ReviewGroup.PEER, 3, (ValueTally("Loyal", 3, Decimal(320)),)),),
	reviews_minimum=3,
	attendance=(
		MonthFacts(
			date(2026, 2, 1),
			20,
			20,
			exceptions=(
				Occurrence(ExceptionKind.LATE, date(2026, 2, 3), 31),
				Occurrence(ExceptionKind.CEREMONY, date(2026, 2, 17)),
			),
		),
	),
	sanctions=(Sanction(Level.LIGHT, "Teguran lisan", date(2026, 3, 5)),),
	unit_predicate="Baik",
	training_hours=Decimal("7.5"),
	competency=Levels(Decimal(24), Decimal(27), date(2026, 1, 31)),
	progress_from=StageResult("Triwulan I", Decimal("88.235294118")),
)


def test_facts_are_read_and_written() -> None:
	assert facts_from_dict(document()) == FACTS
	written = json.loads(json.dumps(facts_to_dict(FACTS)))
	assert facts_from_dict(written) == FACTS
	assert written["attendance"][0]["exceptions"][0] == {"kind": "Late", "day": "2026-02-03", "minutes": 31}
	assert written["competency"]["assessed_on"] == "2026-01-31"
	assert written["progress_to"] is None


def test_no_facts_are_known_facts_too() -> None:
	for nothing in (None, {}, {"reviews": [], "unit_predicate": " ", "competency": None}):
		assert facts_from_dict(nothing) == SourceFacts()
	assert facts_from_dict(FACTS) is FACTS


def test_facts_within_a_case() -> None:
	scheme = next(iter(shipped_schemes().values()))
	source = {"scheme": scheme, "position_group": "JPT", "approach": "Quantitative", "facts": document()}
	case = case_from_dict(source)
	assert case.facts == FACTS
	assert case_from_dict(json.loads(json.dumps(case_to_dict(case)))).facts == FACTS
	source["facts"]["sanctions"][0]["level"] = "Parah"
	with pytest.raises(ScoringError) as caught:
		case_from_dict(source)
	assert caught.value.place == "sanctions #1 level"


def put(path: str, value: object) -> Callable[[Document], None]:
	def edit(source: Document) -> None:
		*way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
		target: Any = source
		for step in way:
			target = target[step]
		if value is KeyError:
			del target[last]
		else:
			target[last] = value

	return edit


@pytest.mark.parametrize(
	("path", "value", "place", "words"),
	[
		("month", 3, "facts month", "unknown field"),
		("months", "3", "facts months", "whole number"),
		("months", 3.5, "facts months", "whole number"),
		("months", -1, "facts months", "whole number from 0"),
		("months", True, "facts months", "whole number"),
		("asn_type", ["PNS"], "facts asn_type", "not text"),
		("reviews", "Peer", "facts reviews", "not a list"),
		("reviews.0", "Peer", "reviews #1 row", "not an object"),
		("reviews.0.group", "Friend", "reviews #1 group", "Choose one of: Self, Superior, Peer, Subordinate"),
		("reviews.0.group", KeyError, "reviews #1 group", "missing"),
		("reviews.0.reviews", None, "reviews #1 reviews", "missing"),
		("reviews.0.rater", "EMP-1", "reviews #1 rater", "unknown field"),
		("reviews.0.values.0.points", "banyak", "values #1 points", "not a number"),
		("reviews.0.values.0.points", -1, "values #1 points", "negative"),
		("attendance.0.month", "Februari", "attendance #1 month", "no date. Enter it as YYYY-MM-DD"),
		("attendance.0.month", "2026-02-30", "attendance #1 month", "no date"),
		("attendance.0.month", 20260201, "attendance #1 month", "no date"),
		("attendance.0.month", "2026-W05-1", "attendance #1 month", "no date"),
		("attendance.0.exceptions.1.kind", "Asleep", "exceptions #2 kind", "Choose one of: Late"),
		("attendance.0.exceptions.1.day", "", "exceptions #2 day", "missing"),
		("attendance.0.exceptions.0.minutes", "31", "exceptions #1 minutes", "whole number"),
		("sanctions.0.level", "ringan", "sanctions #1 level", "Choose one of: Ringan, Sedang, Berat"),
		("sanctions.0.sanction", "", "sanctions #1 sanction", "missing"),
		("training_hours", "1.250", "facts training_hours", "two ways"),
		("competency", 24, "competency row", "not an object"),
		("competency.required", KeyError, "competency required", "missing"),
		("competency.assessed_on", "31/01/2026", "competency assessed_on", "no date"),
		("progress_from.stage", KeyError, "progress_from stage", "missing"),
	],
)
def test_a_wrong_entry_is_named_with_its_row_and_field(
	path: str, value: object, place: str, words: str
) -> None:
	source = copy.deepcopy(document())
	put(path, value)(source)
	with pytest.raises(ScoringError) as caught:
		facts_from_dict(source)
	assert caught.value.place == place
	assert words in caught.value.message


def test_a_time_is_the_day_it_belongs_to() -> None:
	"""A database hands out both; only the day is a fact."""
	raw = {"level": Level.SEVERE, "sanction": "x", "from_date": datetime(2026, 3, 5, 14, 30)}
	found = record(Sanction, raw)
	assert (found.level, found.from_date) == (Level.SEVERE, date(2026, 3, 5))
	assert type(found.from_date) is date


def test_rows_of_the_framework_carry_more_and_flags_as_numbers() -> None:
	row = {"level": "Unit Kerja", "points": 10, "bonus": 0.5, "new_idea": 1, "idx": 1, "owner": "x"}
	assert record(ImpactLevel, row, strict=False) == ImpactLevel(
		"Unit Kerja", Decimal(10), Decimal("0.5"), True
	)
	with pytest.raises(ScoringError, match="unknown field") as caught:
		record(ImpactLevel, row)
	assert caught.value.place == "idx"
	with pytest.raises(ScoringError, match="neither 1"):
		record(ImpactLevel, {**row, "new_idea": "ya"}, strict=False)


@pytest.mark.parametrize("raw", [None, [], "Self", 5])
def test_what_is_no_object_is_refused(raw: object) -> None:
	with pytest.raises(ScoringError, match="not an object"):
		record(RaterWeight, raw)

"""What validate_scheme refuses, and the shipped schemes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from asn_kinerja.scoring import (
	ScoringError,
	Source,
	scheme_from_dict,
	scheme_to_dict,
	shipped_schemes,
	validate_scheme,
)

Document = dict[str, Any]


def pp30() -> Document:
	return scheme_to_dict(shipped_schemes()["PP 30/2019 70/30"])


def change(table: str, row: int, **values: object) -> Callable[[Document], None]:
	return lambda d: d[table][row].update(values)


def drop(table: str, row: int) -> Callable[[Document], None]:
	return lambda d: d[table].pop(row)


def double(table: str, row: int) -> Callable[[Document], None]:
	return lambda d: d[table].append(dict(d[table][row]))


def put(**values: object) -> Callable[[Document], None]:
	return lambda d: d.update(values)


def test_the_national_schemes_and_those_of_the_agencies_are_shipped_complete() -> None:
	schemes = shipped_schemes()
	assert list(schemes) == [
		*("PermenPAN-RB 6/2022", "PP 30/2019 70/30", "PP 30/2019 60/40"),
		*("Tangerang Selatan", "Marelan", "Walesi", "Surakarta", "Sibolga"),
	]
	for scheme in schemes.values():
		validate_scheme(scheme)
		assert len(scheme.predicates) == 9
		assert scheme.thresholds
		assert scheme.rating_values
		assert "starting points" in scheme.legal_basis


@pytest.mark.parametrize(
	("title", "weights"), [("PP 30/2019 70/30", [70, 30]), ("PP 30/2019 60/40", [60, 40])]
)
def test_weights_of_the_law(title: str, weights: list[int]) -> None:
	assert [row.weight for row in shipped_schemes()[title].components] == weights


def test_dictionary_and_back() -> None:
	for scheme in shipped_schemes().values():
		assert scheme_from_dict(scheme_to_dict(scheme)) == scheme


# Rows of the value table as shipped: 0 maximum target, 1 from 111, 2 101–110, 3 100, 4 80–99, 5 60–79, 6 0–59
@pytest.mark.parametrize(
	("edit", "place", "words"),
	[
		(put(version=0), "version", "whole number from 1"),
		(put(cap=121, leader_value_method="Capped Percent"), "cap", "out of range"),
		(put(cap=0, staff_value_method="Capped Percent"), "cap", "out of range"),
		(put(components=[]), "components weight", "add up to 0.00, not to 100"),
		(change("components", 0, weight=69.99), "components weight", "add up to 99.99"),
		(change("components", 0, weight=0), "components #1 weight", "above 0"),
		(change("components", 1, source="Work Result"), "components #2 source", "twice"),
		(change("rating_values", 2, value=121), "rating_values #3 value", "out of range"),
		(change("rating_values", 2, value=101), "rating_values", "better rating has fewer points"),
		(drop("rating_values", 0), "rating_values", "three ratings once"),
		(double("rating_values", 0), "rating_values", "three ratings once"),
		(drop("thresholds", 5), "thresholds", "lowest threshold of Behaviour"),
		(change("thresholds", 2, from_score=1), "thresholds", "lowest threshold of Work Result"),
		(change("thresholds", 0, from_score=90), "thresholds", "do not rise"),
		(change("thresholds", 0, from_score=130), "thresholds #1 from_score", "out of range"),
		(double("thresholds", 0), "thresholds #7 rating", "two thresholds"),
		(put(thresholds=[]), "thresholds", "lowest threshold"),
		(drop("predicates", 4), "predicates", "lacks 1 of its nine cells"),
		(put(predicates=[], result_method="Predicate Matrix"), "predicates", "lacks 9"),
		(double("predicates", 4), "predicates #10 work_result", "twice"),
		(put(bands=[]), "bands", "lowest band"),
		(drop("bands", 4), "bands", "lowest band"),
		(change("bands", 4, requires_new_idea=1), "bands", "lowest band"),
		(change("bands", 4, from_score=1), "bands", "lowest band"),
		(change("bands", 0, from_score=121), "bands #1 from_score", "out of range"),
		(double("bands", 1), "bands #6 from_score", "two bands start at 90"),
		(put(value_bands=[]), "value_bands", "start at an achievement of 0"),
		(drop("value_bands", 6), "value_bands", "start at an achievement of 0"),
		(drop("value_bands", 1), "value_bands", "above 110.00 have no value"),
		(drop("value_bands", 3), "value_bands", "gap between 99.00 and 101.00"),
		(change("value_bands", 4, achievement_to=98), "value_bands", "gap between 98.00 and 100.00"),
		(change("value_bands", 4, achievement_to=100), "value_bands", "overlap"),
		(change("value_bands", 4, achievement_to=0), "value_bands", "overlap"),
		(double("value_bands", 0), "value_bands", "overlap"),
		(change("value_bands", 4, achievement_to=79), "value_bands #5 achievement_to", "before it begins"),
		(
			change("value_bands", 4, achievement_from=79.5),
			"value_bands #5 achievement_from",
			"whole percents",
		),
		(change("value_bands", 4, value_to=121), "value_bands #5 value_to", "out of range"),
		(change("value_bands", 4, value_to=69), "value_bands", "gives less"),
		(change("value_bands", 4, value_to=110), "value_bands", "gives less"),
		(change("value_bands", 3, category="Cukup"), "", ""),  # allowed: categories still rise
		(change("value_bands", 3, category="Kurang"), "value_bands", "gives less"),
		(change("value_bands", 0, achievement_to=100), "value_bands", "gives less"),  # 101 % would lose
		(put(combinations=[]), "combinations", "with 1 indicators may match no row"),
		(drop("combinations", 4), "combinations", "with 1 indicators"),
		(change("combinations", 19, at_most_kurang=0), "combinations", "with 4 indicators"),
		(change("combinations", 19, at_least_best=1), "combinations", "with 4 indicators"),
		(change("combinations", 0, value=121), "combinations #1 value", "out of range"),
		(change("combinations", 0, indicators=0), "combinations #1 indicators", "whole number from 1"),
	],
)
def test_refused_with_place_and_reason(edit: Callable[[Document], None], place: str, words: str) -> None:
	document = pp30()
	edit(document)
	if not words:
		validate_scheme(scheme_from_dict(document))
		return
	with pytest.raises(ScoringError) as caught:
		validate_scheme(scheme_from_dict(document))
	assert caught.value.place == place
	assert words in caught.value.message


# --- the tables of the sources ----------------------------------------------------------------------------


def agency(title: str) -> Document:
	return scheme_to_dict(shipped_schemes()[title])


@pytest.mark.parametrize(
	("title", "field", "empty", "source"),
	[
		("Tangerang Selatan", "attendance_rule", None, Source.ATTENDANCE),
		("Tangerang Selatan", "discipline_rule", None, Source.DISCIPLINE),
		("Sibolga", "discipline_rule", None, Source.DISCIPLINE),
		("Sibolga", "innovation_levels", [], Source.INNOVATION),
		("Sibolga", "progress_factor", 0, Source.PROGRESS),
		("Marelan", "development_duty", 0, Source.DEVELOPMENT),
	],
)
def test_a_component_needs_what_it_is_measured_by(
	title: str, field: str, empty: object, source: Source
) -> None:
	document = agency(title)
	document[field] = empty
	with pytest.raises(ScoringError, match=f"the component {source.value} is measured by it") as caught:
		validate_scheme(scheme_from_dict(document))
	assert caught.value.place == field
	# without the component the table may be empty
	weights = [row for row in document["components"] if row["source"] != source.value]
	weights[0]["weight"] = 100 - sum(float(row["weight"]) for row in weights[1:])
	document["components"] = weights
	validate_scheme(scheme_from_dict(document))


def test_the_team_is_measured_by_the_unit_or_by_the_colleagues() -> None:
	document = agency("Tangerang Selatan")
	for changes in ({"organisation_points": []}, {"team_value": ""}):
		validate_scheme(scheme_from_dict({**document, **changes}))
	with pytest.raises(ScoringError, match="the component Team Contribution is measured by it") as caught:
		validate_scheme(scheme_from_dict({**document, "organisation_points": [], "team_value": ""}))
	assert caught.value.place == "organisation_points"


def test_progress_needs_a_work_result_to_compare() -> None:
	document = agency("Sibolga")
	rows = [row for row in document["components"] if row["source"] != "Work Result"]
	rows[0]["weight"] = 60
	with pytest.raises(ScoringError, match="progress compares work results") as caught:
		validate_scheme(scheme_from_dict({**document, "components": rows}))
	assert caught.value.place == "components"


def nested(rule: str, table: str, row: int, **values: object) -> Callable[[Document], None]:
	return lambda d: d[rule][table][row].update(values)


# Rater weights as shipped: superior 60 %, peers 40 %; points of the units from Istimewa 120 down
@pytest.mark.parametrize(
	("title", "edit", "place", "words"),
	[
		(
			"Tangerang Selatan",
			change("rater_weights", 1, weight=39),
			"rater_weights weight",
			"sum to 99.00, not to 100",
		),
		("Tangerang Selatan", drop("rater_weights", 1), "rater_weights weight", "sum to 60.00"),
		("Tangerang Selatan", change("rater_weights", 0, weight=101), "rater_weights #1 weight", "0 to 100"),
		(
			"Tangerang Selatan",
			change("rater_weights", 1, minimum=0),
			"rater_weights #2 minimum",
			"1 or more",
		),
		("Tangerang Selatan", double("rater_weights", 1), "rater_weights #3 group", "twice"),
		(
			"Tangerang Selatan",
			change("organisation_points", 0, value=121),
			"organisation_points #1 value",
			"0 to 120",
		),
		("Tangerang Selatan", put(team_unit_share="100.5"), "team_unit_share", "0 to 100"),
		(
			"Tangerang Selatan",
			change("innovation_levels", 3, bonus=121),
			"innovation_levels #4 bonus",
			"0 to 120",
		),
		("Tangerang Selatan", put(innovation_bonus_cap=121), "innovation_bonus_cap", "0 to 120"),
		("Sibolga", put(innovation_base=121), "innovation_base", "0 to 120"),
		("Sibolga", change("innovation_levels", 0, points=121), "innovation_levels #1 points", "0 to 120"),
		("Sibolga", double("innovation_levels", 0), "innovation_levels #5 level", "twice"),
		("Marelan", put(satisfaction_reference=0), "satisfaction_reference", "between 25 and 100"),
		("Marelan", put(satisfaction_reference=25), "satisfaction_reference", "between 25 and 100"),
		("Marelan", put(satisfaction_reference=100), "satisfaction_reference", "between 25 and 100"),
		("Marelan", put(satisfaction_highest="99.99"), "satisfaction_highest", "from 100 to 120"),
		("Marelan", put(satisfaction_highest="120.01"), "satisfaction_highest", "from 100 to 120"),
		(
			"Tangerang Selatan",
			nested("attendance_rule", "classes", 1, from_minutes=32),
			"classes #2 from_minutes",
			"between 31 and 32 minutes",
		),
		("Tangerang Selatan", nested("attendance_rule", "classes", 0, kind="Absent"), "classes #1 kind", ""),
		("Sibolga", nested("discipline_rule", "steps", 1, from_days=5), "steps #2 from_days", "begin at 4"),
		("Sibolga", nested("discipline_rule", "effects", 2, points=101), "effects #3 points", "0 to 100"),
	],
)
def test_rules_of_the_sources_are_refused_with_their_place(
	title: str, edit: Callable[[Document], None], place: str, words: str
) -> None:
	document = agency(title)
	edit(document)
	with pytest.raises(ScoringError) as caught:
		validate_scheme(scheme_from_dict(document))
	assert caught.value.place == place
	assert words in caught.value.message


@pytest.mark.parametrize(
	("edit", "place", "words"),
	[
		(put(attendance_rule="Tulang Bawang v1"), "attendance_rule rules", "not an object"),
		(put(attendance_rule={"classes": []}), "attendance_rule title", "missing"),
		(
			nested("attendance_rule", "classes", 0, kind="Early Bird"),
			"classes #1 kind",
			"Choose one of: Late",
		),
		(nested("discipline_rule", "steps", 0, level="Ringan sekali"), "steps #1 level", "Choose one of"),
		(change("rater_weights", 0, group="Friend"), "rater_weights #1 group", "Self, Superior, Peer"),
		(change("rater_weights", 1, minimum=2.5), "rater_weights #2 minimum", "whole number"),
		(change("innovation_levels", 0, points="banyak"), "innovation_levels #1 points", "not a number"),
		(
			change("organisation_points", 4, nilai=3),
			"organisation_points #5 nilai",
			"unknown field",
		),
		(put(progress_factor=-1), "progress_factor", "negative"),
		(put(team_value=5.5), "team_value", "not text"),
	],
)
def test_wrong_entries_in_the_tables_of_the_sources_are_named(
	edit: Callable[[Document], None], place: str, words: str
) -> None:
	document = agency("Tangerang Selatan")
	edit(document)
	with pytest.raises(ScoringError) as caught:
		scheme_from_dict(document)
	assert caught.value.place == place
	assert words in caught.value.message


def test_a_missing_number_of_indicators_is_a_gap() -> None:
	document = pp30()
	document["combinations"] = [row for row in document["combinations"] if row["indicators"] != 2]
	with pytest.raises(ScoringError, match="with 2 indicators"):
		validate_scheme(scheme_from_dict(document))


def test_a_scheme_built_by_hand_is_checked_too() -> None:
	scheme = shipped_schemes()["PP 30/2019 70/30"]
	with pytest.raises(ScoringError, match="version must be 1"):
		validate_scheme(replace(scheme, version=0))
	none = replace(scheme.combinations[0], indicators=0)
	with pytest.raises(ScoringError, match="1 or more"):
		validate_scheme(replace(scheme, combinations=(*scheme.combinations, none)))


def test_tables_that_no_method_needs_may_be_empty() -> None:
	document = scheme_to_dict(shipped_schemes()["PermenPAN-RB 6/2022"])
	document.update(bands=[], value_bands=[], combinations=[])
	validate_scheme(scheme_from_dict(document))


def test_rows_between_whole_percents_share_their_edges() -> None:
	document = pp30()
	document["whole_percent"] = 0
	document["value_bands"] = [
		{"category": "Kurang", "achievement_from": 0, "achievement_to": 80, "value_from": 0, "value_to": 70},
		{"category": "Baik", "achievement_from": 80, "achievement_to": 0, "value_from": 90, "value_to": 90},
	]
	validate_scheme(scheme_from_dict(document))
	document["value_bands"][1]["achievement_from"] = 81
	with pytest.raises(ScoringError, match="gap"):
		validate_scheme(scheme_from_dict(document))
	document["value_bands"][1]["achievement_from"] = 79
	with pytest.raises(ScoringError, match="overlap"):
		validate_scheme(scheme_from_dict(document))
	document["value_bands"][0]["achievement_to"] = document["value_bands"][1]["achievement_from"] = 0
	with pytest.raises(ScoringError, match="overlap"):
		validate_scheme(scheme_from_dict(document))


def test_a_row_of_no_width_is_refused_between_whole_percents() -> None:
	document = pp30()
	document["whole_percent"] = 0
	with pytest.raises(ScoringError, match="before it begins") as caught:
		validate_scheme(scheme_from_dict(document))
	assert caught.value.place == "value_bands #4 achievement_to"


def test_whose_reviews_are_asked_for() -> None:
	schemes = shipped_schemes()

	def asked(title: str) -> list[tuple[str, int, int]]:
		rules = schemes[title].review_rules()
		return [(rule.group.value, int(rule.weight), rule.minimum) for rule in rules]

	# subordinates have no weight in the behaviour, but see how somebody works with others
	assert asked("Tangerang Selatan") == [("Superior", 60, 1), ("Peer", 40, 3), ("Subordinate", 0, 1)]
	assert asked("Surakarta") == [("Self", 20, 1), ("Superior", 80, 1)]
	assert asked("Walesi") == []

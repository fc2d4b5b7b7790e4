"""Dictionaries in and out: field names, strictness, refusals, verification."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from asn_kinerja.scoring import (
	Approach,
	ScoringError,
	case_from_dict,
	case_to_dict,
	evaluate,
	item_from_dict,
	outcome_to_dict,
	scheme_from_dict,
	scheme_to_dict,
	shipped_schemes,
	verify,
)

Document = dict[str, Any]
SCHEMES = shipped_schemes()


def document() -> Document:
	return {
		"scheme": "PP 30/2019 70/30",
		"position_group": "JA/JF",
		"approach": "Quantitative",
		"items": [
			{
				"name": "a1",
				"category": "Utama",
				"result": "Layanan imunisasi",
				"aspect": "Kuantitas",
				"measure": "Cakupan imunisasi",
				"direction": "higher",
				"target_min": 80,
				"target_max": 90,
				"maximum_target": 0,
				"weight": 60,
				"realisation": "70,125",
				"rating": "",
			},
			{
				"category": "Tambahan",
				"result": "Laporan",
				"direction": "LOWER",
				"target_min": 12.125,
				"weight": 40,
				"realisation": 10,
			},
		],
		"behaviours": [{"behaviour_value": "Akuntabel", "rating": "Sesuai Ekspektasi"}],
		"new_idea": False,
		"work_result_rating": None,
		"behaviour_rating": "",
		"facts": {
			"months": 3,
			"asn_type": "PNS",
			"reviews_minimum": 3,
			"reviews": [
				{
					"group": "Peer",
					"reviews": 3,
					"values": [{"behaviour_value": "Akuntabel", "answers": 3, "points": 320}],
				}
			],
			"attendance": [
				{
					"month": "2026-03-01",
					"working_days": 20,
					"present": 20,
					"excused_absences": 0,
					"unexcused_absences": 0,
					"longest_run": 0,
					"exceptions": [{"kind": "Late", "day": "2026-03-02", "minutes": 31}],
				}
			],
			"sanctions": [{"level": "Ringan", "sanction": "Teguran lisan", "from_date": "2026-03-05"}],
			"unit_predicate": "Baik",
			"innovations": [{"innovation": "Antrean daring", "level": "Instansi", "share": "60.5"}],
			"training_hours": "12.5",
			"surveys": [{"title": "Loket", "index": "80.25", "answers": 40}],
			"competency": {"reached": 24, "required": 27, "assessed_on": "2026-02-01"},
			"periods": [{"stage": "Triwulan I", "work_result": "88.25", "months": 3}],
			"progress_from": {"stage": "Triwulan I", "work_result": "88.25"},
			"progress_to": None,
		},
		"component_scores": {"Attendance": 100, "Discipline": None},
	}


def test_a_case_survives_the_round_trip_through_json() -> None:
	source = document()
	source["items"][0]["realisation"] = "70,1250"
	case = case_from_dict(source, schemes=SCHEMES)
	exported = json.loads(json.dumps(case_to_dict(case)))
	assert exported["items"][1]["target_min"] == "12.1250"  # three decimals would read as thousands
	assert case_from_dict(exported) == case
	assert evaluate(case_from_dict(exported)) == evaluate(case)


def test_field_names_are_the_keys() -> None:
	source = document()
	source["items"][0]["realisation"] = 70
	case = case_from_dict(source, schemes=SCHEMES)
	assert set(case_to_dict(case)) == set(source)
	assert set(case_to_dict(case)["items"][0]) == set(source["items"][0])
	assert set(scheme_to_dict(case.scheme)) == {
		*("title", "version", "legal_basis", "result_method", "cap", "whole_percent"),
		*("leader_value_method", "staff_value_method", "components", "rating_values", "thresholds"),
		*("predicates", "bands", "value_bands", "combinations", "annual_method", "rater_weights"),
		*("attendance_rule", "discipline_rule", "organisation_points", "team_unit_share", "team_value"),
		*("innovation_levels", "innovation_base", "innovation_bonus_cap"),
		*("development_duty", "development_duty_pppk"),
		*("satisfaction_reference", "satisfaction_highest", "progress_factor"),
	}
	assert set(case_to_dict(case)["facts"]) == set(source["facts"])
	assert set(outcome_to_dict(evaluate(case))) == {
		*("items", "results", "components", "suggested_work_result", "suggested_behaviour"),
		*("bonus", "new_idea", "score", "predicate", "steps"),
	}


def test_documents_of_frappe_may_carry_more() -> None:
	source = document()
	source["items"][0]["realisation"] = 70
	plain = case_from_dict(source, schemes=SCHEMES)
	framework = {"doctype": "X", "idx": 1, "owner": "Administrator"}
	scheme = scheme_to_dict(SCHEMES["PP 30/2019 70/30"])
	scheme.update(framework, name="S1")
	for table in ("components", "bands", "value_bands", "combinations", "predicates"):
		scheme[table] = [{**row, **framework, "name": "r"} for row in scheme[table]]
	source.update(framework, scheme=scheme)
	source["items"] = [{**row, **framework} for row in source["items"]]
	source["behaviours"] = [{**row, **framework} for row in source["behaviours"]]
	assert case_from_dict(source, strict=False) == plain
	with pytest.raises(ScoringError, match="unknown field"):
		case_from_dict(source)


def test_a_scheme_may_be_handed_over_as_it_is() -> None:
	source = document()
	source["items"] = []
	source["scheme"] = SCHEMES["PP 30/2019 60/40"]
	assert case_from_dict(source, strict=False).scheme is source["scheme"]


def test_what_is_optional_may_be_left_out() -> None:
	source = {key: document()[key] for key in ("scheme", "position_group", "approach")}
	case = case_from_dict(source, schemes=SCHEMES)
	assert (case.items, case.behaviours, case.new_idea, case.component_scores) == ((), (), False, {})
	scheme = scheme_to_dict(case.scheme)
	del scheme["version"]
	assert scheme_from_dict(scheme) == case.scheme


def test_qualitative_items_hold_narratives() -> None:
	row = {"category": "Utama", "result": "X", "realisation": "Sudah berjalan", "direction": None}
	read = item_from_dict(row, Approach.QUALITATIVE)
	assert (read.realisation, read.direction, read.weight) == ("Sudah berjalan", None, 0)
	assert item_from_dict({**row, "realisation": 95.5}, Approach.QUALITATIVE).realisation == "95.5"
	with pytest.raises(ScoringError, match="not a number"):
		item_from_dict(row)


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
		("scheme", KeyError, "scheme", "missing"),
		("scheme", "PP 1/1999", "scheme", "no scheme"),
		("scheme", 5, "scheme", "not an object"),
		("position_group", "CEO", "position_group", "Choose one of: JPT, JA/JF"),
		("position_group", None, "position_group", "missing"),
		("approach", 1, "approach", "not allowed"),
		("items", "x", "items", "not a list"),
		("items", {}, "items", "not a list"),
		("items.0", "x", "items #1 row", "not an object"),
		("items.1.weigth", 1, "items #2 weigth", "unknown field"),
		("items.1.category", "Lain", "items #2 category", "not allowed"),
		("items.1.category", KeyError, "items #2 category", "missing"),
		("items.1.direction", "up", "items #2 direction", "Higher, Lower, Range, Exact"),
		("items.1.target_min", "abc", "items #2 target_min", "not a number"),
		("items.1.realisation", "1.250", "items #2 realisation", "two ways"),
		("items.1.weight", [], "items #2 weight", "not a number"),
		("items.1.maximum_target", 2, "items #2 maximum_target", "neither"),
		("items.1.maximum_target", "ya", "items #2 maximum_target", "neither"),
		("items.1.name", 1.5, "items #2 name", "not text"),
		("items.1.rating", "Bagus", "items #2 rating", "not allowed"),
		("behaviours.0.behaviour_value", "", "behaviours #1 behaviour_value", "missing"),
		("new_idea", "ya", "new_idea", "neither"),
		("work_result_rating", "sesuai ekspektasi", "work_result_rating", "not allowed"),
		("component_scores", [], "component_scores", "not an object"),
		("component_scores.Luck", 1, "component_scores Luck", "unknown field"),
		("component_scores.Attendance", -1, "component_scores Attendance", "negative"),
	],
)
def test_wrong_entries_are_refused_by_name(path: str, value: object, place: str, words: str) -> None:
	source = document()
	source["items"][0]["realisation"] = 70
	put(path, value)(source)
	with pytest.raises(ScoringError) as caught:
		case_from_dict(source, schemes=SCHEMES)
	assert caught.value.place == place
	assert words in caught.value.message


def test_wrong_entries_of_a_scheme_are_refused_by_name() -> None:
	for path, value, place in (
		("version", "1", "version"),
		("version", 10**7, "version"),
		("title", "", "title"),
		("components.0.source", "Luck", "components #1 source"),
		("combinations.3.at_most_kurang", -2, "combinations #4 at_most_kurang"),
		("value_bands.2.value_to", None, "value_bands #3 value_to"),
	):
		source = scheme_to_dict(SCHEMES["PP 30/2019 70/30"])
		put(path, value)(source)
		with pytest.raises(ScoringError) as caught:
			scheme_from_dict(source)
		assert caught.value.place == place


def exported() -> tuple[Any, Document]:
	source = document()
	source["items"][0]["realisation"] = 70
	source["items"][0]["name"] = "12"
	case = case_from_dict(source, schemes=SCHEMES)
	return case, json.loads(json.dumps(outcome_to_dict(evaluate(case))))


def test_verify_matches_what_was_evaluated() -> None:
	case, stored = exported()
	assert verify(case, stored) == ()
	del stored["steps"]
	stored["score"] = float(stored["score"])
	stored["components"][0]["missing"] = False
	assert verify(case, stored) == ()


def leaves(tree: Any, path: str = "") -> list[tuple[str, Any]]:
	if isinstance(tree, dict):
		return [leaf for key, value in tree.items() for leaf in leaves(value, f"{path}.{key}".lstrip("."))]
	if isinstance(tree, list):
		return [leaf for key, value in enumerate(tree) for leaf in leaves(value, f"{path}.{key}")]
	return [(path, tree)]


def test_verify_finds_every_changed_digit() -> None:
	case, stored = exported()
	changed = 0
	for path, text in leaves(stored):
		for index, digit in enumerate(str(text)):
			if not digit.isdigit():
				continue
			forged = copy.deepcopy(stored)
			other = str((int(digit) + 1) % 10)
			put(path, str(text)[:index] + other + str(text)[index + 1 :])(forged)
			assert len(verify(case, forged)) == 1, path
			changed += 1
	assert changed > 100


def test_verify_finds_every_lost_and_added_entry() -> None:
	case, stored = exported()
	for path, value in leaves(stored):
		if value is None or ".values." in path:
			continue
		forged = copy.deepcopy(stored)
		put(path, KeyError)(forged)
		assert verify(case, forged), path
	assert [row.field for row in verify(case, {**stored, "bonus": 5})] == ["bonus"]
	assert [row.field for row in verify(case, {**stored, "items": stored["items"][:1]})] == ["items[2]"]
	assert [row.field for row in verify(case, {**stored, "items": 5})] == ["items"]
	assert verify(case, {**stored, "score": "abc"})[0].stored == "abc"
	stored["items"][0]["name"] = "12.0"
	assert [row.field for row in verify(case, stored)] == ["items[1].name"]


def test_numbers_of_the_outcome_have_two_places() -> None:
	_, stored = exported()
	numbers = [stored["score"], *(row["score"] for row in stored["components"])]
	assert all(len(number.partition(".")[2]) == 2 for number in numbers)
	assert Decimal(stored["score"]) <= 120

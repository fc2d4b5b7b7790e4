"""`python -m asn_kinerja.scoring`, as an auditor runs it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from asn_kinerja.scoring.tasks import TASKS

ROOT = Path(__file__).parents[2]


def run(*arguments: str, given: object = "") -> subprocess.CompletedProcess[bytes]:
	"""The process; `given` is bytes or text as they are, anything else as JSON."""
	text = given if isinstance(given, (str, bytes)) else json.dumps(given)
	return subprocess.run(
		[sys.executable, "-m", "asn_kinerja.scoring", *arguments],
		input=text if isinstance(text, bytes) else text.encode(),
		capture_output=True,
		cwd=ROOT,
		check=False,
		timeout=60,
	)


def answer(*arguments: str, given: object) -> dict[str, Any]:
	done = run(*arguments, given=given)
	assert (done.returncode, done.stderr) == (0, b"")
	return json.loads(done.stdout)


def test_achievement() -> None:
	given = {"direction": "higher", "target_min": 80, "target_max": 90, "realisation": 70}
	output = answer("achievement", given=given)
	assert output["achievement"] == "87.50"
	assert output["steps"][0]["source"].startswith("PermenPAN-RB 8/2021")


def test_predicate() -> None:
	given = {"work_result": "Di Atas Ekspektasi", "behaviour": "Sesuai Ekspektasi"}
	assert answer("predicate", given=given) == {"predicate": "Baik"}


def test_band() -> None:
	assert answer("band", given={"score": 115, "new_idea": False}) == {"predicate": "Baik"}
	assert answer("band", given={"score": "115,00", "new_idea": 1}) == {"predicate": "Sangat Baik"}


@pytest.mark.parametrize(
	("more", "category", "value"),
	[
		({"position_group": "JPT"}, "Cukup", "88.00"),
		({"position_group": "JA/JF"}, "Cukup", "80.00"),
		({"method": "Capped Percent"}, None, "97.89"),
		({"position_group": "JPT", "scheme": "PermenPAN-RB 6/2022"}, None, "97.89"),
		({"method": "Value Table", "scheme": "PP 30/2019 60/40", "maximum_target": 1}, "Cukup", "88.00"),
	],
)
def test_value(more: dict[str, object], category: str | None, value: str) -> None:
	output = answer("value", given={"direction": "Higher", "target_min": 95, "realisation": 93, **more})
	assert (output["achievement"], output["category"], output["value"]) == ("97.89", category, value)


def example_case() -> dict[str, Any]:
	return json.loads(TASKS["evaluate"].example_input)


def test_evaluate_and_verify() -> None:
	case = example_case()
	outcome = answer("evaluate", given=case)
	# 0.6 × 87.5 + 0.4 × 100 = 92.5
	assert (outcome["score"], outcome["predicate"]) == ("92.50", "Butuh Perbaikan")
	stored = {"case": case, "outcome": outcome}
	assert answer("verify", given=stored) == {"matches": True, "differences": []}
	outcome["score"] = "92.51"
	done = run("verify", given=stored)
	assert done.returncode == 1
	assert json.loads(done.stdout) == {
		"matches": False,
		"differences": [{"field": "score", "stored": "92.51", "computed": "92.50"}],
	}


def test_evaluate_as_final_refuses_what_is_missing() -> None:
	case = {**example_case(), "scheme": "PP 30/2019 70/30"}
	case["items"][0]["realisation"] = None
	assert answer("evaluate", given=case)["score"] is None
	done = run("evaluate", given={**case, "final": 1})
	assert done.returncode == 2
	assert b"Work Result has no score yet" in done.stderr


def test_digits_are_taken_as_written() -> None:
	given = '{"direction": "Higher", "target_min": 0.3, "realisation": 0.1}'
	assert answer("achievement", given=given)["achievement"] == "33.33"
	assert answer("achievement", given=b"\xef\xbb\xbf" + given.encode())["achievement"] == "33.33"


def test_general_help_names_every_task_with_an_example() -> None:
	for arguments in (["--help"], ["-h"]):
		done = run(*arguments)
		assert done.returncode == 0
		for name, task in TASKS.items():
			assert f"asn_kinerja.scoring {name}" in done.stdout.decode()
			assert task.example_input in done.stdout.decode()


@pytest.mark.parametrize("name", TASKS)
def test_task_help_has_an_example_that_works(name: str) -> None:
	done = run(name, "--help")
	assert done.returncode == 0
	assert TASKS[name].example_input in done.stdout.decode()
	computed = run(name, given=TASKS[name].example_input)
	assert computed.returncode == (1 if name == "verify" else 0)
	flat = " ".join(computed.stdout.decode().split())
	for bracket in "{[":
		flat = flat.replace(f"{bracket} ", bracket)
	for bracket in "}]":
		flat = flat.replace(f" {bracket}", bracket)
	for promised in TASKS[name].example_output.strip("{}").split(", "):
		if "..." not in promised:
			assert promised in flat


BAD: dict[str, tuple[list[str], object, str]] = {
	"no task": ([], "", "TASK"),
	"unknown task": (["guess"], "{}", "TASK"),
	"two tasks": (["band", "value"], "{}", "value"),
	"no input": (["band"], "", "input"),
	"broken JSON": (["band"], '{"score": 115,', "input"),
	"not UTF-8": (["band"], b"\xff\xfe{}", "input"),
	"number too long": (["band"], '{"score": ' + "1" * 5000 + "}", "input"),
	"nested too deep": (["band"], "[" * 100000, "input"),
	"not an object": (["band"], [115], "input"),
	"unknown field": (["band"], {"score": 1, "idea": True}, "idea"),
	"missing field": (["band"], {"new_idea": True}, "score"),
	"not a score": (["band"], {"score": 120.01}, "score"),
	"NaN": (["band"], '{"score": NaN}', "score"),
	"wrong flag": (["band"], {"score": 1, "new_idea": "yes"}, "new_idea"),
	"unknown rating": (
		["predicate"],
		{"work_result": "Bagus", "behaviour": "Sesuai Ekspektasi"},
		"work_result",
	),
	"unknown scheme": (["band"], {"score": 1, "scheme": "PP 1/1999"}, "scheme"),
	"incomplete scheme": (["band"], {"score": 1, "scheme": {"title": "x"}}, "result_method"),
	"text": (["achievement"], {"direction": "Higher", "target_min": 1, "realisation": "dua"}, "realisation"),
	"ambiguous": (
		["achievement"],
		{"direction": "Higher", "target_min": "1.250", "realisation": 1},
		"target_min",
	),
	"negative": (["achievement"], {"direction": "Lower", "target_min": 1, "realisation": -1}, "realisation"),
	"infinite": (
		["achievement"],
		'{"direction": "Lower", "target_min": 1, "realisation": 1e999}',
		"realisation",
	),
	"target 0": (["achievement"], {"direction": "Higher", "target_min": 0, "realisation": 1}, "target_min"),
	"min > max": (
		["achievement"],
		{"direction": "Lower", "target_min": 9, "target_max": 8, "realisation": 1},
		"target_min",
	),
	"group and method": (
		["value"],
		{
			"direction": "Lower",
			"target_min": 9,
			"realisation": 1,
			"position_group": "JPT",
			"method": "Value Table",
		},
		"position_group",
	),
	"neither group nor method": (
		["value"],
		{"direction": "Lower", "target_min": 9, "realisation": 1},
		"position_group",
	),
	"wrong type of table": (["evaluate"], {**example_case(), "items": 5}, "items"),
	"weights": (
		["evaluate"],
		{**example_case(), "items": [{**example_case()["items"][0], "weight": 99}]},
		"items weight",
	),
	"no outcome": (["verify"], {"case": example_case()}, "outcome"),
	"outcome of the wrong type": (["verify"], {"case": example_case(), "outcome": 5}, "outcome"),
	"bad case": (["verify"], {"case": {}, "outcome": {}}, "approach"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line(name: str) -> None:
	arguments, given, field = BAD[name]
	done = run(*arguments, given=given)
	assert (done.returncode, done.stdout) == (2, b"")
	line = done.stderr.decode()
	assert line.count("\n") == 1
	assert field in line
	assert "Traceback" not in line

"""Templates of errors and steps: literal, translatable, complete; and no framework in the core."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import asn_kinerja.scoring
from asn_kinerja.scoring import ScoringError
from asn_kinerja.scoring.errors import located
from asn_kinerja.scoring.model import Step

MODULES = sorted(Path(asn_kinerja.scoring.__file__).parent.glob("*.py"))


def calls(name: str) -> list[ast.Call]:
	nodes = [node for path in MODULES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
	return [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]


def placeholders(call: ast.Call) -> set[int]:
	template = call.args[0]
	assert isinstance(template, ast.Constant), ast.unparse(call)
	assert isinstance(template.value, str)
	return {int(name) for _, name, _, _ in Formatter().parse(template.value) if name is not None}


def test_error_templates_are_literal_name_the_place_and_use_every_value() -> None:
	raised = calls("ScoringError")
	assert len(raised) > 40
	for call in raised:
		assert placeholders(call) == set(range(len(call.args))), ast.unparse(call)
		assert any(keyword.arg == "field" for keyword in call.keywords), ast.unparse(call)


def test_step_templates_are_literal() -> None:
	explained = calls("Step")
	assert len(explained) > 25
	for call in explained:
		used = placeholders(call)
		assert used == set(range(len(used))), ast.unparse(call)
		if isinstance(call.args[1], ast.Tuple):
			assert len(used) == len(call.args[1].elts), ast.unparse(call)


def test_the_core_imports_no_framework() -> None:
	for path in MODULES:
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
			names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
			assert not any(name.split(".")[0] in ("frappe", "erpnext") for name in names), path


def test_an_error_can_be_said_in_another_language() -> None:
	error = ScoringError("{0}: {1} is negative.", "-5", field="weight", row=2, table="items")
	assert error.message == str(error) == "items #2 weight: -5 is negative."
	assert error.template.format(*error.values) == error.message
	indonesian = {"{0}: {1} is negative.": "{0}: {1} bernilai negatif.", "Behaviour": "Perilaku"}

	def translate(text: str) -> str:
		return indonesian.get(text, text)

	assert error.text(translate, "Baris 2, Bobot") == "Baris 2, Bobot: -5 bernilai negatif."
	term = ScoringError("{0}: {1} is negative.", "Behaviour", field="weight")
	assert term.text(translate, "Bobot") == "Bobot: Perilaku bernilai negatif."
	indonesian["{0} is missing"] = "{0} belum ada"
	reason = Step("{0} is missing", ("Behaviour",), "", "scheme")
	because = ScoringError("{0}: {1} is negative.", "-5", field="weight", because=reason)
	assert because.text(translate, "Bobot") == "Bobot: -5 bernilai negatif. Perilaku belum ada."


def test_the_innermost_table_wins() -> None:
	with pytest.raises(ScoringError) as caught, located("items", 1), located("bands", 3):
		raise ScoringError("{0}: wrong.", field="x")
	assert caught.value.place == "bands #3 x"

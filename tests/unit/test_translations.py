"""The Indonesian translation: every string that a user may see has a row in translations/id.csv, no row is
left over, and the rows are fit to be shown.

The strings are read from the files, without Frappe: records (JSON), Python, JavaScript and HTML. Terms that
the law gives in Indonesian are stored as they are shown; they stand in LEGAL_TERMS and have no row.
"""

import ast
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "asn_kinerja"
DEMO = APP / "demo"  # a made-up agency: what it holds is data, not text of the app
CSV = APP / "translations/id.csv"

LEGAL_TERMS = frozenset(
	(
		*("ASN Kinerja", "NIP", "PNS", "PPPK", "Golongan"),
		*(f"{rank}/{room}" for rank in ("I", "II", "III") for room in "abcd"),
		*(f"IV/{room}" for room in "abcde"),
		*("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
		*("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
		*("JPT Utama", "JPT Madya", "JPT Pratama", "Administrator", "Pengawas", "Pelaksana", "Fungsional"),
		*("Pemula", "Terampil", "Mahir", "Penyelia"),
		*("Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"),
		*("Utama", "Tambahan"),
		*("Kuantitas", "Kualitas", "Waktu", "Biaya"),
		*("Penerima Layanan", "Proses Bisnis", "Penguatan Internal", "Anggaran"),
		*("Dukungan Sumber Daya", "Skema Pertanggungjawaban", "Konsekuensi"),
		*("Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"),
		*(f"U{number}" for number in range(1, 10)),
		*("Ringan", "Sedang", "Berat"),
		*("Keterampilan", "Keahlian"),
		*("Tinggi", "Menengah", "Rendah"),
		*("Istimewa", "Sangat Baik", "Baik", "Butuh Perbaikan", "Cukup", "Kurang", "Sangat Kurang"),
	)
)

# The same word in both languages.
SAME = frozenset({"Final", "Frappe HR", "Rating", "Status", "Target", "Token", "Total"})

# English words that give away a half-translated row. Words that are Indonesian too (target, rating, status,
# total, unit) and words of Indonesian laws are not among them.
ENGLISH = frozenset(
	re.findall(
		r"\w+",
		"""
		a achievement acknowledge acknowledged action agency amended an and annual answer appeal approach
		approval approve approved are assessment auditing band be before behavior behaviour by cancel
		cancelled cap category check choose closed code component correct correction cycle date decision
		default department description designation direction done draft due each employee empty enter
		evaluation evidence exact expectation explanation feedback field fill finalise first for form from
		given guide has higher history in indicator is it item key leader level link list lower make
		manager matrix measure missing must name needed new no not note notes number object objection
		objective of on only open or organisation outcome owner performance period plan please points
		position predicate quarter range rate rater reason record release released remove report result
		return returned revise revision row rule save scheme score section select self settings source
		stage start step submit submitted summary superior supervisor supports table the threshold title
		to type uphold user value values version waiting weight with withdraw work write year your
		""",
	)
)

# Official terms: a source with the English word has one of the Indonesian ones in its translation.
GLOSSARY: dict[str, tuple[str, ...]] = {
	"achievements?": ("capaian",),
	"agency": ("instansi",),
	"evidence": ("bukti dukung",),
	"indicators?": ("indikator",),
	"objections?": ("keberatan",),
	"performance cycles?": ("siklus kinerja",),
	"plans?": ("skp", "rencana"),
	"predicates?": ("predikat",),
	"raters?": ("penilai",),
	"realisation": ("realisasi",),
	"scores?": ("skor",),
	"scor(?:ing|ed)": ("penilaian", "skor"),
	"scoring scheme": ("skema penilaian",),
	"self assessments?": ("penilaian mandiri",),
	"stages?": ("periode",),
	"superior of the rater": ("atasan pejabat penilai",),
	"thresholds?": ("ambang",),
	"weights?": ("bobot",),
}

# Where `_( … )` and `__( … )` take a variable: each holds a string that is found elsewhere as a literal
# (a label, a DocType, a state, a role, a template of the core). File -> expressions.
VARIABLES: dict[str, set[str]] = {
	"asn_kinerja/doctype/asn_scoring_scheme/asn_scoring_scheme.py": {"self.meta.get_label(field)"},
	"asn_kinerja/doctype/asn_performance_cycle/asn_performance_cycle.js": {"value"},
	"renaming.py": {"doctype"},
	"competency/parts.py": {"df.label", "doc.meta.get_label(field)"},
	"competency/starting.py": {"rules.RULE", "access.ASSESSOR_ROLE", "STANDARD"},
	"asn_kinerja/doctype/asn_competency/asn_competency.py": {"self.meta.get_label('kind')"},
	"asn_kinerja/doctype/asn_competency/asn_competency_list.js": {"doc.kind"},
	"asn_kinerja/doctype/asn_position_standard/asn_position_standard.py": {"self.meta.get_label(needed)"},
	"competency/importing.py": {"label"},
	"asn_kinerja/doctype/asn_daily_activity/asn_daily_activity.py": {"self.meta.get_label(field)"},
	"asn_kinerja/doctype/asn_follow_up/asn_follow_up.js": {"frm.doc.decider"},
	"asn_kinerja/doctype/asn_follow_up/asn_follow_up.py": {
		"self.decider",
		"self.meta.get_label(field)",
		"stored",
	},
	"follow_up/proposing.py": {"step.output", "step.rule"},
	"asn_kinerja/doctype/asn_training_record/asn_training_record.py": {"stored"},
	"asn_kinerja/doctype/asn_training/asn_training.py": {"doc.kind", "form"},
	"asn_kinerja/doctype/asn_development_plan/asn_development_plan.py": {
		"was.status",
		"row.meta.get_label(about)",
		"row.source",
		"proposals.RULE",
		"stored",
	},
	"asn_kinerja/report/asn_development_progress/asn_development_progress.py": {"plan.status"},
	"cycle/deadlines.py": {"row.kind"},
	"development/opening.py": {"proposals.RULE"},
	"development/proposals.py": {"proposal.reason.rule"},
	"attachments.py": {"doc.meta.get_label(field)", "doctype"},
	"evaluation/objections.py": {"doc.meta.get_label(field)"},
	"monitoring/activities.py": {"row.status"},
	"monitoring/verification.py": {"row.status"},
	"public/js/asn_activity.js": {
		"frappe.meta.get_label(ASN_ACTIVITY, field)",
		'frappe.meta.get_label(ASN_ACTIVITY, "quantity")',
	},
	"asn_kinerja/doctype/asn_behaviour_review/asn_behaviour_review.js": {"choice"},
	"asn_kinerja/doctype/asn_behaviour_review/asn_behaviour_review.py": {
		"self.meta.get_label(field)",
		"self.status",
	},
	"asn_kinerja/doctype/asn_performance_settings/asn_performance_settings.py": {
		"self.meta.get_label(least)",
		"self.meta.get_label(most)",
	},
	"public/js/asn_reviews.js": {"review.status", "review.reviewer_group"},
	"reviews/rater.py": {"group"},
	"setup/install.py": {"record['legal_basis']", "record['notes']"},
	"asn_kinerja/doctype/asn_disciplinary_record/asn_disciplinary_record.py": {"stored"},
	"attendance/proposals.py": {"RULE"},
	"allowance/calculating.py": {"step.rule"},
	"asn_kinerja/report/asn_credit_points/asn_credit_points.py": {"step.rule"},
	"credit/form.py": {"step.rule"},
	"credit/ledger.py": {"credit_rules.RULE", "doc.kind", "last.value", "rule.lowest_predicate.value"},
	"public/js/asn_steps.js": {"step.rule", "step.source", "value"},
	"attendance/sources.py": {"LABELS[name]", "meta.get_label(error.field)"},
	"access/fields.py": {
		"df.label",
		"table",
		"doc.doctype",
		"flow.states[0].state",
		"old",
		"new",
		"row.allowed",
	},
	"asn_kinerja/doctype/asn_evaluation/asn_evaluation.js": {
		"part",
		"stage.workflow_state",
		"frappe.meta.get_label(frm.doctype, fieldname)",
	},
	"asn_kinerja/doctype/asn_evaluation/asn_evaluation.py": {
		"self.meta.get_label(field)",
		"self.workflow_state",
	},
	"asn_kinerja/doctype/asn_feedback/asn_feedback.py": {"df.label"},
	"asn_kinerja/doctype/asn_talent_map/asn_talent_map.js": {"reason"},
	"asn_kinerja/report/asn_nine_box/asn_nine_box.js": {"value"},
	"asn_kinerja/report/asn_nine_box/asn_nine_box.py": {"row.movement", "row.reason", "movement"},
	"asn_kinerja/doctype/asn_innovation/asn_innovation.js": {"decision"},
	"asn_kinerja/doctype/asn_innovation/asn_innovation.py": {"self.meta.get_label(table)", "self.status"},
	"asn_kinerja/doctype/asn_satisfaction_survey/asn_satisfaction_survey.py": {
		"self.meta.get_label(field)",
	},
	"asn_kinerja/doctype/asn_strategic_objective/asn_strategic_objective.py": {
		"self.level",
		"parent.level",
		"child.level",
	},
	"asn_kinerja/doctype/asn_strategic_objective/asn_strategic_objective_tree.js": {"level"},
	"asn_kinerja/page/asn_cascade/asn_cascade.js": {"row.level", "step.level"},
	"asn_kinerja/report/asn_cascade_coverage/asn_cascade_coverage.py": {"row.level"},
	"asn_kinerja/doctype/asn_result_matrix/asn_result_matrix.py": {"row.meta.get_label(field)"},
	"asn_kinerja/doctype/asn_work_plan/asn_work_plan.py": {"self.workflow_state"},
	"child_row.py": {"self.doctype", "self.parenttype"},
	"employee.py": {"error.template"},
	"messages.py": {"table.label", "field.label"},
	"batches/blank.py": {"column.labels[0]", "value"},
	"planning/check.py": {"df.label"},
	"public/js/asn_feedback.js": {"value"},
	"batches/files.py": {"text"},
	"planning/sources/file.py": {"LABELS[name]"},
	"public/js/asn_kinerja.js": {
		"frappe.meta.get_label(frm.doctype, field)",
		"frm.selected_workflow_action",
	},
}


class Text(NamedTuple):
	"""A string for the user, where it stands, and the context that Frappe may look it up with.

	Older versions of Frappe look up labels without their DocType, so `plain` strings need a row without
	context, and may have one with it. `variable`: no string but the expression that stands in its place."""

	text: str
	file: str
	line: int
	context: str = ""
	plain: bool = True
	variable: bool = False

	@property
	def place(self) -> str:
		return f'{self.file}:{self.line}: "{self.text}"'


class Row(NamedTuple):
	"""A row of the translation."""

	line: int
	source: str
	translation: str
	context: str = ""

	@property
	def place(self) -> str:
		return f'id.csv:{self.line}: "{self.source}"'


# --- what is in the files ----------------------------------------------------------------------------------


def app_files(*suffixes: str) -> Iterator[Path]:
	for path in sorted(APP.rglob("*")):
		if path.suffix in suffixes and DEMO not in path.parents:
			yield path


def short(path: Path) -> str:
	return path.relative_to(APP).as_posix()


class Record:
	"""One JSON record: finds the line of a value for the message of a failing test."""

	def __init__(self, file: str, source: str, record: dict[str, Any]) -> None:
		self.file, self.source, self.record = file, source, record

	def text(self, key: str, value: object, context: str = "", plain: bool = True) -> Iterator[Text]:
		if isinstance(value, str) and value.strip():
			# a value may stand inside another string (options, content): there the quotes are escaped
			inner = re.escape(json.dumps(value, ensure_ascii=False)[1:-1])
			found = re.search(rf'"{key}"\s*:\s*"[^\n]*?{inner}', self.source)
			line = self.source.count("\n", 0, found.start()) + 1 if found else 1
			yield Text(value, self.file, line, context, plain)

	def texts(self, *keys: str) -> Iterator[Text]:
		for key in keys:
			yield from self.text(key, self.record.get(key))

	def field(self, field: dict[str, Any], doctype: str) -> Iterator[Text]:
		"""Label, description and options. A hidden field's label may be translated for its DocType only, so
		that a technical word such as "Left" keeps its other meanings elsewhere."""
		yield from self.text("label", field.get("label"), doctype, plain=not field.get("hidden"))
		yield from self.text("description", field.get("description"), doctype)
		if field["fieldtype"] in ("Select", "Autocomplete"):
			for option in (field.get("options") or "").split("\n"):
				yield from self.text("options", option, doctype)


def of_doctype(record: Record) -> Iterator[Text]:
	yield from record.texts("name", "description")
	for field in record.record["fields"]:
		yield from record.field(field, record.record["name"])
	for table, key in (("actions", "label"), ("links", "group"), ("states", "title")):
		for row in record.record.get(table) or []:
			yield from record.text(key, row.get(key))


def of_report(record: Record) -> Iterator[Text]:
	yield from record.texts("report_name")
	for row in [*record.record.get("columns", []), *record.record.get("filters", [])]:
		yield from record.text("label", row.get("label"))


def of_workspace(record: Record) -> Iterator[Text]:
	yield from record.texts("title", "label")
	for table in ("links", "shortcuts", "number_cards", "charts", "quick_lists"):
		for row in record.record.get(table) or []:
			yield from record.text("label", row.get("label"))
	for block in json.loads(record.record.get("content") or "[]"):
		for key, value in block["data"].items():
			if key == "text" or key.endswith("_name"):
				for part in re.split(r"<[^>]*>", value):
					yield from record.text("content", part.strip())


def of_custom_field(record: Record) -> Iterator[Text]:
	yield from record.field(record.record, record.record["dt"])


# A kind of record that is not here fails the test: somebody has to say which of its texts are shown.
RECORDS = {
	"DocType": of_doctype,
	"Report": of_report,
	"Page": lambda record: record.texts("title"),
	"Workspace": of_workspace,
	"Number Card": lambda record: record.texts("name", "label"),
	"Dashboard Chart": lambda record: record.texts("name", "chart_name"),
	"Custom Field": of_custom_field,
	"Print Format": lambda record: record.texts("name"),
	"Role": lambda record: record.texts("role_name"),
}


def records() -> Iterator[Record]:
	for folder in (APP / "asn_kinerja", APP / "fixtures"):
		for path in sorted(folder.rglob("*.json")):
			source = path.read_text(encoding="utf-8")
			content = json.loads(source)
			for record in content if isinstance(content, list) else [content]:
				yield Record(short(path), source, record)


def literal(node: ast.expr | None) -> str | None:
	"""A string, also one that is put together from several with +; None for anything else."""
	if isinstance(node, ast.Constant) and isinstance(node.value, str):
		return node.value
	if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
		left, right = literal(node.left), literal(node.right)
		return None if left is None or right is None else left + right
	return None


TEMPLATES = {"ScoringError", "Step", "NipError", "SheetError"}  # the first argument is a template in English
WORKFLOW = {"State": (0,), "Transition": (0, 1, 2), "Flow": (0,)}  # setup/workflows.py


def of_python(source: str, file: str) -> Iterator[Text]:
	tree = ast.parse(source)
	for node in tree.body:
		# the source of a step that rests on no regulation is a sentence, not the name of one
		if (
			isinstance(node, ast.Assign)
			and ast.unparse(node.targets[0]) == "_OWN"
			and file.startswith("scoring/")
		):
			yield Text(literal(node.value) or "", file, node.lineno, "", plain=True, variable=False)
	calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
	for node in sorted(calls, key=lambda call: call.lineno):
		name = ast.unparse(node.func)
		if name.removeprefix("frappe.") in ("_", "_lt"):
			arguments, context = node.args[:1], [k.value for k in node.keywords if k.arg == "context"]
		elif name in TEMPLATES and (
			file.startswith(("scoring/", "planning/", "batches/", "attendance/", "competency/"))
			or file == "nip.py"
		):
			arguments, context = node.args[:1], []
		elif name in WORKFLOW and file == "setup/workflows.py":
			arguments, context = [node.args[n] for n in WORKFLOW[name]], []
		else:
			continue
		for argument in arguments:
			text, where = literal(argument), literal(context[0]) if context else None
			shown = ast.unparse(argument) if text is None else text
			yield Text(shown, file, argument.lineno, where or "", plain=not where, variable=text is None)


JS_STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`(?:\\.|[^`\\$]|\$(?!\{))*`'
JS_LITERAL = re.compile(rf"\s*(?:{JS_STRING})(?:\s*\+\s*(?:{JS_STRING}))*\s*")
JS_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(\n)|(.))", re.DOTALL)


def js_text(argument: str) -> str | None:
	"""The string of a literal, or of several put together with +; None for anything else."""
	if not JS_LITERAL.fullmatch(argument):
		return None
	parts = [part[1:-1] for part in re.findall(JS_STRING, argument)]
	return JS_ESCAPE.sub(_js_character, "".join(parts))


def _js_character(found: re.Match[str]) -> str:
	code, line_end, character = found.groups()
	if code:
		return chr(int(code, 16))
	return "" if line_end else {"n": "\n", "t": "\t"}.get(character, character)


def js_arguments(source: str) -> list[str]:
	"""The arguments of a call, from behind its opening bracket on."""
	arguments, depth, position = [""], 0, 0
	while position < len(source):
		found = re.compile(JS_STRING).match(source, position)
		token = found[0] if found else source[position]
		position += len(token)
		if token in "([{":
			depth += 1
		elif token in ")]}":
			depth -= 1
			if depth < 0:
				break
		elif token == "," and not depth:
			arguments.append("")
			continue
		arguments[-1] += token
	return [argument.strip() for argument in arguments]


def of_javascript(source: str, file: str, function: str = "__") -> Iterator[Text]:
	def blank(found: re.Match[str]) -> str:
		return re.sub(r"[^\n]", " ", found[0])

	source = re.sub(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", blank, source, flags=re.DOTALL)
	for call in re.finditer(rf"(?<![\w$]){function}\(", source):
		arguments = js_arguments(source[call.end() :])
		text = js_text(arguments[0])
		context = js_text(arguments[2]) if arguments[2:] else None
		line = source.count("\n", 0, call.start()) + 1
		shown = arguments[0] if text is None else text
		yield Text(shown, file, line, context or "", plain=not context, variable=text is None)


@cache
def everything() -> tuple[Text, ...]:
	"""All that the app shows: strings, and variables that stand for strings."""
	found: list[Text] = []
	for record in records():
		found += RECORDS[record.record["doctype"]](record)
	records_of_rules = (APP / "setup/records").glob("*_rules.json")
	for path in (APP / "setup/records/scoring_schemes.json", *sorted(records_of_rules)):
		for record in json.loads(path.read_text(encoding="utf-8")):
			for text in filter(None, (record["legal_basis"], record.get("notes"))):
				found.append(Text(text, short(path), 1, "", plain=True, variable=False))
	for path in app_files(".py"):
		found += of_python(path.read_text(encoding="utf-8"), short(path))
	for path in app_files(".js", ".html"):
		source = path.read_text(encoding="utf-8")
		found += of_javascript(source, short(path))
		if path.suffix == ".html":  # Jinja
			found += of_javascript(source, short(path), function="_")
	return tuple(found)


def strings() -> list[Text]:
	return [text for text in everything() if not text.variable]


@cache
def rows() -> tuple[Row, ...]:
	with CSV.open(encoding="utf-8", newline="") as file:
		reader = csv.reader(file)
		found = []
		for cells in reader:
			assert len(cells) in (2, 3), f"id.csv:{reader.line_num}: source,translation[,context] and no more"
			found.append(Row(reader.line_num, *cells))
		return tuple(found)


def listed(complaints: Iterable[str]) -> str:
	return "\n" + "\n".join(sorted(set(complaints)))


# --- the extraction finds what there is --------------------------------------------------------------------


@pytest.mark.parametrize(
	("source", "expected"),
	[
		('__("One {0}", [name])', ["One {0}"]),
		("x(__('It\\'s one'))", ["It's one"]),
		('__("one, " +\n\t"two")', ["one, two"]),
		("`<b>${__(`One`)}</b>`", ["One"]),
		('__("A (b), c"); // __("comment")', ["A (b), c"]),
		('link("https://x"); __("After a link")', ["After a link"]),
		('my__("no"); frappe.__("yes")', ["yes"]),
	],
)
def test_strings_of_javascript(source: str, expected: list[str]) -> None:
	assert [text.text for text in of_javascript(source, "x.js") if not text.variable] == expected


def test_variables_and_context_of_javascript() -> None:
	assert list(of_javascript('\n__(row.label, [a(1, 2)])\n__("To", null, "Mail")', "x.js")) == [
		Text("row.label", "x.js", 2, variable=True),
		Text("To", "x.js", 3, "Mail", plain=False),
	]


def test_strings_of_python() -> None:
	source = '_("a" "b").format(x)\nfrappe._("c", context="D")\n_lt("e" + "f")\n_(g)\n_(f"h{i}")'
	assert [(text.text, text.context, text.variable) for text in of_python(source, "x.py")] == [
		("ab", "", False),
		("c", "D", False),
		("ef", "", False),
		("g", "", True),
		("f'h{i}'", "", True),
	]


def test_every_kind_of_record_is_read() -> None:
	unknown = {record.file for record in records() if record.record.get("doctype") not in RECORDS}
	assert not unknown, f"Say in RECORDS which texts of these are shown: {listed(unknown)}"


@pytest.mark.parametrize(
	"text",
	[
		"ASN Work Plan",
		"Unit of Measurement",
		"Enter -1 for no limit.",
		"Half-yearly",
		"ASN Performance Recap",
		"Plans Waiting for Rater",
		"Civil Service (ASN)",
		"ASN Rater Superior",
		"Waiting for Rater",
		"Submit for Approval",
		"Mean Score",
		"{0}: {1} is negative. Enter 0 or more.",
		"Realisation {0} / target {1} × 100 %",
		"NIP {0}: digit 15 must be 1 (male) or 2 (female).",
		"Nothing was changed.",
	],
)
def test_one_string_of_each_sort_is_found(text: str) -> None:
	assert text in {found.text for found in strings()}


def test_variables_stand_only_where_they_hold_a_found_string() -> None:
	allowed = {(file, variable) for file, variables in VARIABLES.items() for variable in variables}
	used = {(text.file, text.text): text for text in everything() if text.variable}
	new = [text.place for key, text in used.items() if key not in allowed]
	assert not new, f"Translate a literal here, or list it in VARIABLES: {listed(new)}"
	gone = [f"{file}: {variable}" for file, variable in allowed - used.keys()]
	assert not gone, f"No longer used, remove from VARIABLES: {listed(gone)}"


def test_nothing_is_shown_without_translation() -> None:
	"""Literals in the usual places of messages and labels that no `_` or `__` surrounds."""
	bare: list[str] = []
	for path in app_files(".py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			shown: list[ast.expr] = []
			if isinstance(node, ast.Call) and ast.unparse(node.func) in ("frappe.throw", "frappe.msgprint"):
				shown = [*node.args[:1], *(k.value for k in node.keywords if k.arg in ("msg", "title"))]
			elif isinstance(node, ast.Dict):
				pairs = zip(node.keys, node.values, strict=True)
				shown = [value for key, value in pairs if key and literal(key) == "label"]
			bare += [
				f"{short(path)}:{part.lineno}: {ast.unparse(part)}"
				for part in shown
				if literal(part) is not None or isinstance(part, ast.JoinedStr)
			]
	keys = r"\b(?:label|title|message|description|placeholder|\w+_label)\s*:"
	functions = r"\b(?:add_custom_button|confirm|msgprint|set_intro|show_alert|show_progress|throw)\("
	pattern = rf"(?:{keys}|{functions})\s*(?:{JS_STRING})"
	for path in app_files(".js"):
		source = path.read_text(encoding="utf-8")
		for found in re.finditer(pattern, source):
			bare.append(f"{short(path)}:{source.count(chr(10), 0, found.start()) + 1}: {found[0]}")
	assert not bare, f"Put these into _() or __(): {listed(bare)}"


# --- the translation ---------------------------------------------------------------------------------------


def test_every_string_has_a_row() -> None:
	present = {(row.source, row.context) for row in rows()}
	missing = [
		text.place
		for text in strings()
		if text.text not in LEGAL_TERMS
		and (text.text, "") not in present
		and (text.plain or (text.text, text.context) not in present)
	]
	assert not missing, f"{len(set(missing))} strings without a row in id.csv: {listed(missing)}"


def test_every_row_has_a_string() -> None:
	known = {(text.text, context) for text in strings() for context in ("", text.context)}
	stale = [row.place for row in rows() if (row.source, row.context) not in known]
	assert not stale, f"No source has these any more: {listed(stale)}"


def test_legal_terms_are_in_use_and_have_no_row() -> None:
	unused = LEGAL_TERMS - {text.text for text in strings()}
	assert not unused, f"No source has these legal terms any more: {listed(unused)}"
	noise = [row.place for row in rows() if row.source in LEGAL_TERMS]
	assert not noise, f"Legal terms are stored as they are shown: {listed(noise)}"


def test_rows_are_sorted_single_and_written_as_csv_is() -> None:
	keys = [(row.source, row.context) for row in rows()]
	doubled = [f'"{source}" {context}' for (source, context), n in Counter(keys).items() if n > 1]
	assert not doubled, f"More than one row: {listed(doubled)}"
	wrong = [f"{later!r} stands behind {first!r}" for first, later in pairwise(keys) if later < first]
	assert not wrong, f"Not sorted by source: {listed(wrong)}"
	written = io.StringIO()
	writer = csv.writer(written, lineterminator="\n")
	writer.writerows([*row[1:3], *([row.context] if row.context else [])] for row in rows())
	assert CSV.read_text(encoding="utf-8") == written.getvalue()


def complaint(row: Row) -> str | None:
	"""What is wrong with the form of a row."""
	source, translation = row.source, row.translation
	if not translation.strip():
		return "empty translation"
	if source == translation and source not in SAME:
		return "not translated"
	for text in (source, translation):
		if re.sub(r"\{\d*\}", "", text).count("{"):
			return "a brace that is no placeholder"
	holders = [Counter(re.findall(r"\{\d*\}", text)) for text in (source, translation)]
	if holders[0] != holders[1]:
		return f"placeholders differ: {translation}"
	blanks = [
		(len(text) - len(text.lstrip()), len(text) - len(text.rstrip())) for text in (source, translation)
	]
	if blanks[0] != blanks[1]:
		return "leading or trailing blanks differ"
	ends = [text[-1] if text[-1] in ".:?!…" else "" for text in (source, translation)]
	if ends[0] != ends[1]:
		return f"the last punctuation mark differs: {translation}"
	if "  " in translation and "  " not in source:
		return "two blanks in a row"
	return None


def test_rows_keep_the_form_of_their_source() -> None:
	wrong = [f"{row.place}: {found}" for row in rows() if (found := complaint(row))]
	assert not wrong, listed(wrong)


@pytest.mark.parametrize(
	("source", "translation", "expected"),
	[
		("Row {0} of {1}.", "Dari {1}, baris {0}.", None),
		("Row {0}", "Baris {1}", "placeholders"),
		("Row {0}", "Baris", "placeholders"),
		("Row {0}", "Baris {0", "brace"),
		("Row", "Baris ", "blanks"),
		(" Row", "Baris", "blanks"),
		("Row", "Row", "not translated"),
		("Row", "", "empty"),
		("Write it.", "Tuliskan", "punctuation"),
		("Total", "Total", None),
	],
)
def test_a_malformed_row_is_noticed(source: str, translation: str, expected: str | None) -> None:
	found = complaint(Row(1, source, translation))
	assert (found is None) if expected is None else (expected in (found or ""))


def test_no_english_word_is_left() -> None:
	wrong = []
	for row in rows():
		left = set(re.findall(r"[a-z]+", row.translation.lower())) & ENGLISH
		if left:
			wrong.append(f"{row.place}: {', '.join(sorted(left))} in: {row.translation}")
	assert not wrong, listed(wrong)


def test_official_terms_are_used_throughout() -> None:
	wrong = []
	for row in rows():
		for english, official in GLOSSARY.items():
			if not re.search(rf"\b(?:{english})\b", row.source, re.IGNORECASE):
				continue
			if not any(term in row.translation.lower() for term in official):
				wrong.append(f"{row.place}: no {' or '.join(official)} in: {row.translation}")
	assert not wrong, listed(wrong)

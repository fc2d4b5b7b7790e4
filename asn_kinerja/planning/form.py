"""The official form of the SKP (sasaran kinerja pegawai), prepared for its print format "ASN SKP".

The form is a legal document: its texts are those of PermenPAN-RB 6/2022, annex, and stay Indonesian whatever
the reader's language, so nothing here is translated; numbers and dates are written as the law writes them.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import frappe
from babel.dates import format_date
from babel.numbers import format_decimal
from frappe.model.document import Document
from frappe.utils import cstr, flt, getdate
from frappe.www.printview import validate_print_permission

from asn_kinerja.people import is_leader

LOCALE = "id"
QUALITATIVE = "Qualitative"
NONE = "–"
MAIN, ADDITIONAL = "Utama", "Tambahan"
SUPPORTS = ("Dukungan Sumber Daya", "Skema Pertanggungjawaban", "Konsekuensi")

LEADERS = "Bagi Pejabat Pimpinan Tinggi dan Pimpinan Unit Kerja Mandiri"
OTHERS = "Bagi Pejabat Administrasi dan Pejabat Fungsional"

# Columns of the table of results by (leader, qualitative), with their share of the width in percent. In the
# qualitative forms the measures stand in a block below each result.
COLUMNS: dict[tuple[bool, bool], tuple[tuple[str, int], ...]] = {
	(True, False): (
		("No", 4),
		("Rencana Hasil Kerja", 34),
		("Indikator Kinerja Individu", 32),
		("Target", 14),
		("Perspektif", 16),
	),
	(True, True): (("No", 6), ("Rencana Hasil Kerja", 94)),
	(False, False): (
		("No", 4),
		("Rencana Hasil Kerja Pimpinan yang Diintervensi", 24),
		("Rencana Hasil Kerja", 26),
		("Aspek", 9),
		("Indikator Kinerja Individu", 24),
		("Target", 13),
	),
	(False, True): (("No", 6), ("Rencana Hasil Kerja", 94)),
}
BLOCKS = {
	True: "Ukuran keberhasilan/Indikator Kinerja Individu, Target, dan Perspektif",
	False: "Ukuran keberhasilan/Indikator Kinerja Individu dan Target",
}

# Pangkat of each golongan ruang of PNS (PP 99/2000, annex). PPPK have a golongan only.
RANKS = {
	"I/a": "Juru Muda",
	"I/b": "Juru Muda Tingkat I",
	"I/c": "Juru",
	"I/d": "Juru Tingkat I",
	"II/a": "Pengatur Muda",
	"II/b": "Pengatur Muda Tingkat I",
	"II/c": "Pengatur",
	"II/d": "Pengatur Tingkat I",
	"III/a": "Penata Muda",
	"III/b": "Penata Muda Tingkat I",
	"III/c": "Penata",
	"III/d": "Penata Tingkat I",
	"IV/a": "Pembina",
	"IV/b": "Pembina Tingkat I",
	"IV/c": "Pembina Utama Muda",
	"IV/d": "Pembina Utama Madya",
	"IV/e": "Pembina Utama",
}


@dataclass(frozen=True)
class Party:
	"""One of the two who sign; what is not known is a dash."""

	name: str = NONE
	nip: str = NONE
	rank: str = NONE
	position: str = NONE
	unit: str = NONE

	@property
	def rows(self) -> tuple[tuple[str, str], ...]:
		"""The lines of the heading."""
		return (
			("Nama", self.name),
			("NIP", self.nip),
			("Pangkat/Gol. Ruang", self.rank),
			("Jabatan", self.position),
			("Unit Kerja", self.unit),
		)


@dataclass(frozen=True)
class Measure:
	"""A row of a result: indicator with aspect, target and perspective; in a qualitative plan the indicator
	is the measure of success."""

	indicator: str
	target: str
	aspect: str
	perspective: str


@dataclass(frozen=True)
class Result:
	"""A planned result with its measures; `superior` is the superior's result that it serves."""

	number: int
	text: str
	superior: str
	measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Behaviour:
	"""A value with its guides and what the leader expects under it."""

	number: int
	value: str
	guides: tuple[str, ...]
	expectation: str


@dataclass(frozen=True)
class Action:
	"""A step of the action plan (rencana aksi) within a stage."""

	number: int
	result: str
	indicator: str
	action: str
	target: str


@dataclass(frozen=True)
class Stage:
	"""A stage of the cycle with the actions planned for it."""

	name: str
	period: str
	actions: tuple[Action, ...]


@dataclass(frozen=True)
class Form:
	"""All that is printed; plain text, which the template escapes.

	`mark` (empty on a plan in force) says that the plan is not, or no longer, in force, `mark_note` why;
	`notes` are the revision and the end of the plan."""

	leader: bool
	qualitative: bool
	agency: str
	period: str
	employee: Party
	rater: Party
	mark: str
	mark_note: str
	notes: tuple[str, ...]
	sections: tuple[tuple[str, tuple[Result, ...]], ...]
	behaviours: tuple[Behaviour, ...]
	supports: tuple[tuple[str, tuple[str, ...]], ...]
	stages: tuple[Stage, ...]
	approved_on: str = ""

	@property
	def approach(self) -> str:
		return f"Pendekatan Hasil Kerja {'Kualitatif' if self.qualitative else 'Kuantitatif'}"

	@property
	def audience(self) -> str:
		return LEADERS if self.leader else OTHERS

	@property
	def columns(self) -> tuple[tuple[str, int], ...]:
		"""Name and share of the width in percent."""
		return COLUMNS[self.leader, self.qualitative]

	@property
	def block(self) -> str:
		"""The heading of the block below each result of a qualitative form."""
		return BLOCKS[self.leader]

	@property
	def landscape(self) -> bool:
		"""The tables of the quantitative forms need the width of the page."""
		return not self.qualitative


def asn_skp_form(doc: Document) -> Form:
	"""The form of a work plan; the Jinja method of the print format.

	Frappe lets a client send the document that is to be printed, and a template may call this with any
	document. So only the name is taken from it: what is printed is what is stored, and who may not print
	the stored plan gets a PermissionError."""
	plan = frappe.get_doc("ASN Work Plan", doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(plan)
	return form_of(plan)


def form_of(plan: Document) -> Form:
	"""The form of a stored plan. The number of queries does not depend on the number of rows."""
	parties = _parties(plan)
	mark, note = _mark(plan)
	return Form(
		leader=is_leader(plan.position_type),
		qualitative=plan.approach == QUALITATIVE,
		agency=_text(plan.company) or NONE,
		period=_period(plan.from_date, plan.to_date),
		employee=parties[0],
		rater=parties[1],
		mark=mark,
		mark_note=note,
		notes=tuple(_notes(plan)),
		sections=tuple((name, _results(plan, name)) for name in (MAIN, ADDITIONAL)),
		behaviours=_behaviours(plan),
		supports=tuple(
			(kind, tuple(_text(row.description) for row in plan.supports if row.kind == kind))
			for kind in SUPPORTS
		),
		stages=_stages(plan),
		approved_on=_day(plan.approved_on) if plan.docstatus == 1 else "",
	)


def _parties(plan: Document) -> tuple[Party, Party]:
	"""The employee by the plan's own header, and the rater; both with their present rank."""
	people = {
		row.name: row
		for row in frappe.get_all(
			"Employee",
			filters={"name": ["in", [plan.employee, plan.rater or ""]]},
			fields=["name", "employee_name", "asn_nip", "asn_golongan", "designation", "department"],
			order_by="name",
		)
	}
	person, rater = people.get(plan.employee) or frappe._dict(), people.get(plan.rater)
	departments = [plan.department, rater.department if rater else None]
	units = dict(
		frappe.get_all(
			"Department",
			filters={"name": ["in", [name for name in departments if name]]},
			fields=["name", "department_name"],
			order_by="name",
			as_list=True,
		)
	)

	def party(name: str, nip: str, golongan: str, position: str, department: str) -> Party:
		known = (name, nip, _rank(golongan), position, units.get(department) or department)
		return Party(*(_text(value) or NONE for value in known))

	return (
		party(plan.employee_name, plan.nip, person.asn_golongan, plan.designation, plan.department),
		party(rater.employee_name, rater.asn_nip, rater.asn_golongan, rater.designation, rater.department)
		if rater
		else Party(),
	)


def _rank(golongan: str | None) -> str:
	golongan = golongan or ""
	return f"{RANKS[golongan]} / {golongan}" if golongan in RANKS else golongan


def _mark(plan: Document) -> tuple[str, str]:
	"""The mark of a plan that is not in force, and what it means."""
	if plan.docstatus == 0:
		return "DRAF", "Belum ditetapkan oleh pejabat penilai kinerja"
	if plan.docstatus == 2:
		return "DIBATALKAN", "SKP ini telah dibatalkan"
	if plan.workflow_state == "Superseded":
		return "TIDAK BERLAKU", "SKP ini telah digantikan oleh perubahan berikutnya"
	return "", ""


def _notes(plan: Document) -> Iterable[str]:
	if (plan.version or 1) > 1:
		reason = _text(plan.revision_reason)
		yield f"Perubahan SKP ke-{plan.version - 1}" + (f": {reason}" if reason else "")
	if plan.ended_on:
		reason = _text(plan.end_reason)
		yield f"SKP berakhir pada {_day(plan.ended_on)}" + (f": {reason}" if reason else "")


def _results(plan: Document, category: str) -> tuple[Result, ...]:
	"""The results of a category; consecutive rows with the same result are one."""
	leader, qualitative = is_leader(plan.position_type), plan.approach == QUALITATIVE
	rows = [row for row in plan.items if (row.category or MAIN) == category]
	found = []
	for number, (text, group) in enumerate(groupby(rows, key=lambda row: _text(row.result)), 1):
		same = list(group)
		superiors = dict.fromkeys(filter(None, (_text(row.superior_result) for row in same)))
		found.append(
			Result(
				number=number,
				text=text,
				superior="" if leader else "\n".join(superiors),
				measures=tuple(_measure(row, qualitative) for row in same),
			)
		)
	return tuple(found)


def _measure(row: Document, qualitative: bool) -> Measure:
	shown = (row.success_measure or row.measure) if qualitative else row.measure
	return Measure(
		indicator=_text(shown),
		target=_target(row, qualitative),
		aspect=_text(row.aspect),
		perspective=_text(row.perspective),
	)


def _target(row: Document, qualitative: bool) -> str:
	"""The target with its unit: one number, or a range. A qualitative row may have none."""
	low, high = flt(row.target_min), flt(row.target_max)
	if not low and not high and (qualitative or not row.measure):
		return ""
	numbers = _number(low) if not high or high == low else f"{_number(low)} – {_number(high)}"
	return _with_unit(numbers, row.unit)


def _behaviours(plan: Document) -> tuple[Behaviour, ...]:
	guides: dict[str, list[str]] = {}
	for row in frappe.get_all(
		"ASN Behaviour Guide",
		filters={
			"parenttype": "ASN Behaviour Value",
			"parent": ["in", [row.behaviour_value for row in plan.behaviours]],
		},
		fields=["parent", "guide"],
		order_by="parent, idx",
	):
		guides.setdefault(row.parent, []).append(_text(row.guide))
	return tuple(
		Behaviour(
			number,
			_text(row.behaviour_value),
			tuple(guides.get(row.behaviour_value, ())),
			_text(row.expectation),
		)
		for number, row in enumerate(plan.behaviours, 1)
	)


def _stages(plan: Document) -> tuple[Stage, ...]:
	"""The milestones by stage, in the order of the cycle; a stage that the cycle has no more comes last."""
	if not plan.milestones:
		return ()
	cycle = frappe.get_all(
		"ASN Cycle Stage",
		filters={"parenttype": "ASN Performance Cycle", "parent": plan.cycle},
		fields=["stage_name", "from_date", "to_date"],
		order_by="idx",
	)
	periods = {row.stage_name: _period(row.from_date, row.to_date) for row in cycle}
	names = dict.fromkeys([*periods, *(row.stage_name for row in plan.milestones)])
	items = {row.idx: row for row in plan.items}
	return tuple(
		Stage(_text(name), periods.get(name, ""), actions)
		for name in names
		if (actions := _actions(plan, name, items))
	)


def _actions(plan: Document, stage: str, items: Mapping[int, Document]) -> tuple[Action, ...]:
	qualitative = plan.approach == QUALITATIVE
	rows = sorted((row for row in plan.milestones if row.stage_name == stage), key=lambda row: row.item_no)
	found = []
	for number, row in enumerate(rows, 1):
		item = items.get(row.item_no) or frappe._dict()
		measure = _measure(item, qualitative)
		# without a target of its own, the stage is evaluated against the target of the plan
		target = _with_unit(_number(flt(row.target)), item.unit) if row.target else measure.target
		result = _text(item.result) or _text(row.result)
		found.append(Action(number, result, measure.indicator, _text(row.action), target))
	return tuple(found)


def _period(start: date | str | None, end: date | str | None) -> str:
	""" "1 Januari s.d. 31 Desember 2025"; both years when they differ."""
	if not start or not end:
		return NONE
	start, end = getdate(start), getdate(end)
	first = format_date(start, "d MMMM" if start.year == end.year else "d MMMM yyyy", locale=LOCALE)
	return f"{first} s.d. {_day(end)}"


def _day(day: date | str | None) -> str:
	return format_date(getdate(day), "d MMMM yyyy", locale=LOCALE) if day else ""


def _number(value: float) -> str:
	"""With a decimal comma and all its decimals: 1.250,5."""
	return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def _with_unit(numbers: str, unit: str | None) -> str:
	"""With a blank at which no line ends."""
	return f"{numbers}\N{NO-BREAK SPACE}{_text(unit)}".strip()


def _text(value: object) -> str:
	"""Plain text: what Frappe cleaned when it was saved ("&lt; 5 hari") is turned back, for the template to
	escape once."""
	return html.unescape(cstr(value)).strip()

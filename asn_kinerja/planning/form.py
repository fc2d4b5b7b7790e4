"""The official form of the SKP (sasaran kinerja pegawai), prepared for its print format "ASN SKP"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import flt
from frappe.www.printview import validate_print_permission

from asn_kinerja import official, parties
from asn_kinerja.official import Measure, Signature
from asn_kinerja.people import is_leader
from asn_kinerja.wording import NONE, day, number, period, text, with_unit

SUPPORTS = ("Dukungan Sumber Daya", "Skema Pertanggungjawaban", "Konsekuensi")


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


@dataclass(frozen=True, kw_only=True)
class Form(official.Form):
	"""All that is printed; `notes` are the revision and the end of the plan."""

	supports: tuple[tuple[str, tuple[str, ...]], ...]
	stages: tuple[Stage, ...]
	approved_on: str = ""

	@property
	def signatures(self) -> tuple[Signature, ...]:
		return (
			Signature("Pegawai yang Dinilai", self.employee),
			Signature("Pejabat Penilai Kinerja", self.rater),
		)

	@property
	def footnotes(self) -> tuple[str, ...]:
		"""Lines below the signatures."""
		if not self.approved_on or self.mark:
			return ()
		return (f"Ditetapkan dalam aplikasi oleh pejabat penilai kinerja pada {self.approved_on}.",)


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
	employee, rater = parties.of(plan, plan.rater)
	leader, qualitative = is_leader(plan.position_type), plan.approach == official.QUALITATIVE
	mark, note = _mark(plan)
	return Form(
		leader=leader,
		qualitative=qualitative,
		agency=text(plan.company) or NONE,
		period=period(plan.from_date, plan.to_date),
		employee=employee,
		rater=rater,
		mark=mark,
		mark_note=note,
		notes=tuple(_notes(plan)),
		sections=official.sections(
			plan.items,
			measure_of=lambda row: _measure(row, qualitative),
			superior_of=lambda row: "" if leader else row.superior_result,
		),
		behaviours=official.behaviours(plan.behaviours),
		supports=tuple(
			(kind, tuple(text(row.description) for row in plan.supports if row.kind == kind))
			for kind in SUPPORTS
		),
		stages=_stages(plan),
		approved_on=day(plan.approved_on) if plan.docstatus == 1 else "",
	)


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
		reason = text(plan.revision_reason)
		yield f"Perubahan SKP ke-{plan.version - 1}" + (f": {reason}" if reason else "")
	if plan.ended_on:
		reason = text(plan.end_reason)
		yield f"SKP berakhir pada {day(plan.ended_on)}" + (f": {reason}" if reason else "")


def _measure(row: Document, qualitative: bool) -> Measure:
	return Measure(
		indicator=official.indicator(row, qualitative),
		target=official.target(row, qualitative),
		aspect=text(row.aspect),
		perspective=text(row.perspective),
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
	periods = {row.stage_name: period(row.from_date, row.to_date) for row in cycle}
	names = dict.fromkeys([*periods, *(row.stage_name for row in plan.milestones)])
	items = {row.idx: row for row in plan.items}
	return tuple(
		Stage(text(name), periods.get(name, ""), actions)
		for name in names
		if (actions := _actions(plan, name, items))
	)


def _actions(plan: Document, stage: str, items: Mapping[int, Document]) -> tuple[Action, ...]:
	qualitative = plan.approach == official.QUALITATIVE
	rows = sorted((row for row in plan.milestones if row.stage_name == stage), key=lambda row: row.item_no)
	found = []
	for count, row in enumerate(rows, 1):
		item = items.get(row.item_no) or frappe._dict()
		measure = _measure(item, qualitative)
		# without a target of its own, the stage is evaluated against the target of the plan
		target = with_unit(number(flt(row.target)), item.unit) if row.target else measure.target
		result = text(item.result) or text(row.result)
		found.append(Action(count, result, measure.indicator, text(row.action), target))
	return tuple(found)

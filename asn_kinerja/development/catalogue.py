"""The catalogue of trainings: seats of the next session, and what the core is offered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import cint, cstr
from pypika import functions as fn

from asn_kinerja.development.plans import APPROVED, ITEM, OPEN_STATES, PLAN
from asn_kinerja.scoring import Offered, Training
from asn_kinerja.training_hours import RECORD, plain

TRAINING, OFFERED = "ASN Training", "ASN Training Competency"


def by_title() -> dict[str, Mapping[str, Any]]:
	"""Title as it is compared (`plain`) -> training that is offered; one query."""
	rows = frappe.get_all(
		TRAINING,
		filters={"disabled": 0},
		fields=["name", "form", "kind", "organiser", "hours"],
		order_by="name",
	)
	return {plain(row.name): row for row in rows}


def seats_taken(trainings: Iterable[str], beside: str | None = None, locked: bool = False) -> dict[str, int]:
	"""Training -> how many people, `beside` whom, have a seat in its next session: those with an approved
	measure that is still open, and those with a record of this session; each person once. Who has left, and
	a plan that ended before the session, holds no seat any more. A training that nobody has chosen is left
	out. `locked`: as it is stored at this moment, not as the transaction first saw
	it; what was counted stays so until its end. Two queries."""
	wanted = sorted(set(trainings))
	if not wanted:
		return {}
	people: dict[str, set[str]] = defaultdict(set)
	item, plan, training = frappe.qb.DocType(ITEM), frappe.qb.DocType(PLAN), frappe.qb.DocType(TRAINING)
	person = frappe.qb.DocType("Employee")
	planned = (
		frappe.qb.from_(item)
		.join(plan)
		.on((plan.name == item.parent) & (item.parenttype == PLAN))
		.join(training)
		.on(training.name == item.training)
		.select(item.training, plan.employee)
		.where((plan.status == APPROVED) & item.status.isin(OPEN_STATES))
		.where(fn.Coalesce(item.training_record, "") == "")
		.where(item.training.isin(wanted))
		.where(training.from_date.isnull() | (plan.to_date >= training.from_date))
		# asked within, so that nobody's employee record is locked
		.where(
			plan.employee.isin(frappe.qb.from_(person).select(person.name).where(person.status == "Active"))
		)
		.orderby(item.training, plan.employee)
	)
	record = frappe.qb.DocType(RECORD)
	attended = (
		frappe.qb.from_(record)
		.join(training)
		.on((training.name == record.training) & (training.from_date == record.from_date))
		.select(record.training, record.employee)
		.where(record.training.isin(wanted))
		.orderby(record.training, record.employee)
	)
	# in the order in which a verification takes its locks: the record, then the plan
	for query in (attended, planned):
		for name, employee in (query.for_update() if locked else query).run():
			if employee != beside:
				people[name].add(employee)
	return {name: len(found) for name, found in people.items()}


def lock(trainings: Iterable[str]) -> dict[str, int]:
	"""Training -> its seats (0 = no limit); whoever asks for the same ones waits until this is stored."""
	training = frappe.qb.DocType(TRAINING)
	wanted = sorted(set(trainings))
	if not wanted:
		return {}
	query = frappe.qb.from_(training).select(training.name, training.seats)
	rows = query.where(training.name.isin(wanted)).orderby(training.name).for_update().run()
	return {name: cint(seats) for name, seats in rows}


def seats_left(seats: int, taken: int) -> int | None:
	"""None where there is no limit (`seats` 0)."""
	return max(0, seats - taken) if seats else None


@frappe.whitelist()
def seats(trainings: str | list[str]) -> dict[str, dict[str, int | None]]:
	"""Training -> {"seats", "taken", "left"} of those that the user may read; "left" None = no limit. At most
	500 at once."""
	frappe.has_permission(TRAINING, "read", throw=True)
	names = [cstr(name) for name in frappe.parse_json(trainings) or []][:500]
	rows = frappe.get_list(
		TRAINING, filters={"name": ["in", names]}, fields=["name", "seats"], order_by="name", limit=500
	)
	taken = seats_taken(row.name for row in rows)
	return {
		row.name: {
			"seats": cint(row.seats),
			"taken": taken.get(row.name, 0),
			"left": seats_left(cint(row.seats), taken.get(row.name, 0)),
		}
		for row in rows
	}


def offer() -> list[Training]:
	"""The catalogue for the core, without what is disabled; at most four queries."""
	rows = frappe.get_all(
		TRAINING,
		filters={"disabled": 0},
		fields=["name", "form", "kind", "hours", "from_date", "seats"],
		order_by="name",
	)
	taken = seats_taken(row.name for row in rows if row.seats)
	brings: dict[str, list[Offered]] = defaultdict(list)
	for row in frappe.get_all(
		OFFERED,
		filters={"parenttype": TRAINING},
		fields=["parent", "competency", "to_level"],
		order_by="parent, idx",
	):
		brings[row.parent].append(Offered(row.competency, cint(row.to_level)))
	return [
		Training(
			title=row.name,
			form=row.form,
			kind=row.kind or "",
			hours=Decimal(cstr(row.hours or 0)),
			from_date=row.from_date,
			seats_left=seats_left(cint(row.seats), taken.get(row.name, 0)),
			competencies=tuple(brings[row.name]),
		)
		for row in rows
	]

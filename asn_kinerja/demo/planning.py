"""The planning of the year: plans level by level from the top, as each rests on the superior's, with the
leaders' result matrices; templates; revisions and a transfer in the middle of the year.

Plans are made as sets, by the same functions as the app's own plans for many people, and checked by the same
rules; a level is committed as a whole, so an interrupted load goes on with the next one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle, groupby
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja import bulk, people
from asn_kinerja.demo import agency, plans
from asn_kinerja.demo.fates import CANCELLED, FIRST, REVISED, REVISING, SECOND, TRANSFERS, UNAPPROVED
from asn_kinerja.demo.people import YEAR, Person
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.year import CYCLE, Progress, commit_chunk, quick, random_of, save, submit
from asn_kinerja.planning import check, store
from asn_kinerja.planning import plans as planned

PLAN = "ASN Work Plan"
APPROVED, WAITING, RETURNED, DRAFT = "Approved", "Waiting for Rater", "Returned", "Draft"
HANDED_OVER = f"{YEAR}-01-02 09:30:00"
FRIDAY = 4
LAST_DAY = f"{YEAR}-08-31"  # of the plans that end by a transfer

RETURN_REASON = (
	"Target belum selaras dengan rencana hasil kerja atasan. Mohon disesuaikan dan diajukan kembali."
)
CANCEL_REASON = "Disusun untuk jabatan yang lama. SKP baru dibuat sesuai surat perintah penempatan."
REVISION_REASON = "Penyesuaian target karena perubahan anggaran pada pertengahan tahun."
TRANSFER_REASON = "Pindah unit kerja sesuai keputusan mutasi pegawai."

Values = dict[str, Any]


def make_templates(objectives: Mapping[str, str]) -> None:
	"""Templates of the plan for a few posts."""
	for title in plans.TEMPLATES:
		if not frappe.db.exists("ASN Work Plan Template", {"title": title, "company": agency.COMPANY}):
			frappe.get_doc(
				doctype="ASN Work Plan Template",
				title=title,
				designation=title,
				company=agency.COMPANY,
				**plans.template(title, objectives),
			).insert()


def make_plans(employees: Mapping[str, str], objectives: Mapping[str, str], progress: Progress) -> None:
	"""The plans of everyone, in their states. `employees`: employee number -> record name; `objectives`:
	code -> record name."""
	there = set(frappe.get_all(PLAN, {"cycle": CYCLE}, pluck="employee", order_by="employee"))
	civil = sorted((p for p in everyone() if p.asn_type), key=lambda person: person.seat.depth)
	done = 0
	for _depth, level in groupby(civil, key=lambda person: person.seat.depth):
		persons = list(level)
		todo = {employees[p.number]: p for p in persons if employees[p.number] not in there}
		if todo:
			_cancel(_insert({e: p for e, p in todo.items() if p.seat.key in CANCELLED}, objectives))
			_advance(_insert(todo, objectives, with_matrices=True))
			frappe.db.commit()
		done += len(persons)
		progress("Work plans", done, len(civil))


def _insert(
	persons: Mapping[str, Person], objectives: Mapping[str, str], with_matrices: bool = False
) -> dict[str, tuple[Person, str]]:
	"""Insert a draft for each person (employee -> person); employee -> (person, name of the plan)."""
	raters = people.raters(persons)
	above = planned.in_force((rater["rater"] for rater in raters.values()), CYCLE)
	drafts, cells = [], {}
	for employee, person in persons.items():
		draft = _values(employee, person, objectives)
		superior = above.get(raters[employee]["rater"])
		if superior:
			_serve(draft, superior, cells.setdefault(superior["employee"], []))
		drafts.append(draft)
	store.complete(drafts, CYCLE)
	_check(drafts, persons, above)
	names = dict(zip(persons, store.insert_plans(drafts), strict=True))
	if with_matrices:
		_insert_matrices(above, cells, names)
	return {employee: (person, names[employee]) for employee, person in persons.items()}


def _values(employee: str, person: Person, objectives: Mapping[str, str]) -> Values:
	random = random_of(person, "plan")
	lines = plans.lines_of(person, random)
	items = [
		plans.item(line, objectives.get("" if line is plans.EXTRA else plans.objective_of(person)))
		for line in lines
	]
	if person.seat.post.kind == agency.JPT:
		for row, perspective in zip(items, cycle(plans.PERSPECTIVES), strict=False):
			row["perspective"] = perspective
	if UNAPPROVED.get(person.seat.key) == DRAFT:
		items[-1]["weight"] = 0  # a draft need not be complete
	return {
		"employee": employee,
		"approach": "Qualitative" if lines[0].narrative else "Quantitative",
		"items": items,
		"milestones": plans.milestones(lines, (FIRST, SECOND)),
		"behaviours": plans.expectations(random),
		"supports": plans.supports(),
	}


def _serve(draft: Values, superior: Mapping[str, Any], cells: list[Values]) -> None:
	"""Tie the main results of a draft to those of the superior, each pair by a cell of his result matrix."""
	columns = {column["result"]: column for column in planned.results_of(superior["items"])}
	main = [row for row in draft["items"] if row["category"] == "Utama"]
	taken = set()
	for row, other in zip(main, plans.served(main, superior["items"]), strict=True):
		column = columns[other["result"]]
		row |= {"superior_item": column["item_key"], "cascading": plans.cascading(row, other)}
		if column["item_key"] in taken:
			continue
		taken.add(column["item_key"])
		cell = {
			"name": frappe.generate_hash(length=10),
			"employee": draft["employee"],
			"superior_item": column["item_key"],
			"superior_result": column["result"],
			"contribution": row["result"],
			"cascading": row["cascading"],
			"measure": row.get("measure"),
			"target": row.get("target_min") or 0,
			"unit": row.get("unit"),
		}
		row |= {"matrix_cell": cell["name"], "source": f"Matriks peran hasil {superior['employee_name']}"}
		cells.append(cell)


def _check(drafts: Iterable[Values], persons: Mapping[str, Person], above: Mapping[str, Values]) -> None:
	"""The rules of the app hold for these plans too; a broken one is a mistake in the demo."""
	needed = planned.superiors_needed(above)
	for draft in drafts:
		if UNAPPROVED.get(persons[draft["employee"]].seat.key) == DRAFT:
			found = check.draft_problems(draft)
		else:
			found = check.final_problems(draft, above.get(draft["rater"]), needed.get(draft["rater"], False))
		if found:
			frappe.throw(f"{draft['title']}: {found}")


def _insert_matrices(
	above: Mapping[str, Values], cells: Mapping[str, Sequence[Values]], names: Mapping[str, str]
) -> None:
	"""The matrices of the leaders with their cells, handed over."""
	leaders = people.headers(cells)
	members = people.headers(names)
	matrices, rows = [], []
	for leader, own in cells.items():
		handed = {
			cell["name"]: {
				field: cell[field] or ""
				for field in ("employee", "superior_item", "measure", "target", "unit")
			}
			for cell in own
		}
		matrix = {
			**leaders[leader],
			"name": frappe.generate_hash(length=10),
			"title": f"{leaders[leader]['employee_name']} · {CYCLE}",
			"employee": leader,
			"work_plan": above[leader]["name"],
			"cycle": CYCLE,
			"pushed_on": HANDED_OVER,
			"handed_over": json.dumps(handed),
		}
		matrices.append(matrix)
		rows += [
			{
				**cell,
				"employee_name": members[cell["employee"]]["employee_name"],
				"pushed_to": names[cell["employee"]],
				"pushed_on": HANDED_OVER,
				"parent": matrix["name"],
				"parenttype": "ASN Result Matrix",
				"parentfield": "cells",
				"idx": idx,
			}
			for idx, cell in enumerate(own, 1)
		]
	bulk.insert("ASN Result Matrix", matrices)
	bulk.insert("ASN Result Matrix Cell", rows)


def _advance(made: Mapping[str, tuple[Person, str]]) -> None:
	"""Bring plans to their states, with the days on which that was, as sets: their content is checked."""
	groups: dict[tuple[str, date, date], list[str]] = {}
	for person, name in made.values():
		state = UNAPPROVED.get(person.seat.key, APPROVED)
		groups.setdefault((state, *days_of(person)), []).append(name)
	for (state, submitted, approved), names in groups.items():
		values: Values = {"workflow_state": state}
		if state != DRAFT:
			values["submitted_on"] = f"{submitted} 10:15:00"
		if state == RETURNED:
			values["return_reason"] = RETURN_REASON
		if state == APPROVED:
			values |= {"docstatus": 1, "approved_on": f"{approved} 14:40:00", "approved_by": "Administrator"}
			for doctype in store.TABLES.values():
				rows = {"parent": ["in", names], "parenttype": PLAN}
				frappe.db.set_value(doctype, rows, "docstatus", 1, update_modified=False)
		frappe.db.set_value(PLAN, {"name": ["in", names]}, values, update_modified=False)


def days_of(person: Person) -> tuple[date, date]:
	"""When the plan was submitted and approved: from the top downwards, some of the staff late."""
	random = random_of(person, "days")
	submitted = date(YEAR, 1, 5 * person.seat.depth - 3) + timedelta(random.randrange(3))
	if person.seat.depth == 4 and random.random() < 0.08:
		submitted += timedelta(random.randint(14, 24))
	submitted = workday(submitted)
	return submitted, workday(submitted + timedelta(random.randint(1, 2)))


def workday(day: date) -> date:
	"""The day, or the Monday after it."""
	return day + timedelta(7 - day.weekday()) if day.weekday() > FRIDAY else day


def _cancel(made: Mapping[str, tuple[Person, str]]) -> None:
	"""Approve these plans and cancel them again."""
	_advance(made)
	for _person, name in made.values():
		plan = frappe.get_doc(PLAN, name)
		plan.cancel_reason, plan.workflow_state = CANCEL_REASON, "Cancelled"
		plan.cancel()


# --- in the middle of the year -----------------------------------------------------------------------------


def revise_plans(employees: Mapping[str, str], progress: Progress) -> None:
	"""The revisions of the middle of the year: approved ones supersede the first version."""
	todo = [p for p in everyone() if p.seat.key in (*REVISED, *REVISING)]
	for done, person in enumerate(todo, 1):
		first = {
			"employee": employees[person.number],
			"cycle": CYCLE,
			"workflow_state": APPROVED,
			"version": 1,
		}
		plan = frappe.db.get_value(PLAN, first)
		if plan and not frappe.db.exists(PLAN, {"revision_of": plan}):
			revision = frappe.get_doc(PLAN, frappe.get_doc(PLAN, plan).revise(REVISION_REASON))
			_lower_targets(revision)
			_bring(revision, WAITING if person.seat.key in REVISING else APPROVED, date(YEAR, 7, 14))
		commit_chunk(done, len(todo), "Revisions", progress)


def _lower_targets(plan: Document) -> None:
	"""Less is to be reached; what was planned for the first stage has been worked for."""
	for row in plan.items:
		if row.direction != "Higher" or row.unit == "%":
			continue
		row.target_min = max(1, round(row.target_min * 0.9))
		steps = {step.stage_name: step for step in plan.milestones if step.item_key == row.item_key}
		if SECOND in steps and steps[SECOND].target:
			steps[SECOND].target = row.target_min - steps[FIRST].target


def transfer_people(
	employees: Mapping[str, str], units: Mapping[str, str], objectives: Mapping[str, str]
) -> None:
	"""Those who go to another unit within the year: their plan ends, the next one begins under the new rater.

	`units`: unit -> record name."""
	by_seat = {person.seat.key: person for person in everyone()}
	for seat, head_seat in TRANSFERS.items():
		employee, head = employees[by_seat[seat].number], by_seat[head_seat]
		running = {"employee": employee, "cycle": CYCLE, "docstatus": 1, "ended_on": ["is", "not set"]}
		plan = frappe.get_doc(PLAN, running)
		if plan.previous_plan:
			continue
		person = frappe.get_doc("Employee", employee)
		person.reports_to, person.department = employees[head.number], units[head.seat.unit]
		person.flags.asn_roles_later = True
		person.save()
		follower = frappe.get_doc(PLAN, plan.transfer(LAST_DAY, TRANSFER_REASON, keep_results=True))
		superior = planned.in_force([follower.rater], CYCLE)[follower.rater]
		main = [row for row in follower.items if row.category == "Utama"]
		for row, other in zip(main, plans.served(main, superior["items"]), strict=True):
			row.update(
				{
					"superior_item": other["item_key"],
					"cascading": plans.cascading(row, other),
					"objective": objectives[plans.objective_of(head)],
				}
			)
		_bring(follower, APPROVED, date.fromisoformat(LAST_DAY) + timedelta(3))
		frappe.db.commit()  # the transfer of a person is stored as a whole


def _bring(plan: Document, state: str, day: date) -> None:
	"""Submit a drafted plan for approval, and approve it, on a day of the demo's year."""
	quick(plan)
	plan.workflow_state = WAITING
	save(plan)
	if state == APPROVED:
		plan.workflow_state = APPROVED
		submit(plan)
	days = {"submitted_on": f"{day} 10:15:00"}
	if state == APPROVED:
		days["approved_on"] = f"{day + timedelta(1)} 14:40:00"
	# the controller writes the time of the load; nothing else changes
	frappe.db.set_value(PLAN, plan.name, days, update_modified=False)

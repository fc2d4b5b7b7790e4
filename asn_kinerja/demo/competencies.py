"""Standards of the positions, and what people can do: found by an assessment centre in the year before, given
by themselves and their superiors in the year of the demo."""

from collections.abc import Iterable, Mapping
from datetime import date
from random import Random
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja import bulk, people
from asn_kinerja.competency import outcome, parts, rules, standards, starting
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.demo import agency
from asn_kinerja.demo.people import SEED, YEAR, Person
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.scoring.job_match import match

CENTRE_DAY, DAY = date(YEAR - 1, 9, 12), date(YEAR, 8, 20)
BASIS = "Pusat penilaian BKPSDM: wawancara, simulasi, dan kuesioner."
EVIDENCE = {
	-1: "Masih memerlukan bimbingan; belum terlihat dalam tugas sehari-hari.",
	0: "Terlihat dalam tugas sehari-hari dan laporan bulanan.",
	1: "Menjadi rujukan rekan; dibuktikan dengan surat tugas sebagai pembimbing.",
}
EMPLOYEE_NOTE = "Saya memahami hasilnya dan siap mengikuti pengembangan yang disepakati."
RATER_NOTE = "Kekuatan dipertahankan; kesenjangan dibahas dalam rencana pengembangan."
# of a hundred levels so many are below the standard: with strong, average and weak people
BELOW = (10, 35, 35, 65)
SHARE = 60  # of a hundred people were in the assessment centre the year before

Values = dict[str, Any]
Employees = Mapping[str, str]  # number -> record name


def make_competencies(cycle: Document, employees: Employees) -> None:
	"""All of it; what is there already stays."""
	make_standards()
	if frappe.db.exists(ASSESSMENT, {"company": agency.COMPANY}):
		return
	assessed = [person for person in everyone() if person.seat.post.kind]  # not the elected mayor
	headers = people.headers(employees[person.number] for person in assessed)
	found = standards.of_positions({header["designation"] for header in headers.values()}, agency.COMPANY)
	texts = outcome.texts_of({row.competency for one in found.values() for row in one.requirements})
	rule = rules.newest()
	for year, make in ((YEAR - 1, _by_centre), (YEAR, _by_superior)):
		rows = []
		for person in assessed:
			employee = employees[person.number]
			header = headers[employee]
			standard = found.get(header["designation"])
			if not standard or (year < YEAR and _random(person, "centre").randint(1, 100) > SHARE):
				continue
			copied = starting.from_standard(standard)
			values = {**_columns(header), "employee": employee, "rule": rule, **copied}
			rows.append(make(person, values, cycle))
			levels = {row["competency"]: row["level"] for row in values["competencies"]}
			result = match(standard, levels, rules.of(rule))
			rows[-1] |= outcome.fields_of(result, texts, levels)
			for row in values["competencies"]:
				row["gap"] = result.gaps[row["competency"]]
		bulk.insert_documents(ASSESSMENT, rows)
	frappe.db.commit()  # all or nothing, so that a repeated load knows


def make_standards() -> None:
	"""For each position the levels of the template for its kind."""
	posts = {seat.post.title: seat.post for seat in agency.seats() if seat.post.kind}
	there = set(standards.of_positions(posts, agency.COMPANY))
	templates = _templates()
	for title in sorted(posts.keys() - there):
		post = posts[title]
		rows = templates.get((post.kind, post.level or "")) or templates.get((post.kind, ""))
		if rows:
			frappe.get_doc(
				doctype=standards.STANDARD,
				designation=title,
				company=agency.COMPANY,
				position_type=post.kind,
				functional_level=post.level or "",
				competencies=rows,
			).insert()
	frappe.db.commit()


def _templates() -> dict[tuple[str, str], list[Values]]:
	"""(position type, functional level) -> rows."""
	filters = {"is_template": 1, "disabled": 0, "company": ["is", "not set"]}
	kinds = frappe.get_all(
		standards.STANDARD, filters, ["name", "position_type", "functional_level"], order_by="name"
	)
	return {
		(kind.position_type, kind.functional_level or ""): [
			{"competency": row.competency, "level": row.level, "weight": row.weight}
			for row in frappe.get_all(
				standards.ROW,
				filters={"parent": kind.name, "parenttype": standards.STANDARD},
				fields=["competency", "level", "weight"],
				order_by="idx",
			)
		]
		for kind in kinds
	}


def _by_centre(person: Person, values: Values, cycle: Document) -> Values:
	"""The year before, by assessors of the agency."""
	_give(person, "centre", values["competencies"], "assessor")
	return {
		**values,
		"procedure": parts.ASSESSOR_ONLY,
		"basis": BASIS,
		**_released(CENTRE_DAY),
		**starting.named(values["employee"], values["employee_name"], None, None, CENTRE_DAY),
	}


def _by_superior(person: Person, values: Values, cycle: Document) -> Values:
	"""In the year, by oneself and the superior; the head of the agency's staff, whom nobody rates, by
	assessors."""
	rated = bool(values["rater"])
	random = _give(person, "year", values["competencies"], "superior" if rated else "assessor")
	values = {
		**values,
		"cycle": cycle.name,
		"potential_score": random.choice((58, 64, 70, 74, 78, 81, 86, 91)),
		**_released(DAY),
		**starting.named(values["employee"], values["employee_name"], cycle.name, None, None),
	}
	if not rated:
		return {**values, "procedure": parts.ASSESSOR_ONLY, "basis": BASIS}
	for row in values["competencies"]:
		own = min(5, row["level"] + (random.randint(1, 100) > 70))
		row |= {"self_level": own, "self_evidence": EVIDENCE[0], "first_level": row["level"]}
	return {
		**values,
		"procedure": parts.SELF_AND_SUPERIOR,
		"employee_note": EMPLOYEE_NOTE,
		"rater_note": RATER_NOTE,
		"self_submitted_on": f"{YEAR}-08-04 09:00:00",
		"superior_submitted_on": f"{YEAR}-08-12 09:00:00",
	}


def _give(person: Person, what: str, rows: Iterable[Values], party: str) -> Random:
	"""Levels near the standard; those of the year are a little higher than the centre's."""
	random = _random(person, what)
	below = _random(person, "ability").choice(BELOW) - (8 if what == "year" else 0)
	for row in rows:
		chance = random.randint(1, 100)
		step = -1 if chance <= below else 1 if chance > 92 else 0
		level = min(5, max(1, row["required_level"] + step))
		evidence = EVIDENCE[max(-1, min(1, level - row["required_level"]))]
		row |= {f"{party}_level": level, f"{party}_evidence": evidence, "level": level}
	return random


def _released(day: date) -> Values:
	return {
		"workflow_state": parts.RELEASED,
		"assessed_on": day,
		"released_by": "Administrator",
		"released_on": f"{day} 10:00:00",
		"waiting_since": f"{day} 10:00:00",
	}


def _columns(header: Mapping[str, Any]) -> Values:
	wanted = ("employee_name", "designation", "department", "company", "rater", "rater_name")
	return {column: header[column] for column in wanted}


def _random(person: Person, what: str) -> Random:
	return Random(f"{SEED} {person.number} competency {what}")  # noqa: S311  made-up levels, no secret

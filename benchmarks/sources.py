"""What the sources of the score rest on, for the made-up agency: attendance, reviews, training, competency,
innovations, sanctions, predicates of units, answers of the public; and the seals of final results."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe

from asn_kinerja.competency import assessed
from asn_kinerja.evaluation import seals
from asn_kinerja.reviews import state as review_state
from asn_kinerja.satisfaction import standard
from benchmarks import people
from benchmarks.people import Person
from benchmarks.year import ABOVE, BELOW, CHUNK, CYCLES, MEETS, STAGES, YEAR, Filling, Row, child

REVIEWED = STAGES[1]
# people of the agency for each record
INNOVATIONS, SANCTIONS, SURVEYS = 40, 67, 400
ANSWERS = 5  # answers of citizens for each person of the agency
OFFICERS = 5  # of a survey
REQUIRED = 3  # level of every competency in every standard


def fill(filling: Filling) -> None:
	for step in (
		drafts,
		sealed,
		attendance,
		behaviour_reviews,
		trainings,
		competencies,
		innovations,
		sanctions,
		organisation_results,
		surveys,
	):
		step(filling)


def drafts(filling: Filling) -> None:
	"""What raters have entered in the running evaluations."""
	content = json.dumps({"work_result_rating": MEETS, "behaviour_rating": MEETS, "new_idea": 0})
	filling.insert(
		"ASN Evaluation Draft",
		(
			{"name": made["name"], "evaluation": made["name"], "content": content}
			for made, _ in filling.assessed
			if not made["docstatus"]
		),
	)


def sealed(filling: Filling) -> None:
	"""By the app itself: the hashes are right."""
	final = [made["name"] for made, _ in filling.assessed if made["workflow_state"] == "Final"]
	for start in range(0, len(final), CHUNK):
		seals.seal(final[start : start + CHUNK])
		frappe.db.commit()
	print(f"ASN Result Seal: {len(final)}", flush=True)


def attendance(filling: Filling) -> None:
	"""Every month of everybody; one recap of ten has an exception."""
	recaps = [recap(filling, person, month) for month in range(1, 13) for person in filling.people]
	filling.insert("ASN Attendance Recap", recaps)
	filling.insert(
		"ASN Attendance Exception",
		(
			{
				**child(made, "exceptions", 1, "ASN Attendance Recap"),
				"date": made["month"] + timedelta(days=8),
				"kind": "Late" if index % 20 else "Absent",
				"minutes": 35 if index % 20 else 0,
			}
			for index, made in enumerate(recaps)
			if index % 10 == 0
		),
	)


def recap(filling: Filling, person: Person, month: int) -> Row:
	first = date(YEAR, month, 1)
	return {
		**filling.header(person),
		"name": filling.name("ASN Attendance Recap"),
		"title": f"{person.full_name} · {first:%m/%Y}",
		"month": first,
		"source": "Imported",
		"working_days": 21,
		"present": 20,
		"excused_absences": 1,
		"unexcused_absences": 0,
		"longest_run": 0,
		"late_minutes": 35 if person.number % 10 == 0 else 0,
		"early_minutes": 0,
		"recap_key": f"{person.name}::{first:%Y-%m}",
		"creation": datetime(YEAR, month, 27, 9) + timedelta(seconds=person.number),
	}


def behaviour_reviews(filling: Filling) -> None:
	"""Of one stage: by the person himself, his rater and three others, all submitted."""
	found = [
		made
		for evaluation, person in filling.assessed
		if evaluation["stage_name"] == REVIEWED
		for made in reviews_of(filling, evaluation, person)
	]
	filling.insert("ASN Behaviour Review", found)
	ratings = (MEETS, MEETS, ABOVE, MEETS, BELOW, MEETS, ABOVE)
	filling.insert(
		"ASN Behaviour Review Rating",
		(
			{
				**child(made, "ratings", idx, "ASN Behaviour Review"),
				"behaviour_value": value,
				"rating": ratings[(index + idx) % len(ratings)],
				"comment": "Contoh yang pernah saya lihat: menyelesaikan keluhan pada hari yang sama.",
			}
			for index, made in enumerate(found)
			for idx, value in enumerate(filling.values, 1)
		),
	)


def reviews_of(filling: Filling, evaluation: Row, person: Person) -> Iterator[Row]:
	reviewers: dict[str, tuple[Person, str]] = {person.name: (person, "Self")}
	if person.rater:
		reviewers[person.rater.name] = (person.rater, "Superior")
	for back in range(1, 6):
		peer = filling.people[person.number - 1 - back]
		if len(reviewers) < 5:
			reviewers.setdefault(peer.name, (peer, "Peer"))
	submitted = datetime.combine(evaluation["to_date"], datetime.min.time()).replace(hour=14)
	for reviewer, group in reviewers.values():
		yield {
			**filling.header(person),
			"name": filling.name("ASN Behaviour Review"),
			"title": f"{person.full_name} · {REVIEWED}",
			"designation": people.TITLES[person.level],
			"status": "Submitted",
			"due_date": evaluation["to_date"] + timedelta(days=5),
			"stage_name": REVIEWED,
			"cycle": evaluation["cycle"],
			"stage": evaluation["stage"],
			"reviewer": reviewer.name,
			"reviewer_name": reviewer.full_name,
			"reviewer_group": group,
			"submitted_on": submitted,
			"review_key": review_state.key(person.name, evaluation["stage"], reviewer.name),
			"creation": submitted - timedelta(days=14),
		}


def trainings(filling: Filling) -> None:
	def made(person: Person) -> Row:
		first = date(YEAR, 2, 1) + timedelta(days=person.number % 300)
		return {
			**filling.header(person),
			"title": f"Pelatihan pelayanan publik angkatan {person.number % 40}",
			"form": "Classical",
			"kind": "Technical Training",
			"organiser": "BKPSDM",
			"designation": people.TITLES[person.level],
			"from_date": first,
			"to_date": first + timedelta(days=2),
			"hours": 12 + person.number % 20,
			"status": "Waiting" if person.number % 10 == 0 else "Verified",
			"training_key": f"{person.name}::{first}",
		}

	filling.insert("ASN Training Record", map(made, filling.people))


def competencies(filling: Filling) -> None:
	"""Everybody assessed in twelve competencies, and a standard for each position."""
	named = dictionary(filling)
	standards_of(filling, named)

	def made(person: Person) -> Row:
		day = date(YEAR, 1, 10) + timedelta(days=person.number % 60)
		return {
			**filling.header(person),
			"name": filling.name(assessed.ASSESSMENT),
			"designation": people.TITLES[person.level],
			"assessed_on": day,
			"levels_reached": 24 + person.number % 6,
			"levels_required": 27,
			"basis": "Laporan pusat penilaian kompetensi",
			"procedure": "Assessor",
			"workflow_state": "Assessor Assessment" if person.number % 20 == 0 else "Released",
			"assessment_key": f"{person.name}::{day}",
		}

	found = [made(person) for person in filling.people]
	filling.insert(assessed.ASSESSMENT, found)
	filling.insert(
		assessed.ROW,
		(
			{
				**child(parent, "competencies", idx, assessed.ASSESSMENT),
				"competency": name,
				"kind": kind,
				"required_level": REQUIRED,
				"weight": 1,
				"level": level,
				"gap": REQUIRED - level,
			}
			for parent, person in zip(found, filling.people, strict=True)
			for idx, (name, kind) in enumerate(named, 1)
			for level in (1 + (person.number * idx + person.number // 7) % 5,)
		),
	)


def dictionary(filling: Filling) -> list[tuple[str, str]]:
	"""The nine competencies that come with the app, and three technical ones; each with its kind."""
	titles = ("Analisis Kebijakan Daerah", "Pengelolaan Arsip", "Pengelolaan Keuangan Daerah")
	made = [
		{"name": title, "title": title, "kind": "Technical", "definition": title, "sequence": 10 + number}
		for number, title in enumerate(titles)
	]
	filling.insert("ASN Competency", made)
	shipped = frappe.get_all(
		"ASN Competency",
		filters={"kind": ["!=", "Technical"]},
		fields=["name", "kind"],
		order_by="sequence, name",
	)
	return [(row.name, row.kind) for row in shipped] + [(title, "Technical") for title in titles]


def standards_of(filling: Filling, named: list[tuple[str, str]]) -> None:
	made = [
		{
			"name": filling.name("ASN Position Standard"),
			"title": title,
			"designation": title,
			"technical_weight": 50,
			"managerial_weight": 50,
			"standard_key": f"position::::{title}",
		}
		for title in dict.fromkeys(people.TITLES)
	]
	filling.insert("ASN Position Standard", made)
	filling.insert(
		"ASN Standard Competency",
		(
			{
				**child(parent, "competencies", idx, "ASN Position Standard"),
				"competency": name,
				"kind": kind,
				"level": REQUIRED,
				"weight": 1,
			}
			for parent in made
			for idx, (name, kind) in enumerate(named, 1)
		),
	)


def required_level(person: Person) -> int:
	return 3


def chosen(filling: Filling, every: int, start: int = 0) -> list[Person]:
	"""People from all over the tree."""
	return filling.people[start::every]


def innovations(filling: Filling) -> None:
	"""With three contributors and a panel of two each."""
	levels = frappe.get_all("ASN Impact Level", pluck="name", order_by="sequence, name")
	states = ("Verified", "Verified", "Waiting for Panel", "Draft", "Not Verified")
	authors = chosen(filling, INNOVATIONS, 7)
	made = [
		{
			**filling.header(person),
			"name": filling.name("ASN Innovation"),
			"title": f"Layanan {index} tanpa antre",
			"date": date(YEAR, 1, 5) + timedelta(days=index * 7 % 350),
			"impact_level": levels[index % len(levels)],
			"status": states[index % len(states)],
			"description": "Warga memilih waktu kedatangan melalui telepon genggam.",
			"benefit": "Waktu tunggu turun dari dua jam menjadi lima belas menit.",
		}
		for index, person in enumerate(authors)
	]

	def rows(field: str, count: int, more: Callable[[], Row], first: int) -> Iterator[Row]:
		for parent, author in zip(made, authors, strict=True):
			for idx in range(1, count + 1):
				person = filling.people[author.number - 1 - (first + idx - 1)]
				yield {
					**child(parent, field, idx, "ASN Innovation"),
					"employee": person.name,
					"employee_name": person.full_name,
					**more(),
				}

	filling.insert("ASN Innovation", made)
	share = {"share": 33.33}
	filling.insert("ASN Innovation Contributor", rows("contributors", 3, lambda: share, 0))
	verdict = {"decision": "Verified"}
	filling.insert("ASN Innovation Verifier", rows("panel", 2, lambda: verdict, 3))


def sanctions(filling: Filling) -> None:
	def made(index: int, person: Person) -> Row:
		day = date(YEAR, 2, 1) + timedelta(days=index % 300)
		proposed = index % 10 == 0
		return {
			**filling.header(person),
			"title": f"{person.full_name} · {day}",
			"level": "Ringan",
			"sanction": "Teguran lisan",
			"status": "Proposed" if proposed else "In Force",
			"basis": "Tidak masuk kerja tanpa alasan yang sah",
			"year": YEAR,
			"proposal_key": f"{person.name}::{YEAR}" if proposed else None,
			"from_date": day,
			"to_date": None,
		}

	found = [made(*each) for each in enumerate(chosen(filling, SANCTIONS, 11))]
	filling.insert("ASN Disciplinary Record", found)


def organisation_results(filling: Filling) -> None:
	"""Every unit and each agency as a whole, in every stage."""
	places: list[tuple[str, str | None]] = [(company, None) for company in CYCLES]
	places += [(unit.company, unit.name) for unit in people.units(filling.people)]

	def made(index: int, company: str, unit: str | None, stage_name: str) -> Row:
		cycle = CYCLES[company]
		row = filling.stage_names[cycle, stage_name]
		return {
			"title": f"{unit or company} · {stage_name}",
			"cycle": cycle,
			"stage_name": stage_name,
			"department": unit,
			"predicate": "Baik" if index % 4 else "Istimewa",
			"company": company,
			"basis": "Laporan kinerja unit",
			"stage": row,
			"result_key": f"{row}::{unit or ''}",
		}

	filling.insert(
		"ASN Organisation Result",
		(made(index, *place, name) for name in STAGES for index, place in enumerate(places)),
	)


def surveys(filling: Filling) -> None:
	"""Of the units with most to do with citizens; half of the answers name an officer."""
	found = [survey(filling, person) for person in chosen(filling, SURVEYS, len(filling.people) % SURVEYS)]
	filling.insert("ASN Satisfaction Survey", ({k: v for k, v in s.items() if k != "people"} for s in found))
	doctype = "ASN Satisfaction Survey"
	filling.insert(
		"ASN Survey Officer",
		(
			{
				**child(made, "officers", idx, doctype),
				"employee": person.name,
				"employee_name": person.full_name,
			}
			for made in found
			for idx, person in enumerate(made["people"], 1)
		),
	)
	for table, row in (("elements", "ASN Survey Element"), ("grades", "ASN Survey Grade")):
		filling.insert(
			row,
			(
				{**child(made, table, idx, doctype), **values}
				for made in found
				for idx, values in enumerate(standard.rows(table), 1)
			),
		)
	total = ANSWERS * len(filling.people)
	filling.insert(
		"ASN Survey Response", (answer(number, found[number % len(found)]) for number in range(total))
	)


def survey(filling: Filling, person: Person) -> Row:
	name = filling.name("ASN Satisfaction Survey")
	first = person.number - 1
	return {
		"name": name,
		"title": f"Kepuasan masyarakat {person.unit.title} {person.number}",
		"company": person.company,
		"department": person.unit.name,
		"status": "Open",
		"from_date": date(YEAR, 1, 1),
		"to_date": date(YEAR, 12, 31),
		"minimum_answers": 30,
		"by_officer": 1,
		"hourly_limit": 20,
		"hourly_total": 500,
		"token": name,
		"people": [person, *filling.people[first - OFFICERS + 1 : first]][:OFFICERS],
	}


def answer(number: int, made: Row) -> Row:
	officer: Any = made["people"][number // 2 % len(made["people"])] if number % 4 < 2 else None
	return {
		"survey": made["name"],
		"submitted_on": date(YEAR, 1, 2) + timedelta(days=number * 7 % 360),
		"officer": officer.name if officer else None,
		"officer_name": officer.full_name if officer else None,
		"company": made["company"],
		"department": made["department"],
		**{f"u{element}": 2 + (number + element) % 3 for element in range(1, 10)},
		"suggestion": "Tambah loket pada pagi hari." if number % 5 == 0 else None,
	}

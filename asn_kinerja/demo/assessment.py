"""What else an evaluation may rest on: attendance, a sanction, innovations, surveys, trainings, competency,
results of units, and a round of behaviour reviews that is still going on."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, getdate, today

from asn_kinerja import bulk, innovation, people, training_hours
from asn_kinerja.attendance import proposals, recaps, store
from asn_kinerja.demo import agency, competencies
from asn_kinerja.demo.fates import ABOVE, ANNUAL, AS, BELOW, FIRST, SECOND, fates
from asn_kinerja.demo.people import SEED, YEAR, Person
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.planning import workday
from asn_kinerja.demo.year import random_of
from asn_kinerja.reviews import proposing, state
from asn_kinerja.reviews.values import names as behaviour_values

RECAP, DISCIPLINE = "ASN Attendance Recap", "ASN Disciplinary Record"
TRAINING = "ASN Training Record"
INNOVATION, RESULT = "ASN Innovation", "ASN Organisation Result"
SURVEY, RESPONSE = "ASN Satisfaction Survey", "ASN Survey Response"
DIVISION = "dinkes.p2p"

# Chances in a hundred that something happens on a working day.
LATE, EARLY, EXCUSED, UNEXCUSED = 4.0, 1.0, 2.5, 0.15
SANCTIONED = "dinkes.p2p.6"
SANCTION = ("Ringan", "Teguran tertulis", 4)

TRAININGS = (
	("Bimbingan Teknis Pelayanan Publik", "Classical", 24),
	("Pelatihan Daring Penyusunan Laporan Kinerja", "Non-Classical", 6),
	("Pelatihan Pengelolaan Arsip Dinamis", "Classical", 16),
	("Belajar Mandiri Literasi Digital ASN", "Non-Classical", 8),
	("Sosialisasi Budaya Kerja BerAKHLAK", "Classical", 4),
)
CERTIFICATE = "https://lms.kotacontoh.example/sertifikat"
TRAINED, TWICE = 70, 30  # of a hundred people

# Title, level of impact, seats of the contributors with their shares, verified?
INNOVATIONS = (
	("Antrean Daring Puskesmas", "Instansi", {"dinkes.melati.1": 60, "dinkes.p2p.3": 40}, True),
	("Peta Sebaran Kasus Demam Berdarah", "Unit Kerja", {"dinkes.p2p.5": 100}, True),
	("Loket Izin Keliling", "Daerah", {"dpmptsp.izin.1": 50, "dpmptsp.izin.2": 50}, True),
	("Papan Pantau Berkas Kelurahan", "Unit Kerja", {"utara.sukamaju.1": 100}, False),
)
PANEL = ("sekda", "dpmptsp", "bkpsdm.kompetensi")

# Unit of a seat -> its predicate at the end of the year; the other units have "Baik".
PREDICATES = {"dinkes": "Baik", "dpmptsp": "Istimewa", "pupr": "Butuh Perbaikan"}
BASIS = "Capaian rencana aksi dan target perjanjian kinerja."

# Title of the survey, a seat of its unit, mean answer, number of answers, still open?
SURVEYS = (
	("Layanan Perizinan", "dpmptsp.izin", 3.4, 84, False),
	("Layanan Puskesmas Melati", "dinkes.melati", 3.1, 61, False),
	("Layanan Kelurahan Sukamaju", "utara.sukamaju", 3.2, 12, True),
)
SUGGESTION = "Mohon jam layanan pada hari Jumat diperjelas."

Values = dict[str, Any]
Employees = Mapping[str, str]  # number -> record name


def make_assessments(cycle: Document, employees: Employees, units: Mapping[str, str]) -> None:
	"""All of it; what is there already stays. `units`: unit -> record name."""
	seats = {person.seat.key: employees[person.number] for person in everyone()}
	make_attendance(employees)
	make_discipline(seats)
	make_trainings(employees)
	competencies.make_competencies(cycle, employees)
	make_innovations(seats)
	make_unit_results(cycle, units)
	make_surveys(units)


# --- attendance and discipline -----------------------------------------------------------------------------


def make_attendance(employees: Employees) -> None:
	"""A recap for every month of the year and everybody but the elected mayor."""
	if _present(RECAP):
		return
	found = [
		{"employee": employees[person.number], **_month(person, month)}
		for person in everyone()
		if person.seat.post.kind
		for month in range(1, 13)
	]
	recaps.complete(found)
	store.store(found, "Imported", None, replace_entered=False, storing=True)
	frappe.db.commit()  # all or nothing, so that a repeated load knows


def _month(person: Person, month: int) -> Values:
	random = random_of(person, f"attendance {month}")
	days = [date(YEAR, month, day) for day in range(1, monthrange(YEAR, month)[1] + 1)]
	working = [day for day in days if workday(day) == day]
	rows: list[Values] = []
	excused = unexcused = 0
	for day in working:
		chance = random.uniform(0, 100)
		if person.seat.key == SANCTIONED and (month, day.day) in ((9, 8), (9, 9), (10, 6), (10, 7)):
			chance = 0.0
		if chance < UNEXCUSED:
			unexcused += 1
			rows.append({"date": day, "kind": "Absent"})
		elif chance < UNEXCUSED + EXCUSED:
			excused += 1
		elif chance < UNEXCUSED + EXCUSED + LATE:
			rows.append({"date": day, "kind": "Late", "minutes": random.choice((5, 12, 20, 35, 50, 75, 100))})
		elif chance < UNEXCUSED + EXCUSED + LATE + EARLY:
			rows.append({"date": day, "kind": "Left Early", "minutes": random.choice((10, 25, 45))})
	return {
		"month": date(YEAR, month, 1),
		"working_days": len(working),
		"present": len(working) - excused - unexcused,
		"excused_absences": excused,
		"unexcused_absences": unexcused,
		"longest_run": min(unexcused, 1),
		"exceptions": rows,
	}


def make_discipline(seats: Mapping[str, str]) -> None:
	"""One reprimand, for four unexcused days."""
	if _present(DISCIPLINE):
		return
	level, sanction, days = SANCTION
	employee = seats[SANCTIONED]
	header = people.headers([employee])[employee]
	record = {
		**header,
		"employee": employee,
		"title": proposals.title(header["employee_name"], sanction),
		"level": level,
		"sanction": sanction,
		"status": "In Force",
		"basis": "PP 94/2021: empat hari kerja tanpa alasan yang sah.",
		"year": YEAR,
		"unexcused_days": days,
		"from_date": date(YEAR, 10, 20),
		"decree": f"800.1.6/112/{YEAR}",
		"decided_by": "Administrator",
		"decided_on": f"{YEAR}-10-17 09:00:00",
	}
	bulk.insert(DISCIPLINE, [record])
	frappe.db.commit()


# --- development -------------------------------------------------------------------------------------------


def make_trainings(employees: Employees) -> None:
	"""Most people were trained once or twice; some certificates still wait for the rater."""
	if _present(TRAINING):
		return
	headers = people.headers(employees.values())
	rows = []
	for person in everyone():
		employee, random = employees[person.number], random_of(person, "training")
		number = (random.uniform(0, 100) < TRAINED) + (random.uniform(0, 100) < TWICE)
		for title, form, hours in random.sample(TRAININGS, number) if employee in headers else ():
			first = workday(date(YEAR, random.randint(2, 11), random.randint(1, 25)))
			waits = random.uniform(0, 100) < 8
			rows.append(
				{
					**headers[employee],
					"employee": employee,
					"title": title,
					"form": form,
					"organiser": "BKPSDM Kota Contoh",
					"from_date": first,
					"to_date": first + timedelta(hours // 10),
					"hours": hours,
					"certificate_link": f"{CERTIFICATE}/{employee}",
					"status": training_hours.WAITING if waits else training_hours.VERIFIED,
					"verified_by": None if waits else "Administrator",
					"verified_on": None if waits else f"{first + timedelta(14)} 10:00:00",
					"training_key": training_hours.key(employee, title, first),
				}
			)
	bulk.insert(TRAINING, rows)
	frappe.db.commit()


def make_innovations(seats: Mapping[str, str]) -> None:
	"""Innovations of the year: verified by a panel, and one that still waits for it."""
	if _present(INNOVATION):
		return
	documents = []
	for number, (title, level, shares, verified) in enumerate(INNOVATIONS, 3):
		involved = [seats[seat] for seat in shares]
		names = _names([*involved, *(seats[seat] for seat in PANEL)])
		verdict = (
			{"decision": innovation.VERIFIED, "decided_on": f"{YEAR}-11-20 10:00:00"} if verified else {}
		)
		documents.append(
			{
				**people.headers(involved[:1])[involved[0]],
				"employee": involved[0],
				"title": title,
				"date": date(YEAR, number, 10),
				"impact_level": level,
				"status": innovation.VERIFIED if verified else innovation.WAITING,
				"description": "Cara kerja baru yang disusun bersama petugas dan warga.",
				"benefit": "Waktu layanan lebih singkat dan keluhan berkurang.",
				"evidence_link": f"https://arsip.kotacontoh.example/inovasi/{number}",
				"decided_on": verdict.get("decided_on"),
				"contributors": [
					{"employee": one, "employee_name": names[one], "share": share}
					for one, share in zip(involved, shares.values(), strict=True)
				],
				"panel": [
					{
						"employee": seats[seat],
						"employee_name": names[seats[seat]],
						"decision": innovation.UNDECIDED,
						**verdict,
					}
					for seat in PANEL
				],
			}
		)
	bulk.insert_documents(INNOVATION, documents)
	frappe.db.commit()


# --- units and citizens ------------------------------------------------------------------------------------


def make_unit_results(cycle: Document, units: Mapping[str, str]) -> None:
	"""The predicate of every office for the three stages."""
	if frappe.db.exists(RESULT, {"cycle": cycle.name}):
		return
	stages = {stage.stage_name: stage.name for stage in cycle.stages}
	predicates = {units[office.unit]: PREDICATES.get(office.key, "Baik") for office in agency.OFFICES}
	rows = [
		{
			"title": f"{unit} - {stage_name}",
			"cycle": cycle.name,
			"stage_name": stage_name,
			"stage": stages[stage_name],
			"department": unit,
			"company": agency.COMPANY,
			"predicate": predicate if stage_name == ANNUAL else "Baik",
			"basis": BASIS,
			"set_by": "Administrator",
			"set_on": f"{YEAR + (stage_name != FIRST)}-{'07' if stage_name == FIRST else '01'}-08 09:00:00",
			"result_key": f"{stages[stage_name]}::{unit}",
		}
		for stage_name in (FIRST, SECOND, ANNUAL)
		for unit, predicate in predicates.items()
	]
	bulk.insert(RESULT, rows)
	frappe.db.commit()


def make_surveys(units: Mapping[str, str]) -> None:
	"""Two surveys of the year with their answers, and one that citizens can answer now."""
	if _present(SURVEY):
		return
	of_seat = {person.seat.key: person.seat.unit for person in everyone()}
	for title, seat, mean, number, is_open in SURVEYS:
		first = add_months(today(), -1) if is_open else f"{YEAR}-07-01"
		last = add_months(today(), 3) if is_open else f"{YEAR}-12-31"
		survey = frappe.get_doc(
			doctype=SURVEY,
			title=title,
			company=agency.COMPANY,
			department=units[of_seat[seat]],
			from_date=first,
			to_date=last,
			minimum_answers=30,
		).insert()
		survey.flags.asn_server_made = True
		bulk.insert(RESPONSE, _answers(survey, mean, number, getdate(first)))
		frappe.db.set_value(SURVEY, survey.name, "status", "Open" if is_open else "Closed")
	frappe.db.commit()


def _answers(survey: Document, mean: float, number: int, first: date) -> list[Values]:
	random = Random(f"{SEED} {survey.title}")  # noqa: S311  made-up answers, no secret
	low = int(Decimal(str(mean)).quantize(Decimal(1), ROUND_DOWN))
	return [
		{
			"survey": survey.name,
			"company": survey.company,
			"department": survey.department,
			"submitted_on": add_days(first, random.randint(0, 25)),
			"suggestion": SUGGESTION if position == 0 else None,
			**{f"u{element}": low + (random.uniform(0, 1) < mean - low) for element in range(1, 10)},
		}
		for position in range(number)
	]


# --- behaviour reviews -------------------------------------------------------------------------------------


def make_reviews(cycle: Document, employees: Employees) -> None:
	"""Reviewers for those of one division whose annual evaluation is running; about half have answered."""
	stage = next(row.name for row in cycle.stages if row.stage_name == ANNUAL)
	if frappe.db.exists(state.REVIEW, {"stage": stage}):
		return
	division = [person for person in everyone() if person.seat.superior == DIVISION]
	proposing.propose_chunk(cycle.name, stage, [employees[person.number] for person in division])
	reviews = frappe.get_all(
		state.REVIEW, {"stage": stage}, ["name", "employee"], order_by="employee, reviewer_group, reviewer"
	)
	due = add_days(today(), 7)
	assigned = {"status": state.ASSIGNED, "due_date": due}
	frappe.db.set_value(state.REVIEW, {"name": ["in", [row.name for row in reviews] or [""]]}, assigned)
	person_of = {employees[person.number]: person for person in division}
	ratings = []
	for place, review in enumerate(reviews):
		if place % 2:
			continue
		fate = fates()[ANNUAL, person_of[review.employee].number].behaviour
		frappe.db.set_value(
			state.REVIEW, review.name, {"status": state.SUBMITTED, "submitted_on": f"{today()} 08:00:00"}
		)
		ratings += _ratings(review.name, fate)
	bulk.insert(state.RATING, ratings)
	frappe.db.commit()


def _ratings(review: str, mostly: str) -> Sequence[Values]:
	random = Random(f"{SEED} {review}")  # noqa: S311  made-up ratings, no secret
	near = {ABOVE: (ABOVE, ABOVE, AS), AS: (AS, AS, ABOVE), BELOW: (BELOW, AS, AS)}[mostly]
	return [
		{
			"parent": review,
			"parenttype": state.REVIEW,
			"parentfield": "ratings",
			"idx": idx,
			"behaviour_value": value,
			"rating": random.choice(near),
		}
		for idx, value in enumerate(behaviour_values(), 1)
	]


# --- helpers -----------------------------------------------------------------------------------------------


def _present(doctype: str) -> bool:
	return bool(frappe.db.exists(doctype, {"company": agency.COMPANY}))


def _names(employees: Sequence[str]) -> dict[str, str]:
	rows = frappe.get_all(
		"Employee",
		filters={"name": ["in", list(employees)]},
		fields=["name", "employee_name"],
		order_by="name",
	)
	return {row.name: row.employee_name for row in rows}

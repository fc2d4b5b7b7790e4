"""What followed from the results of the first half-year: proposed, running, late, done, rejected; and awards
for innovations, some of them published."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from asn_kinerja import bulk, follow_up, people
from asn_kinerja.demo import agency
from asn_kinerja.demo.fates import FIRST
from asn_kinerja.demo.people import YEAR
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.follow_up import DONE, FOLLOW_UP, IN_PROGRESS, NOTE, PROPOSED, REJECTED, proposing

DECIDED = date(YEAR, 8, 5)
# Seats of the awarded, what for, and whether the award is published.
AWARDS = (
	("dinkes.melati.1", "Inovator Pelayanan Publik", "Antrean daring memangkas waktu tunggu pasien.", True),
	("dinkes.p2p.3", "Inovator Pelayanan Publik", "Antrean daring memangkas waktu tunggu pasien.", True),
	("dpmptsp.izin.1", "Pelayan Publik Teladan", "Loket izin keliling menjangkau warga pesisir.", True),
	("dpmptsp.izin.2", "Pelayan Publik Teladan", "Loket izin keliling menjangkau warga pesisir.", False),
)
BASIS = "Inovasi yang telah diverifikasi panel pada tahun berjalan."
OUTCOMES = (
	"Target triwulan berikutnya tercapai dan laporan tepat waktu.",
	"Langkah perbaikan disepakati dan dijalankan; hasil kerja membaik.",
	"Perilaku kerja membaik menurut umpan balik rekan kerja.",
)
NOTES = (
	"Pertemuan pertama: hambatan dan langkah perbaikan disepakati.",
	"Pertemuan kedua: kemajuan ditinjau.",
)

Values = dict[str, Any]


def make_follow_ups(cycle: Document, employees: Mapping[str, str]) -> None:
	"""All of it; what is there already stays. `employees`: number -> record name."""
	# the site's own daily job may have proposed already
	if frappe.db.exists(FOLLOW_UP, {"company": agency.COMPANY, "status": ["!=", PROPOSED]}):
		return
	stage = next(row.name for row in cycle.stages if row.stage_name == FIRST)
	proposing.process(cycle.name, stage)
	_carry_on()
	seats = {person.seat.key: employees[person.number] for person in everyone()}
	bulk.insert_documents(FOLLOW_UP, [_award(cycle, seats, *award) for award in AWARDS])
	frappe.db.commit()


def _carry_on() -> None:
	"""Of every five proposals one waits, one runs, one is late, one is done, and every tenth is rejected."""
	rows = frappe.get_all(
		FOLLOW_UP,
		filters={"company": agency.COMPANY, "status": PROPOSED},
		fields=["name", "days"],
		order_by="employee_name, subject, name",
	)
	changed: dict[str, Values] = {}
	notes: list[Values] = []
	for place, row in enumerate(rows):
		if place % 5 == 0:
			continue
		changed[row.name] = _state(place, row.days)
		notes += _notes(row.name, place) if changed[row.name]["status"] != REJECTED else []
	bulk.update(FOLLOW_UP, changed)
	bulk.insert(NOTE, notes)


def _state(place: int, days: int) -> Values:
	done = DECIDED + timedelta(12 + 3 * (place % 7))
	values: Values = {
		"status": IN_PROGRESS,
		"decided_by": "Administrator",
		"decided_on": f"{DECIDED} 09:00:00",
		"decision_reason": None,
		"due_date": DECIDED + timedelta(days),
		"outcome": None,
		"done_on": None,
	}
	if place % 10 == 9:
		values |= {
			"status": REJECTED,
			"decision_reason": "Sudah dibahas dalam dialog kinerja.",
			"due_date": None,
		}
	elif place % 5 == 1:
		values["due_date"] = add_days(today(), 14)
	elif place % 5 > 2:
		values |= {"status": DONE, "outcome": OUTCOMES[place % len(OUTCOMES)], "done_on": done}
	return values


def _notes(name: str, place: int) -> list[Values]:
	return [
		{
			"parent": name,
			"parenttype": FOLLOW_UP,
			"parentfield": "notes",
			"idx": idx,
			"noted_on": f"{DECIDED + timedelta(5 * idx)} 14:00:00",
			"noted_by": "Administrator",
			"note": note,
		}
		for idx, note in enumerate(NOTES[: 1 + place % 2], 1)
	]


def _award(
	cycle: Document, seats: Mapping[str, str], seat: str, subject: str, citation: str, published: bool
) -> Values:
	employee = seats[seat]
	header = people.headers([employee])[employee]
	day = date(YEAR, 12, 1)
	return {
		**header,
		"employee": employee,
		"title": follow_up.title(header["employee_name"], subject),
		"kind": "Award",
		"subject": subject,
		"citation": citation,
		"reason": BASIS,
		"cycle": cycle.name,
		"decider": "Performance Manager",
		"status": DONE if published else IN_PROGRESS,
		"decided_by": "Administrator",
		"decided_on": f"{day} 10:00:00",
		"due_date": None if published else add_days(today(), 20),
		"outcome": "Piagam diserahkan pada upacara." if published else None,
		"done_on": day + timedelta(14) if published else None,
		"published": int(published),
		"published_on": f"{day + timedelta(3)} 10:00:00" if published else None,
		"published_by": "Administrator" if published else None,
	}

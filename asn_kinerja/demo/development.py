"""Development of the agency's people: a catalogue of trainings, the year's records as trainings of it, and
plans for about half of the people, some of them approved and under way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from asn_kinerja import bulk, people
from asn_kinerja.demo import agency
from asn_kinerja.demo.people import YEAR
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.year import random_of
from asn_kinerja.development import catalogue, needs, plans, proposals
from asn_kinerja.training_hours import RECORD, VERIFIED

ORGANISER = "BKPSDM Kota Contoh"
MARK = "Katalog contoh."
PLANNED, APPROVED_OF_THEM, DONE = 50, 70, 45  # of a hundred

# Title, form, kind, JP, first day of the session (month, day; None = any time), days, seats, competency, level
TRAININGS: tuple[tuple[Any, ...], ...] = (
	("Bimbingan Teknis Pelayanan Publik", "Classical", "Technical Guidance", 24, (9, 8), 3, 30)
	+ ("Pelayanan Publik", 3),
	("Pelatihan Daring Penyusunan Laporan Kinerja", "Non-Classical", "E-Learning", 6, None, 1, 0)
	+ ("Orientasi pada Hasil", 2),
	("Pelatihan Pengelolaan Arsip Dinamis", "Classical", "Technical Training", 16, (10, 6), 2, 25)
	+ (None, 0),
	("Belajar Mandiri Literasi Digital ASN", "Non-Classical", "Self-Study", 8, None, 1, 0)
	+ ("Pengembangan Diri dan Orang Lain", 2),
	("Sosialisasi Budaya Kerja BerAKHLAK", "Classical", "Dissemination", 4, (3, 10), 1, 100)
	+ ("Perekat Bangsa", 2),
	("Pelatihan Kerja Sama Tim Lintas Unit", "Classical", "Managerial Training", 20, (9, 22), 3, 20)
	+ ("Kerja Sama", 4),
	("E-Learning Komunikasi Efektif", "Non-Classical", "E-Learning", 10, None, 1, 0) + ("Komunikasi", 3),
	("Pelatihan Pengambilan Keputusan bagi Pengawas", "Classical", "Managerial Training", 30, (10, 20), 4, 15)
	+ ("Pengambilan Keputusan", 4),
	("Lokakarya Mengelola Perubahan", "Classical", "Workshop", 12, (11, 10), 2, 40)
	+ ("Mengelola Perubahan", 4),
	("Pelatihan Integritas dan Antikorupsi", "Non-Classical", "E-Learning", 8, None, 1, 0)
	+ ("Integritas", 4),
	("Pelatihan Pejabat Penilai Kinerja", "Classical", "Functional Training", 16, (2, 10), 2, 40) + (None, 0),
)
CERTIFIES = "Pelatihan Pejabat Penilai Kinerja"


def make_development(cycle: Document, employees: Mapping[str, str]) -> None:
	"""All of it; what is there already stays. `employees`: number -> record name."""
	make_catalogue()
	link_records()
	make_plans(cycle, employees)


def make_catalogue() -> None:
	"""A training that an agency has already entered under the same name stays as it is."""
	known = set(frappe.get_all("ASN Competency", pluck="name", order_by="name"))
	there = set(frappe.get_all(catalogue.TRAINING, pluck="name", order_by="name"))
	rows, brings = [], []
	for title, form, kind, hours, first, days, seats, competency, level in TRAININGS:
		if title in there:
			continue
		begins = date(YEAR, *first) if first else None
		rows.append(
			{
				"name": title,
				"title": title,
				"form": form,
				"kind": kind,
				"hours": hours,
				"organiser": ORGANISER,
				"description": MARK,
				"seats": seats,
				"from_date": begins,
				"to_date": date(YEAR, first[0], first[1] + days - 1) if first else None,
				"certifies_raters": int(title == CERTIFIES),
				"certificate_years": 3 if title == CERTIFIES else 0,
			}
		)
		if competency in known:
			place = {"parent": title, "parenttype": catalogue.TRAINING, "parentfield": "competencies"}
			brings.append({**place, "idx": 1, "competency": competency, "to_level": level})
	bulk.insert(catalogue.TRAINING, rows)
	bulk.insert(catalogue.OFFERED, brings)
	frappe.db.commit()


def link_records() -> None:
	"""The year's records are those of the catalogue's trainings of the same name."""
	for title, _form, kind, *_rest in TRAININGS:
		ours = {"company": agency.COMPANY, "title": title, "training": ["is", "not set"]}
		frappe.db.set_value(RECORD, ours, {"training": title, "kind": kind})
	frappe.db.commit()


def make_plans(cycle: Document, employees: Mapping[str, str]) -> None:
	"""Proposed as of the first day of the second half-year by the table of the agency; where there is nothing
	to propose, a wish of one's own stands in the plan."""
	rule = proposals.rule_in_force()
	if not rule or frappe.db.exists(plans.PLAN, {"company": agency.COMPANY}):
		return
	chosen = [one for one in everyone() if random_of(one, "development").uniform(0, 100) < PLANNED]
	headers = people.headers(employees[one.number] for one in chosen)
	facts = needs.facts(headers, date(YEAR, 12, 31))
	verified = _verified(list(headers))
	table, offer = proposals.rules(rule), catalogue.offer()
	period = (getdate(cycle.from_date), getdate(cycle.to_date))
	today = date(YEAR, 8, 25)
	made = []
	for one in chosen:
		employee = employees[one.number]
		if employee not in headers:
			continue
		random = random_of(one, "development progress")
		items = proposals.rows_for(facts[employee], table, offer, (), period, today)
		offer = proposals.without_seat(offer, (row["training"] for row in items))
		items = items or [_wish(period[1])]
		approved = random.uniform(0, 100) < APPROVED_OF_THEM
		for row in items if approved else ():
			_follow(row, verified.get((employee, row.get("training"))), random.uniform(0, 100))
		made.append(
			{
				**headers[employee],
				**plans.header(employee, headers[employee]["employee_name"], cycle.name, cycle.as_dict()),
				"employee": employee,
				"cycle": cycle.name,
				"rule": rule,
				"assessment": facts[employee].assessment,
				"assessed_on": facts[employee].assessed_on,
				"status": plans.APPROVED if approved else plans.DRAFT,
				"submitted_on": f"{YEAR}-08-27 09:00:00" if approved else None,
				"approved_on": f"{YEAR}-08-29 10:00:00" if approved else None,
				"approved_by": "Administrator" if approved else None,
				"items": items,
			}
		)
	bulk.insert_documents(plans.PLAN, made)
	frappe.db.commit()


def _wish(last: date) -> dict[str, Any]:
	return {
		"source": "Other",
		"kind": "Self-Study",
		"description": "Belajar mandiri dan berbagi hasilnya dalam rapat unit.",
		"hours": 4,
		"due_date": last,
		"status": "Planned",
	}


def _follow(row: dict[str, Any], record: Any, chance: float) -> None:
	if record:
		row.update({"status": "Done", "training_record": record.name, "done_on": record.to_date})
	elif not row.get("training") and chance < DONE:
		row.update({"status": "Done", "done_on": date(YEAR, 11, 14), "result_note": "Sudah dilaksanakan."})
	elif chance < 2 * DONE:
		row["status"] = "In Progress"


def _verified(employees: list[str]) -> dict[tuple[str, str], Any]:
	rows = frappe.get_all(
		RECORD,
		filters={"employee": ["in", employees], "status": VERIFIED, "training": ["is", "set"]},
		fields=["name", "employee", "training", "to_date"],
		order_by="to_date, name",
	)
	return {(row.employee, row.training): row for row in rows}

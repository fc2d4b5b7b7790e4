"""Development of the agency's people: a catalogue of trainings, the year's records as trainings of it, and
plans for about half of the people, some of them approved and under way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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
from asn_kinerja.training_hours import CLASSICAL, NON_CLASSICAL, RECORD, VERIFIED

ORGANISER = "BKPSDM Kota Contoh"
MARK = "Katalog contoh."
PLANNED, APPROVED_OF_THEM, DONE = 50, 70, 45  # of a hundred


@dataclass(frozen=True, slots=True)
class Offer:
	"""A training of the catalogue. `first`: month and day on which its session begins, None = at any time;
	`seats` 0 = no limit; `level`: to which it brings `competency`."""

	title: str
	form: str
	kind: str
	hours: int
	competency: str = ""
	level: int = 0
	first: tuple[int, int] | None = None
	days: int = 1
	seats: int = 0


TRAININGS = (
	Offer(
		"Bimbingan Teknis Pelayanan Publik",
		CLASSICAL,
		"Technical Guidance",
		24,
		"Pelayanan Publik",
		3,
		first=(9, 8),
		days=3,
		seats=30,
	),
	Offer(
		"Pelatihan Daring Penyusunan Laporan Kinerja",
		NON_CLASSICAL,
		"E-Learning",
		6,
		"Orientasi pada Hasil",
		2,
	),
	Offer(
		"Pelatihan Pengelolaan Arsip Dinamis",
		CLASSICAL,
		"Technical Training",
		16,
		first=(10, 6),
		days=2,
		seats=25,
	),
	Offer(
		"Belajar Mandiri Literasi Digital ASN",
		NON_CLASSICAL,
		"Self-Study",
		8,
		"Pengembangan Diri dan Orang Lain",
		2,
	),
	Offer(
		"Sosialisasi Budaya Kerja BerAKHLAK",
		CLASSICAL,
		"Dissemination",
		4,
		"Perekat Bangsa",
		2,
		first=(3, 10),
		seats=100,
	),
	Offer(
		"Pelatihan Kerja Sama Tim Lintas Unit",
		CLASSICAL,
		"Managerial Training",
		20,
		"Kerja Sama",
		4,
		first=(9, 22),
		days=3,
		seats=20,
	),
	Offer(
		"E-Learning Komunikasi Efektif",
		NON_CLASSICAL,
		"E-Learning",
		10,
		"Komunikasi",
		3,
	),
	Offer(
		"Pelatihan Pengambilan Keputusan bagi Pengawas",
		CLASSICAL,
		"Managerial Training",
		30,
		"Pengambilan Keputusan",
		4,
		first=(10, 20),
		days=4,
		seats=15,
	),
	Offer(
		"Lokakarya Mengelola Perubahan",
		CLASSICAL,
		"Workshop",
		12,
		"Mengelola Perubahan",
		4,
		first=(11, 10),
		days=2,
		seats=40,
	),
	Offer(
		"Pelatihan Integritas dan Antikorupsi",
		NON_CLASSICAL,
		"E-Learning",
		8,
		"Integritas",
		4,
	),
	Offer(
		"Pelatihan Pejabat Penilai Kinerja",
		CLASSICAL,
		"Functional Training",
		16,
		first=(2, 10),
		days=2,
		seats=40,
	),
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
	for one in TRAININGS:
		if one.title in there:
			continue
		first = date(YEAR, *one.first) if one.first else None
		certifies = one.title == CERTIFIES
		rows.append(
			{
				"name": one.title,
				"title": one.title,
				"form": one.form,
				"kind": one.kind,
				"hours": one.hours,
				"organiser": ORGANISER,
				"description": MARK,
				"seats": one.seats,
				"from_date": first,
				"to_date": first + timedelta(one.days - 1) if first else None,
				"certifies_raters": int(certifies),
				"certificate_years": 3 if certifies else 0,
			}
		)
		if one.competency in known:
			place = {"parent": one.title, "parenttype": catalogue.TRAINING, "parentfield": "competencies"}
			brings.append({**place, "idx": 1, "competency": one.competency, "to_level": one.level})
	bulk.insert(catalogue.TRAINING, rows)
	bulk.insert(catalogue.OFFERED, brings)
	frappe.db.commit()


def link_records() -> None:
	"""The year's records are those of the catalogue's trainings of the same name."""
	for one in TRAININGS:
		ours = {"company": agency.COMPANY, "title": one.title, "training": ["is", "not set"]}
		frappe.db.set_value(RECORD, ours, {"training": one.title, "kind": one.kind})
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

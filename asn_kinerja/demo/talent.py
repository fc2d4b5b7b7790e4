"""Two published talent maps of the demo's year: by the first half-year, and by the annual results. Between
them people were assessed anew, so that movements are seen."""

import frappe
from frappe.model.document import Document

from asn_kinerja import bulk, people
from asn_kinerja.competency import assessed, starting
from asn_kinerja.competency.assessed import ASSESSMENT, RELEASED, STATE
from asn_kinerja.demo import agency
from asn_kinerja.demo.people import YEAR, Person
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.year import random_of
from asn_kinerja.talent import MAP, placing, publishing

RULE = "Predikat Kinerja v1"  # the national scheme gives a predicate
FIRST_DAY, LAST_DAY = f"{YEAR}-07-31", f"{YEAR}-12-31"
MAPS = ((f"Peta Talenta Semester I {YEAR}", FIRST_DAY), (f"Peta Talenta {YEAR}", LAST_DAY))
ASSESSED_BEFORE = f"{YEAR - 1}-09-12"
BASIS = "Pusat penilaian BKPSDM: wawancara dan simulasi."
# by how many percent the job person match was another one before
CHANGES = (-14, -9, -6, 0, 0, 3, 8)


def make_maps(cycle: Document, employees: dict[str, str]) -> None:
	"""What is there already stays. `employees`: number -> record name."""
	make_earlier_assessments({employees[person.number]: person for person in everyone()})
	for title, day in MAPS:
		name = frappe.db.exists(MAP, {"company": agency.COMPANY, "title": title})
		if not name:
			values = {"title": title, "company": agency.COMPANY, "cycle": cycle.name, "rule": RULE}
			name = frappe.get_doc({"doctype": MAP, **values, "as_of_date": day}).insert().name
		report = placing.place_everybody(name)
		if report and report.placed:
			publishing.store(name)
		frappe.db.commit()


def make_earlier_assessments(person_of: dict[str, Person]) -> None:
	"""Of everybody who has been assessed since the first map, and not before."""
	now, before = (assessed.newest(list(person_of), day) for day in (LAST_DAY, FIRST_DAY))
	found = [employee for employee in now if employee not in before]
	headers = people.headers(found)
	rows = []
	for employee in found:
		change = random_of(person_of[employee], "earlier competency").choice(CHANGES)
		match = min(100.0, max(40.0, float(now[employee].job_match) + change))
		rows.append(
			{
				**headers[employee],
				"employee": employee,
				"assessed_on": ASSESSED_BEFORE,
				"job_match": round(match, 2),
				"basis": BASIS,
				STATE: RELEASED,
				"released_by": "Administrator",
				"released_on": f"{ASSESSED_BEFORE} 10:00:00",
				**starting.named(employee, headers[employee]["employee_name"], None, None, ASSESSED_BEFORE),
			}
		)
	bulk.insert(ASSESSMENT, rows)
	frappe.db.commit()

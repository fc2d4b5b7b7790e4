"""Attendance of an agency that keeps it in Frappe HR, over HTTP: a month is checked, pulled, repeated, and
pulled again after the personnel office has corrected it there. Skipped where that app is not installed."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja import bulk
from tests.support import frappe_hr as hr
from tests.support.agency import Agency, keep
from tests.support.attendance import BATCH, RECAP, clear
from tests.support.frappe_hr import ABSENT, WORKING
from tests.support.http import Client, Server

COMPANY = "Pemkot Uji Presensi"
PREFIX = "UJI-PRESENSI-"
ONE, TWO, NEW = (f"{PREFIX}{number}" for number in (1, 2, 3))
OFFICE = "kepegawaian@agency-uji.example"
UNPAID, FREE = "CLTN uji presensi", "Libur uji presensi"
COUNTS = ("people", "made", "updated", "skipped", "kept", "failed")


def forget() -> None:
	"""Remove what this test has committed."""
	people = ["like", f"{PREFIX}%"]
	clear(*frappe.get_all("Employee", {"name": people}, pluck="name", order_by="name"))
	batches = frappe.get_all(BATCH, {"company": COMPANY}, pluck="name", order_by="name")
	frappe.db.delete("ASN Plan Batch Problem", {"parent": ["in", batches or ["-"]]})
	frappe.db.delete(BATCH, {"company": COMPANY})
	for doctype in ("Leave Ledger Entry", "Leave Application", "Attendance"):
		frappe.db.delete(doctype, {"employee": people})
	frappe.db.delete("Employee", {"name": people})
	frappe.db.delete("Holiday", {"parent": FREE})
	frappe.db.delete("Holiday List", {"name": FREE})
	frappe.db.delete("Leave Type", {"name": UNPAID})
	keep()


@pytest.fixture
def office(agency: Agency, http: Server) -> Iterator[Client]:
	"""The personnel office, which works in Frappe HR and has no role of this app. Two people were there all
	of March 2026, one of them absent on the 10th, the other without attendance on the 17th; a third one came
	on the 16th."""
	hr.skip_without_it()
	if not frappe.db.exists("Company", COMPANY):
		frappe.get_doc(
			doctype="Company", company_name=COMPANY, abbr="PUP", default_currency="IDR", country="Indonesia"
		).insert()
	if not frappe.db.exists("User", OFFICE):
		frappe.get_doc(
			doctype="User",
			email=OFFICE,
			first_name="Kepegawaian",
			language="en",
			send_welcome_email=0,
			user_image="/assets/frappe/images/ui/user-avatar.png",  # else a picture service is asked
			roles=[{"role": "HR Manager"}],
		).insert()
	forget()
	free = hr.holiday_list(FREE)
	joined = {NEW: "2026-03-16"}
	bulk.insert(
		"Employee",
		[
			{
				"name": name,
				"employee": name,
				"employee_name": name,
				"first_name": name,
				"company": COMPANY,
				"status": "Active",
				"asn_type": "PNS",
				"date_of_joining": joined.get(name, "2005-03-01"),
				"holiday_list": free,
			}
			for name in (ONE, TWO, NEW)
		],
	)
	hr.mark_month(ONE, d10={"status": ABSENT})
	hr.mark_month(TWO, d17=None)
	hr.mark_month(NEW, [day for day in WORKING if day.day >= 16])
	hr.leave_type(UNPAID, is_lwp=1)
	permitted = frappe.get_doc(
		doctype="User Permission", user=agency.user("admin"), allow="Company", for_value=COMPANY
	).insert()
	keep()
	yield http.as_user(OFFICE)
	frappe.db.rollback()
	permitted.delete()
	forget()


def submit(client: Client, doctype: str, **values: Any) -> None:
	made = client.insert(doctype, values)
	assert made.ok, made.messages
	done = client.update(doctype, made.data["name"], {"docstatus": 1})
	assert done.ok, done.messages


def test_a_month_is_pulled_and_pulled_again_after_corrections(
	office: Client, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> None:
	admin = client("admin")
	made = admin.insert(BATCH, {"company": COMPANY, "source": "Frappe HR", "month": "2026-03-01"})
	assert made.ok, made.messages
	name = made.data["name"]

	def run(method: str) -> dict[str, Any]:
		values = {"dt": BATCH, "dn": name, "method": method, "args": json.dumps({})}
		answer = admin.post("/api/method/run_doc_method", values)
		assert answer.data is True, answer.messages
		worker()
		return admin.read(BATCH, name).data

	def counts(record: dict[str, Any]) -> tuple[int, ...]:
		return tuple(record[field] for field in COUNTS)

	def recaps() -> dict[str, tuple[int, ...]]:
		fields = ("working_days", "present", "excused_absences", "unexcused_absences")
		answer = admin.list(RECAP, filters={"company": COMPANY}, fields=["employee", "source", *fields])
		assert {recap["source"] for recap in answer.data} <= {"Frappe HR"}
		return {recap["employee"]: tuple(recap[field] for field in fields) for recap in answer.data}

	# the dry run names the day that lacks, and stores nothing
	checked = run("check")
	assert (checked["status"], counts(checked)) == ("Checked", (3, 2, 0, 0, 0, 1))
	(problem,) = checked["problems"]
	assert problem["person"] == TWO
	assert "1 working days have no submitted attendance: 17/03" in problem["problem"]
	assert recaps() == {}

	# 22 weekdays, 2 of them holidays; from the 16th they are 3 + 5 + 2
	assert counts(run("start")) == (3, 2, 0, 0, 0, 1)
	before = {ONE: (20, 19, 0, 1), NEW: (10, 10, 0, 0)}
	assert recaps() == before
	assert counts(run("start")) == (3, 0, 0, 2, 0, 1)
	assert recaps() == before

	# the office marks the day that lacked, and the absence was leave
	submit(office, "Attendance", employee=TWO, attendance_date="2026-03-17", status="Present")
	day = dict.fromkeys(("from_date", "to_date"), "2026-03-10")
	submit(office, "Leave Application", employee=ONE, leave_type=UNPAID, status="Approved", **day)
	assert counts(run("check")) == (3, 1, 1, 1, 0, 0)
	assert recaps() == before
	assert counts(run("start")) == (3, 1, 1, 1, 0, 0)
	assert recaps() == {ONE: (20, 19, 1, 0), TWO: (20, 20, 0, 0), NEW: (10, 10, 0, 0)}

	# an attendance that was wrong is cancelled and amended
	wanted = {"employee": NEW, "attendance_date": "2026-03-24", "docstatus": 1}
	(wrong,) = office.list("Attendance", filters=wanted).data
	cancelled = office.call("frappe.client.cancel", doctype="Attendance", name=wrong["name"])
	assert cancelled.ok, cancelled.messages
	submit(
		office,
		"Attendance",
		employee=NEW,
		attendance_date="2026-03-24",
		status=ABSENT,
		amended_from=wrong["name"],
	)
	assert counts(run("start")) == (3, 0, 1, 2, 0, 0)
	assert recaps()[NEW] == (10, 9, 0, 1)


def test_the_personnel_office_does_not_pull(office: Client) -> None:
	values = {"company": COMPANY, "source": "Frappe HR", "month": "2026-03-01"}
	assert office.insert(BATCH, values).status == 403
	assert office.list(RECAP).status == 403

"""Everybody is told of his line when a sheet is approved: in a background job, for they are thousands. The
notice names the month and no amount."""

from datetime import date

import frappe
from frappe import _

from asn_kinerja import jobs, notices
from asn_kinerja.allowance import sheets

CHUNK = 1000  # lines


def enqueue(sheet: str) -> bool:
	"""Queue the notices. False when they are on their way already."""
	return jobs.enqueue_once(
		"asn_kinerja.allowance.telling.run",
		job_id=f"asn_allowance_notices::{sheet}",
		sheet=sheet,
		user=frappe.session.user,
	)


def run(sheet: str, user: str) -> None:
	"""The background job."""
	jobs.act_for(user)
	process(sheet)


def process(sheet: str) -> None:
	"""Tell everybody whose line is open to him. Commits after each chunk, so that locks stay short."""
	# the request that approves holds the sheet until it is stored; what it takes back is told to nobody
	of_sheet = frappe.db.get_value(
		sheets.SHEET, {"name": sheet, "status": sheets.APPROVED}, ["month", "number"], for_update=True
	)
	frappe.db.commit()
	lines = frappe.get_all(
		sheets.LINE,
		filters={"sheet": sheet, "status": sheets.APPROVED, "left_out": 0},
		fields=["name", "employee"],
		order_by="name",
	)
	for start in range(0, len(lines), CHUNK):
		_tell({line.employee: line.name for line in lines[start : start + CHUNK]}, *of_sheet)
		frappe.db.commit()


def _tell(line_of: dict[str, str], month: date, number: int) -> None:
	name_of = {user: line_of[employee] for employee, user in notices.users_of(line_of).items()}
	notices.store(
		notices.Notice(reader.user, line, sheets.LINE, name_of[reader.user])
		for reader, line in notices.lines(name_of, lambda _user: _subject(month, number))
	)


def _subject(month: date, number: int) -> str:
	if number > 1:
		text = _("A supplement to your allowance for {0} is approved: see the amount and how it comes about.")
	else:
		text = _("Your allowance for {0} is approved: see the amount and how it comes about.")
	return text.format(sheets.of_month(month, number))

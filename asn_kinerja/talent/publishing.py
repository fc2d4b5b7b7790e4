"""Publishing a map: its placements with it, at once; and telling people, each of whom reads his own."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import add_days, now, now_datetime

from asn_kinerja import jobs, notices
from asn_kinerja.messages import escaped
from asn_kinerja.notices import LOG, Notice
from asn_kinerja.talent import MAP, PLACEMENT, PUBLISHED

CHUNK = 500
DAYS = 7
"""So long after a publication it is seen to every day that everybody has been told."""


def store(talent_map: str) -> None:
	"""Set map and placements to published. Set directly: thousands of placements are published by one
	statement, and no other field of theirs changes. Whoever calls this has checked who asks."""
	values = {"status": PUBLISHED, "published_on": now(), "published_by": frappe.session.user}
	frappe.db.set_value(PLACEMENT, {"map": talent_map}, "status", PUBLISHED)
	frappe.db.set_value(MAP, talent_map, values)
	frappe.clear_document_cache(MAP, talent_map)


def enqueue(talent_map: str) -> None:
	"""Queue the notices; the job waits for the publication to be stored."""
	jobs.enqueue_once(
		"asn_kinerja.talent.publishing.run",
		job_id=f"asn_talent_notices::{talent_map}",
		talent_map=talent_map,
	)


def enqueue_recent() -> None:
	"""Scheduler event, daily: queue the notices of the maps that were published of late once more, for those
	whom a job that was killed has not come to."""
	published = {"status": PUBLISHED, "published_on": [">", add_days(now_datetime(), -DAYS)]}
	for name in frappe.get_all(MAP, filters=published, pluck="name", order_by="published_on, name"):
		enqueue(name)


def run(talent_map: str) -> None:
	"""The background job. Commits after each chunk; who has been told before is not told again, nor whoever
	has published the map."""
	# the request that publishes holds the row until it is stored
	fields = ["title", "status", "published_by"]
	found = frappe.db.get_value(MAP, talent_map, fields, as_dict=True, for_update=True)
	frappe.db.commit()
	if not found or found.status != PUBLISHED:
		return
	rows = frappe.get_all(
		PLACEMENT,
		filters={"map": talent_map, "box": [">", 0]},
		fields=["name", "employee"],
		order_by="employee",
	)
	for start in range(0, len(rows), CHUNK):
		_tell(rows[start : start + CHUNK], found.title, found.published_by)
		frappe.db.commit()


def _tell(rows: Sequence[frappe._dict], title: str, publisher: str) -> None:
	of_employees = notices.users_of(row.employee for row in rows)
	users = {employee: user for employee, user in of_employees.items() if user != publisher}
	name_of = {users[row.employee]: row.name for row in rows if row.employee in users}
	told = set(
		frappe.get_all(
			LOG,
			filters={"document_type": PLACEMENT, "document_name": ["in", list(name_of.values())]},
			fields=["for_user", "document_name"],
			order_by="document_name",
			as_list=True,
		)
	)
	shown = f"<b>{escaped(title)[0]}</b>"
	lines = notices.lines(
		(user for user, name in name_of.items() if (user, name) not in told),
		lambda _user: _("The talent map {0} is published. Read your place and its recommendations.").format(
			shown
		),
	)
	notices.store(Notice(reader.user, line, PLACEMENT, name_of[reader.user]) for reader, line in lines)

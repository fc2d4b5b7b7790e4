"""Recaps for many people in a background job (see `asn_kinerja.batches.job`): a dry run that names every
problem, or the recaps themselves.

Who has a problem in one month gets none of the file's months. A repetition changes what differs and never
doubles: one recap per employee and month is a unique index.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import cint

from asn_kinerja.attendance import recaps, sources, store
from asn_kinerja.batches import job


class AttendanceWork:
	"""Recaps from the batch's source."""

	def __init__(self, batch: frappe._dict) -> None:
		self.batch = batch
		self.source = sources.of(batch)

	def people(self) -> Sequence[Any]:
		return self.source.people()

	def chunk(
		self, people: Sequence[Any], storing: bool
	) -> tuple[Mapping[str, int], Sequence[sources.Entry]]:
		entries = self.source.entries(people)
		failed = [entry for entry in entries if entry.problems]
		found = [recap for entry in entries if not entry.problems for recap in entry.recaps]
		recaps.complete(found)
		counts = store.store(
			found, self.source.name, self.batch.name, bool(cint(self.batch.replace_entered)), storing
		)
		return counts, failed


KIND = job.Kind(
	doctype="ASN Attendance Batch",
	run="asn_kinerja.attendance.batch.run",
	event="asn_attendance_batch",
	fields=("name", "company", "source", "file", "month", "department", "replace_entered", "status"),
	counts=("made", "updated", "skipped", "kept"),
	work=AttendanceWork,
)


def run(batch: str, storing: bool, user: str) -> None:
	"""The background job, see `job.run`."""
	job.run(KIND, batch, storing, user)


def process(batch: frappe._dict, storing: bool, user: str | None = None) -> None:
	"""Work through the batch (the kind's fields), see `job.process`."""
	job.process(KIND, batch, storing, user)

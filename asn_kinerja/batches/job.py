"""The background job of a batch: a dry run that names every problem, or the storing itself.

It may be repeated, killed and started again: what a kind of batch stores is found again by a unique key, and
each chunk of people is stored whole or not at all. What it has found stands in the batch's own fields:
status, times, counts and the rows of its table of problems.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import frappe
from frappe import _
from frappe.utils import now

from asn_kinerja import bulk, jobs
from asn_kinerja.batches.cells import SheetError
from asn_kinerja.batches.entry import Entry
from asn_kinerja.messages import escaped

PROBLEM = "ASN Plan Batch Problem"
CHUNK = 200  # people
LISTED = 2000
"""Problems kept with a batch: more nobody reads, and the form still has to show them."""
RUNNING = ("Checking", "Running")


class Work(Protocol):
	"""What a kind of batch does with its people."""

	def people(self) -> Sequence[Any]:
		"""A key for each person."""

	def chunk(self, people: Sequence[Any], storing: bool) -> tuple[Mapping[str, int], Sequence[Entry]]:
		"""Check these people, and with `storing` store what is theirs; nothing is committed. Returns by how
		much the batch's counts grow, and the people with problems, for whom nothing is stored."""


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind of batch. `run`: dotted path of its job; `event`: its realtime event; `fields`: what `work`
	needs of the batch; `counts`: fields for the outcome, beside people, processed and failed. `work` raises
	SheetError when the batch as a whole cannot be done."""

	doctype: str
	run: str
	event: str
	fields: tuple[str, ...]
	counts: tuple[str, ...]
	work: Callable[[frappe._dict], Work]

	@property
	def all_counts(self) -> tuple[str, ...]:
		"""All fields that count."""
		return ("people", "processed", *self.counts, "failed")


def enqueue(kind: Kind, batch: str, storing: bool) -> bool:
	"""Queue a run of a batch; False when one is waiting or running already: then nothing is added.

	The batch's row stays locked until the request ends, so that the run begins after it."""
	frappe.db.get_value(kind.doctype, batch, "name", for_update=True)
	queued = jobs.enqueue_once(
		kind.run,
		job_id=f"{kind.event}::{batch}",
		batch=batch,
		storing=storing,
		user=frappe.session.user,
	)
	if not queued:
		return False
	_begin(kind, batch, storing)
	return True


def run(kind: Kind, batch: str, storing: bool, user: str) -> None:
	"""The background job, for the user who asked for it: check all people of the batch, and with `storing`
	store what belongs to those without a problem."""
	jobs.act_for(user)
	found = frappe.db.get_value(kind.doctype, batch, kind.fields, as_dict=True, for_update=True)
	if not found:
		return  # deleted while it was waiting
	try:
		process(kind, found, storing, user)
	except SheetError as error:
		_fail(kind, batch, error.text(_))
	except Exception:
		# whoever waits is told; the worker keeps the traceback
		_fail(
			kind, batch, _("An unexpected error stopped it. Ask the system administrator for the error log.")
		)
		raise
	finally:
		frappe.publish_realtime(kind.event, {"batch": batch, "done": True}, user=user)


def process(kind: Kind, batch: frappe._dict, storing: bool, user: str | None = None) -> None:
	"""Work through the batch (the kind's fields). Commits after each chunk, so that a killed job loses one
	chunk at most and other people's locks stay short."""
	_begin(kind, batch.name, storing)
	frappe.db.commit()
	work = kind.work(batch)
	people = work.people()
	counts = {**dict.fromkeys(kind.all_counts, 0), "people": len(people)}
	frappe.db.set_value(kind.doctype, batch.name, counts)
	frappe.db.commit()
	problems = 0
	for start in range(0, len(people), CHUNK):
		chunk = people[start : start + CHUNK]
		grown, failed = jobs.again_on_duplicate(partial(work.chunk, chunk, storing))
		counts["processed"] = min(start + CHUNK, len(people))
		counts["failed"] += len(failed)
		for field, count in grown.items():
			counts[field] += count
		problems = _store_problems(kind, batch.name, failed, problems)
		frappe.db.set_value(kind.doctype, batch.name, counts)
		frappe.db.commit()
		if user:
			frappe.publish_realtime(kind.event, {"batch": batch.name, **counts}, user=user)
	_store_rest(kind, batch.name, problems)
	status = "Done" if storing else "Checked"
	frappe.db.set_value(kind.doctype, batch.name, {**counts, "status": status, "finished_on": now()})
	frappe.db.commit()


def _begin(kind: Kind, batch: str, storing: bool) -> None:
	"""Forget the outcome of an earlier run. Set directly, as all that a run writes: it is the job's record,
	and no form can hold it up."""
	status = "Running" if storing else "Checking"
	frappe.db.delete(PROBLEM, {"parent": batch, "parenttype": kind.doctype})
	times = {"started_on": now(), "finished_on": None}
	frappe.db.set_value(kind.doctype, batch, {"status": status, **dict.fromkeys(kind.all_counts, 0), **times})
	frappe.clear_document_cache(kind.doctype, batch)


def _fail(kind: Kind, batch: str, reason: str) -> None:
	frappe.db.rollback()
	bulk.insert(PROBLEM, [{"problem": escaped(reason)[0], **_parent(kind, batch), "idx": 1}])
	frappe.db.set_value(kind.doctype, batch, {"status": "Failed", "finished_on": now()})
	frappe.db.commit()


def _parent(kind: Kind, batch: str) -> dict[str, str]:
	return {"parent": batch, "parenttype": kind.doctype, "parentfield": "problems"}


def _store_problems(kind: Kind, batch: str, failed: Sequence[Entry], before: int) -> int:
	"""Add the problems of these people to the batch; returns how many there are now, listed or not."""
	rows = [row for entry in failed for row in entry.problems]
	parent, room = _parent(kind, batch), max(0, LISTED - before)
	bulk.insert(PROBLEM, [{**row, **parent, "idx": before + idx} for idx, row in enumerate(rows[:room], 1)])
	return before + len(rows)


def _store_rest(kind: Kind, batch: str, problems: int) -> None:
	if problems <= LISTED:
		return
	message = _("{0} more problems are not listed. Correct these first, then check again.")
	row = {"problem": message.format(problems - LISTED), **_parent(kind, batch)}
	bulk.insert(PROBLEM, [{**row, "idx": LISTED + 1}])

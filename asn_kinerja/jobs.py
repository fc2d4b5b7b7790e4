"""Background jobs of this app: queued once, and done in the name and language of whoever asked for them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import frappe
from frappe.translate import get_user_lang

TRIES = 3
Result = TypeVar("Result")


def enqueue_once(method: str, job_id: str, **arguments: Any) -> bool:
	"""Queue a long job. False when one with this id is waiting or running already: then nothing is added.

	At once, not after the commit: a request that writes nothing never commits."""
	job = frappe.enqueue(method, queue="long", job_id=job_id, deduplicate=True, **arguments)
	return job is not None


def act_for(user: str) -> None:
	"""Let the running job act in the name of a user; texts that it makes are in his language."""
	frappe.set_user(user)
	frappe.local.lang = get_user_lang(user)


def again_on_duplicate(work: Callable[[], Result]) -> Result:
	"""What `work` returns, a part of a job that a commit follows. Somebody who stores one of the same records
	at the same moment is found by its unique index: then the part is rolled back and done once more, when it
	sees his record; `work` changes nothing outside the database. Raises what is no duplicate, and the last of
	a few duplicates."""
	for _attempt in range(1, TRIES):
		try:
			return work()
		except Exception as error:
			if not (error.args and frappe.db.is_duplicate_entry(error)):
				raise
			frappe.db.rollback()
	return work()


@contextmanager
def telling_of_failure(event: str, user: str | None, **about: Any) -> Iterator[None]:
	"""Tell the user's open list or form of a job that fails (`failed` in the message, `reason` if the error
	was written for people, HTML; `about`: what tells it from others); nobody when no user waits. At once, for
	what the job has not stored is rolled back, and a message that waits for a commit would go with it. The
	error goes on, to Frappe's error log."""
	try:
		yield
	except Exception as error:
		if user:  # without one it would go to everybody
			reason = str(error) if isinstance(error, frappe.ValidationError) else ""
			frappe.publish_realtime(event, {**about, "failed": True, "reason": reason}, user=user)
		raise

"""Background jobs of this app: queued once, and done in the name and language of whoever asked for them."""

from typing import Any

import frappe
from frappe.translate import get_user_lang


def enqueue_once(method: str, job_id: str, **arguments: Any) -> bool:
	"""Queue a long job. False when one with this id is waiting or running already: then nothing is added.

	At once, not after the commit: a request that writes nothing never commits."""
	job = frappe.enqueue(method, queue="long", job_id=job_id, deduplicate=True, **arguments)
	return job is not None


def act_for(user: str) -> None:
	"""Let the running job act in the name of a user; texts that it makes are in his language."""
	frappe.set_user(user)
	frappe.local.lang = get_user_lang(user)

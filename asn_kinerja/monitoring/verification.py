"""The rater's answer to daily activities: verified with feedback, or returned with the reason.

One by one and in bulk by the same code, in the same few queries whatever their number. They are set queries
because a rater answers a whole team's week at once; each of them checks nothing that the field rule would
have to: only an activity that waits, only by its rater, never one's own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.utils import escape_html, now

from asn_kinerja import access, notices
from asn_kinerja.messages import escaped
from asn_kinerja.monitoring.activities import names_of
from asn_kinerja.monitoring.progress import ACTIVITY, RETURNED, VERIFIED, WAITING

EVENT = "asn_activities_answered"
Row = frappe._dict


@dataclass
class Answer:
	"""`done`: names of the answered ones, with those that had this answer already; `refused`: {"name",
	"title", "reason"} of the others."""

	done: list[str] = field(default_factory=list)
	refused: list[dict[str, str]] = field(default_factory=list)

	def as_dict(self) -> dict[str, list]:
		return {"done": self.done, "refused": self.refused}


@frappe.whitelist(methods=["POST"])
def verify_many(names: list | str, feedback: str = "") -> dict[str, list]:
	"""Verify activities, with one feedback for all of them; {"done", "refused"} (see `Answer`).

	Who: the rater of each. From: Waiting."""
	return answer(names_of(names), VERIFIED, feedback).as_dict()


@frappe.whitelist(methods=["POST"])
def return_many(names: list | str, reason: str) -> dict[str, list]:
	"""Return activities to their employees with one reason; {"done", "refused"} (see `Answer`).

	Who: the rater of each. From: Waiting."""
	return answer(names_of(names), RETURNED, reason).as_dict()


def answer(names: list[str], status: str, text: str) -> Answer:
	"""Give the session user's answer (Verified or Returned) to these activities, and tell their employees.
	Raises when a return has no reason."""
	text = (text or "").strip()
	if status == RETURNED and not text:
		frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
	me = access.employee_of()
	stored = {row.name: row for row in _locked(names)}
	found, ready = Answer(), []
	for name in names:
		row = stored.get(name)
		mine = row and me and row.rater == me.name and row.employee != me.name
		if mine and row.status == WAITING:
			ready.append(row)
			found.done.append(name)
		elif mine and row.status == status:
			found.done.append(name)  # a second click
		else:
			found.refused.append(_refusal(name, row if mine else None))
	if ready:
		_store([row.name for row in ready], status, text)
		_tell(ready, status, text)
	return found


def _locked(names: list[str]) -> list[Row]:
	"""The activities, locked in the order of their names: two raters' lists cannot wait for each other, and
	an employee who is saving one of them waits, or is waited for."""
	if not names:
		return []
	activity = frappe.qb.DocType(ACTIVITY)
	query = (
		frappe.qb.from_(activity)
		.select(
			activity.name,
			activity.employee,
			activity.rater,
			activity.status,
			activity.title,
			activity.work_plan,
		)
		.where(activity.name.isin(names))
		.orderby(activity.name)
		.for_update()
	)
	return query.run(as_dict=True)


def _refusal(name: str, row: Row | None) -> dict[str, str]:
	"""Why an activity was not answered. Of those that are none of his business the user learns nothing."""
	if not row:
		return {"name": name, "title": name, "reason": _("Only the rater of the employee answers it.")}
	return {"name": name, "title": row.title, "reason": _("It is not waiting: {0}").format(_(row.status))}


def _store(names: list[str], status: str, text: str) -> None:
	"""Set directly: no other field changes, and who answered and when is in fields of their own."""
	stamp, me = now(), frappe.session.user
	frappe.db.set_value(
		ACTIVITY,
		{"name": ["in", names]},
		{
			"status": status,
			"feedback" if status == VERIFIED else "return_reason": text or None,
			"verified_on": stamp,
			"verified_by": me,
			"modified": stamp,
			"modified_by": me,
		},
		update_modified=False,
	)


def _tell(rows: Iterable[Row], status: str, text: str) -> None:
	"""One notification per employee, and an event for the lists and forms that he has open."""
	by_employee: dict[str, list[Row]] = defaultdict(list)
	for row in rows:
		by_employee[row.employee].append(row)
	of_user = {user: by_employee[employee] for employee, user in notices.users_of(by_employee).items()}
	me = frappe.session.user
	notices.store(
		notices.Notice(reader.user, line, ACTIVITY, of_user[reader.user][-1].name, me)
		for reader, line in notices.lines(of_user, lambda user: _subject(of_user[user], status, text))
	)
	for user, answered in of_user.items():
		frappe.publish_realtime(
			EVENT,
			{
				"names": [row.name for row in answered],
				"work_plans": sorted({row.work_plan for row in answered if row.work_plan}),
				"status": status,
			},
			user=user,
			after_commit=True,
		)


def _subject(rows: list[Row], status: str, text: str) -> str:
	"""The line of the notification; the text is people's input."""
	who = frappe.utils.get_fullname(frappe.session.user)
	if len(rows) == 1:
		told = {
			VERIFIED: _("{0} verified your activity: {1}"),
			RETURNED: _("{0} returned your activity: {1}"),
		}[status].format(*escaped(who, rows[0].title))
	else:
		told = {
			VERIFIED: _("{0} verified {1} of your activities"),
			RETURNED: _("{0} returned {1} of your activities"),
		}[status].format(*escaped(who, len(rows)))
	return f"{told} · {escape_html(text)}" if text else told

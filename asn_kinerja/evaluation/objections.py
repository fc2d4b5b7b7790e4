"""Objections (keberatan) against a released result: who is heard, what the decision does, and the clock.

Source: PP 30/2019, article 59. The employee objects within the days of the settings; the rater says his side;
the rater's superior upholds the result or changes it. A changed result is a new record, and the old one stays
readable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_to_date, cint, format_datetime, get_datetime, now_datetime

from asn_kinerja import jobs, notices, schemes
from asn_kinerja.evaluation import rater_part, seals
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import ResultMethod

EVALUATION = "ASN Evaluation"
UPHELD, CHANGED = "Upheld", "Changed"
ENDED = ("Released", "Acknowledged")  # final once the time for objections is over
CHUNK = 200  # evaluations


def statement_deadline(doc: Document) -> object:
	"""Until when the decision waits for the rater's statement."""
	days = cint(frappe.db.get_single_value("ASN Performance Settings", "statement_days"))
	return add_days(get_datetime(doc.objected_on), days)


def check_heard(doc: Document) -> None:
	"""Both sides are heard before a decision: the employee by his reasons, the rater by his statement, unless
	he lets the time for it pass."""
	if not (doc.rater_statement or "").strip() and now_datetime() <= statement_deadline(doc):
		frappe.throw(
			_("{0} has not been heard yet. Decide when his statement is there, or after {1}.").format(
				*escaped(doc.rater_name or _("Rater"), format_datetime(statement_deadline(doc)))
			)
		)


@dataclass(frozen=True, slots=True)
class Changes:
	"""What a decision puts in the place of what was objected to: field -> rating of the two parts, name of a
	result's row -> realisation, behaviour value -> rating."""

	ratings: dict[str, str]
	realisations: dict[str, str]
	values: dict[str, str]


def check_changes(doc: Document, changes: Changes) -> None:
	"""Refuse what is no choice or names no row, and a decision that changes nothing that counts."""
	named = {_(doc.meta.get_label(field)): rating for field, rating in changes.ratings.items()}
	choices = doc.meta.get_field("behaviour_rating").options.split("\n")[1:]
	for label, rating in {**named, **changes.values}.items():
		if rating not in choices:
			frappe.throw(_("{0}: {1} is not one of the choices.").format(*escaped(label, rating)))
	reached = {row.name: row.corrected_realisation or row.realisation for row in doc.results}
	compared = (
		(reached, changes.realisations),
		({row.behaviour_value: row.rating for row in doc.behaviours}, changes.values),
	)
	for known, given in compared:
		if unknown := next((name for name in given if name not in known), None):
			frappe.throw(_("{0} is no row of this evaluation.").format(*escaped(unknown)))
	of_score = any(known[name] != value for known, given in compared for name, value in given.items())
	if not of_score and schemes.of(doc.scheme).result_method is ResultMethod.BANDS:
		frappe.throw(
			_(
				"The predicate of this scheme comes from the score. Change a realisation or the rating of a "
				"value, or uphold the result."
			)
		)
	of_ratings = any(doc.get(field) != rating for field, rating in changes.ratings.items())
	if not of_score and not of_ratings:
		frappe.throw(_("These are the ratings that were objected to. Choose others, or uphold the result."))


def change(doc: Document, decision: str, changes: Changes) -> str:
	"""Put a changed result in the place of the objected one; returns its name. The old one is cancelled and
	keeps its reasons; the new one is final, for the superior has decided. It rests on the same facts: what
	has come in since the release nobody has been heard about."""
	doc.objection_decision = decision
	doc.objection_outcome = CHANGED
	corrected, content = frappe.copy_doc(doc, ignore_no_copy=False), rater_part.read(doc)
	corrected.stage_key = doc.stage_key
	doc.workflow_state = "Cancelled"
	# cancelled by this method only, whose caller has checked who asks; the workflow has no such action
	doc.flags.update(asn_server_made=True, ignore_permissions=True)
	doc.cancel()
	content |= changes.ratings | dict.fromkeys(("work_result_reason", "behaviour_reason"), decision)
	for name, realisation in changes.realisations.items():
		content["results"][name] |= {"corrected_realisation": realisation, "correction_reason": decision}
	for row in doc.behaviours:
		if row.behaviour_value in changes.values:
			content["behaviours"][row.name]["rating"] = changes.values[row.behaviour_value]
	new = frappe.get_doc(EVALUATION, doc.insert_corrected(corrected, content))
	new.flags.update(asn_server_made=True, ignore_permissions=True, asn_facts=doc.facts)
	new.submit()
	new.db_set({"workflow_state": "Final", "final_on": now_datetime()})
	seals.seal([new.name])
	notices.tell_employee(
		new.employee,
		lambda: _("Your objection to the evaluation {0} is decided: the result was changed.").format(
			f"<b>{escaped(new.title)[0]}</b>"
		),
		EVALUATION,
		new.name,
	)
	return new.name


def enqueue() -> None:
	"""Scheduler event, daily: queue the job below, unless it is queued or running already."""
	if not frappe.db.get_single_value("ASN Performance Settings", "finalise_automatically"):
		return
	jobs.enqueue_once(
		"asn_kinerja.evaluation.objections.close_expired",
		job_id="asn_close_expired",
	)


def close_expired() -> int:
	"""Make every result final whose time for an objection has passed without one; how many they were. Commits
	after each chunk, so that a killed run loses one at most, which the next makes good."""
	days = cint(frappe.db.get_single_value("ASN Performance Settings", "objection_days"))
	limit = add_to_date(now_datetime(), days=-days)
	done = 0
	for names in _expired(limit):
		done += _finalise(names)
		frappe.db.commit()
	return done


def _expired(limit: object) -> Iterator[list[str]]:
	source = iter(
		frappe.get_all(
			EVALUATION,
			filters={"docstatus": 1, "workflow_state": ["in", ENDED], "released_on": ["<", limit]},
			pluck="name",
			order_by="released_on, name",
		)
	)
	while chunk := list(islice(source, CHUNK)):
		yield chunk


def _finalise(names: list[str]) -> int:
	"""As a set; what somebody has moved on meanwhile is left alone."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(evaluation)
		.select(evaluation.name, evaluation.title, evaluation.employee)
		.where(evaluation.name.isin(names) & evaluation.workflow_state.isin(ENDED))
		.orderby(evaluation.name)
		.for_update()
	)
	rows = query.run(as_dict=True)
	if not rows:
		return 0
	values = {"workflow_state": seals.FINAL_STATE, "final_on": now_datetime()}
	frappe.db.set_value(EVALUATION, {"name": ["in", [row.name for row in rows]]}, values)
	for row in rows:
		frappe.clear_document_cache(EVALUATION, row.name)
	_tell(rows)
	seals.seal([row.name for row in rows])
	return len(rows)


def _tell(rows: list[frappe._dict]) -> None:
	users = notices.users_of({row.employee for row in rows})
	last = {users[row.employee]: row for row in rows if row.employee in users}

	def line(user: str) -> str:
		title = f"<b>{escaped(last[user].title)[0]}</b>"
		return _("The result of your evaluation {0} is final.").format(title)

	told = notices.lines(last, line)
	notices.store(
		notices.Notice(reader.user, text, EVALUATION, last[reader.user].name) for reader, text in told
	)

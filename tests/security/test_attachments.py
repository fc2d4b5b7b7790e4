"""Threat: somebody names the private file of another in a record of his own, to read it; or deletes, moves or
publishes the file that proves what was handed in, verified or released."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja.attachments import ATTACH
from tests.security.doors import Unchanged, assert_refused
from tests.support import credit
from tests.support.activities import ACTIVITY, enter, verify
from tests.support.agency import EVALUATION, HERE, Agency, keep, report
from tests.support.http import Client, Response
from tests.support.innovation import INNOVATION, PANEL, decide, innovation, name_panel
from tests.support.training import TRAINING, act, training

FILE = "File"
POSITION = ("asn_type", "asn_position_type", *credit.FIRST)
ClientOf = Callable[[str], Client]


def upload(agency: Agency, who: str) -> Any:
	"""A private file of this person, with a name and a content of its own."""
	name = frappe.generate_hash()
	with agency.acting(who):
		return frappe.get_doc(doctype=FILE, file_name=f"{name}.txt", is_private=1, content=name).insert()


# --- naming a file -----------------------------------------------------------------------------------------


def in_activity(agency: Agency, url: str | None) -> Any:
	return enter(agency, "staff1", evidence=url)


def in_training(agency: Agency, url: str | None) -> Any:
	return training(agency, certificate=url)


def in_innovation(agency: Agency, url: str | None) -> Any:
	return innovation(agency, evidence=url)


def in_evaluation(agency: Agency, url: str | None) -> Any:
	made = agency.evaluation(agency.plan("staff1", agency.cycle()))
	with agency.acting("staff1"):
		made = frappe.get_doc(EVALUATION, made.name)
		made.results[0].evidence = url
		return made.save()


def in_credit_point(agency: Agency, url: str | None) -> Any:
	credit.functional(agency)
	frappe.db.delete(credit.POINT, {"employee": agency.employee("staff2")})
	with agency.acting("admin"):
		return frappe.get_doc(credit.entry(agency, document=url)).insert()


def in_batch(doctype: str) -> Callable[[Agency, str | None], Any]:
	def write(agency: Agency, url: str | None) -> Any:
		values = {"company": HERE, "source": "File", "file": url}
		if doctype == "ASN Plan Batch":
			values["cycle"] = agency.cycle().name
		with agency.acting("admin"):
			return frappe.get_doc({"doctype": doctype, **values}).insert()

	return write


# Each field for a file that the app has -> who names one there: staff1 or the performance manager.
WRITERS: dict[tuple[str, str], Callable[[Agency, str | None], Any]] = {
	(ACTIVITY, "evidence"): in_activity,
	(TRAINING, "certificate"): in_training,
	(INNOVATION, "evidence"): in_innovation,
	("ASN Evaluation Result", "evidence"): in_evaluation,
	(credit.POINT, "document"): in_credit_point,
	("ASN Plan Batch", "file"): in_batch("ASN Plan Batch"),
	("ASN Attendance Batch", "file"): in_batch("ASN Attendance Batch"),
}
PLACES = pytest.mark.parametrize("place", WRITERS, ids=lambda place: f"{place[0]}.{place[1]}")


def test_every_field_for_a_file_is_tested_here() -> None:
	ours = frappe.get_all("DocType", {"module": "ASN Kinerja"}, pluck="name")
	rows = frappe.get_all(
		"DocField",
		{"parent": ["in", ours], "fieldtype": ["in", ATTACH]},
		["parent", "fieldname"],
		order_by="parent, fieldname",
	)
	assert {(row.parent, row.fieldname) for row in rows} == set(WRITERS)


@PLACES
def test_the_private_file_of_another_is_not_named(agency: Agency, place: tuple[str, str]) -> None:
	secret = upload(agency, "staff3")
	write = WRITERS[place]
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=r"(?i)upload the file"):
		write(agency, secret.file_url)
	frappe.db.rollback()
	assert not frappe.get_all(FILE, {"file_url": secret.file_url, "attached_to_name": ["is", "set"]})
	assert write(agency, None).name  # without it there is nothing to refuse


@PLACES
def test_a_file_of_ones_own_is(agency: Agency, place: tuple[str, str]) -> None:
	mine = upload(agency, "admin" if "Batch" in place[0] or place[0] == credit.POINT else "staff1")
	doc = WRITERS[place](agency, mine.file_url)
	row = doc.results[0] if doc.doctype == EVALUATION else doc
	assert row.get(place[1]) == mine.file_url


def test_what_stands_in_a_row_is_not_asked_for_again(agency: Agency) -> None:
	"""The rater saves what the employee has named, whether he may read the file or not."""
	mine = upload(agency, "staff1")
	made = in_evaluation(agency, mine.file_url)
	frappe.db.set_value(FILE, mine.name, {"attached_to_doctype": None, "attached_to_name": None})
	with agency.acting("staff1"):
		report(made)
		frappe.model.workflow.apply_workflow(made.save(), "Submit Self Assessment")
	with agency.acting("lead1"):
		doc = frappe.get_doc(EVALUATION, made.name)
		assert not frappe.has_permission(FILE, "read", doc=mine.name)
		doc.results[0].rater_note = "Sudah diperiksa"
		assert doc.save().results[0].evidence == mine.file_url


def test_a_row_says_which_one(agency: Agency) -> None:
	secret = upload(agency, "staff3")
	with pytest.raises(frappe.ValidationError, match="row 1, Evidence"):
		in_evaluation(agency, secret.file_url)


def test_an_innovation_links_to_the_web_only(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match=r"valid URL|begins with https"):
		innovation(agency, evidence_link="javascript:alert(1)")
	link = "https://arsip.example.go.id/1"
	assert innovation(agency, evidence_link=f" {link} ").evidence_link == link


# --- the file that proves a record -------------------------------------------------------------------------


def waiting_training(agency: Agency, url: str) -> Any:
	return act(agency, "staff1", in_training(agency, url), "hand_in")


def verified_training(agency: Agency, url: str) -> Any:
	return act(agency, "lead1", waiting_training(agency, url), "verify")


def verified_activity(agency: Agency, url: str) -> Any:
	doc = in_activity(agency, url)
	verify(agency, "lead1", doc.name)
	return doc


def waiting_innovation(agency: Agency, url: str) -> Any:
	frappe.db.set_single_value("ASN Performance Settings", "innovation_panel", len(PANEL))
	doc = in_innovation(agency, url)
	act(agency, "staff1", doc, "submit_to_panel")
	return name_panel(agency, doc, *PANEL)


def verified_innovation(agency: Agency, url: str) -> Any:
	doc = waiting_innovation(agency, url)
	for key in PANEL:
		decide(agency, doc, key, "Verified")
	return doc


def reported_evaluation(agency: Agency, url: str) -> Any:
	doc = in_evaluation(agency, url)
	# the grid of its form attaches the file to the evaluation
	attached = {"attached_to_doctype": EVALUATION, "attached_to_name": doc.name}
	frappe.db.set_value(FILE, {"file_url": url}, attached)
	with agency.acting("staff1"):
		report(doc)
		frappe.model.workflow.apply_workflow(doc.save(), "Submit Self Assessment")
	return doc


PROVED: dict[str, tuple[Callable[[Agency, str], Any], str]] = {
	"training that waits": (waiting_training, "staff1"),
	"training that is verified": (verified_training, "staff1"),
	"activity that is verified": (verified_activity, "staff1"),
	"innovation that waits": (waiting_innovation, "staff1"),
	"innovation that is verified": (verified_innovation, "staff1"),
	"evaluation that is reported": (reported_evaluation, "staff1"),
	"credit points": (in_credit_point, "admin"),
}
OPEN = {"training": in_training, "activity": in_activity, "innovation": in_innovation}


@pytest.fixture
def made(agency: Agency) -> Iterator[list[Any]]:
	"""Files and records of a test, which are removed again."""
	ours = {"employee": ["in", list(agency.employees.values())]}
	for doctype in (TRAINING, ACTIVITY, credit.POINT):
		frappe.db.delete(doctype, ours)
	position = frappe.db.get_value("Employee", agency.employee("staff2"), POSITION, as_dict=True)
	found: list[Any] = []
	yield found
	frappe.db.rollback()
	for url in {doc.file_url for doc in found if doc.doctype == FILE}:
		for file in frappe.get_all(FILE, {"file_url": url}, pluck="name"):
			frappe.delete_doc(FILE, file, force=True)
	for doctype in (TRAINING, ACTIVITY, credit.POINT):
		frappe.db.delete(doctype, ours)
	for doc in found:
		if doc.doctype == INNOVATION:
			for rows in ("ASN Innovation Contributor", "ASN Innovation Verifier"):
				frappe.db.delete(rows, {"parent": doc.name})
			frappe.db.delete(INNOVATION, {"name": doc.name})
	frappe.db.set_value("Employee", agency.employee("staff2"), position)
	keep()


def proved(agency: Agency, made: list[Any], what: str) -> tuple[Any, str]:
	"""The file of a record past its draft, and who has uploaded it; stored for the server."""
	make, who = PROVED[what]
	file = upload(agency, who)
	made += [file, make(agency, file.file_url)]
	keep()
	return file, who


def remove_in_sidebar(me: Client, file: Any) -> Response:
	record = frappe.db.get_value(FILE, file.name, ["attached_to_doctype", "attached_to_name"])
	return me.call("frappe.desk.form.utils.remove_attach", fid=file.name, dt=record[0], dn=record[1])


@pytest.mark.parametrize("what", PROVED)
def test_who_has_uploaded_it_does_not_delete_it(
	agency: Agency, client: ClientOf, made: list[Any], what: str
) -> None:
	file, who = proved(agency, made, what)
	me = client(who)
	with Unchanged(FILE, file.name):
		for answer in (
			me.remove(FILE, file.name),
			me.call("frappe.client.delete", doctype=FILE, name=file.name),
			remove_in_sidebar(me, file),
		):
			assert_refused(answer, "proof of a record that is past its draft")
	assert me.session.get(me.url + file.file_url).ok  # its content is there as well


@pytest.mark.parametrize(
	"values",
	[
		{"attached_to_name": None, "attached_to_doctype": None},
		{"attached_to_name": "lain"},
		{"file_url": "https://example.com/lain.pdf"},
		{"content_hash": "lain"},
		{"is_private": 0},
	],
	ids=str,
)
def test_it_is_not_taken_away_or_published(
	agency: Agency, client: ClientOf, made: list[Any], values: dict[str, Any]
) -> None:
	file, who = proved(agency, made, "training that is verified")
	with Unchanged(FILE, file.name), Unchanged(TRAINING, made[1].name):
		answer = client(who).update(FILE, file.name, values)
		assert_refused(answer, "proof of a record that is past its draft")


def test_what_says_nothing_about_whose_it_is_may_change(
	agency: Agency, client: ClientOf, made: list[Any]
) -> None:
	file, who = proved(agency, made, "training that is verified")
	answer = client(who).update(FILE, file.name, {"file_name": "sertifikat.txt"})
	assert answer.ok, answer.text


@pytest.mark.parametrize("what", OPEN)
def test_as_long_as_another_may_be_named_it_may_go(
	agency: Agency, client: ClientOf, made: list[Any], what: str
) -> None:
	file = upload(agency, "staff1")
	made += [file, OPEN[what](agency, file.file_url)]
	keep()
	assert client("staff1").remove(FILE, file.name).ok


def test_after_the_withdrawal_of_the_verification_too(
	agency: Agency, client: ClientOf, made: list[Any]
) -> None:
	file, who = proved(agency, made, "training that is verified")
	act(agency, "admin", made[1], "withdraw_verification", "Sertifikat orang lain")
	keep()
	assert client(who).remove(FILE, file.name).ok


def test_a_copy_of_it_does_not_take_the_content_with_it(
	agency: Agency, client: ClientOf, made: list[Any]
) -> None:
	"""Frappe removes the content with the last file that has its hash, which the owner can write."""
	file, who = proved(agency, made, "training that is verified")
	me = client(who)
	copies = [
		me.insert(FILE, {"file_name": "salinan.txt", "file_url": file.file_url, "is_private": 1}).data["name"]
		for _number in range(2)
	]
	assert me.remove(FILE, copies[0]).ok
	assert me.update(FILE, copies[1], {"content_hash": "lain"}).ok
	assert_refused(me.remove(FILE, copies[1]), "proof of a record")
	assert me.session.get(me.url + file.file_url).ok


def test_its_files_go_with_a_record_that_may_be_deleted(
	agency: Agency, client: ClientOf, made: list[Any]
) -> None:
	"""A performance manager deletes a training that waits."""
	file, _who = proved(agency, made, "training that waits")
	assert client("admin").remove(TRAINING, made[1].name).ok
	frappe.db.rollback()
	assert not frappe.db.exists(FILE, file.name)


def test_frappes_own_rule_about_files_is_kept(agency: Agency) -> None:
	secret = upload(agency, "staff3")
	for who, may in (("staff3", True), ("staff1", False), ("admin", False), ("guest", False)):
		with agency.acting(who):
			for ptype in ("read", "write", "delete"):
				assert frappe.has_permission(FILE, ptype, doc=secret.name) == may, (who, ptype)


def test_an_administrator_clears_up(agency: Agency, made: list[Any]) -> None:
	file, _who = proved(agency, made, "training that is verified")
	frappe.get_doc(FILE, file.name).delete()
	assert not frappe.db.exists(FILE, file.name)

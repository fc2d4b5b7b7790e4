"""Threat: the employee finds out who wrote what in the behaviour reviews about him; or somebody reads, writes
or changes a review that is none of his business.

A test per channel. lead2 is the hardest case: he is the rater of, and above in the tree, the very people who
review him as his subordinates."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja import access, reviews
from asn_kinerja.access import framework
from asn_kinerja.reviews import rater
from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names, said
from tests.support.agency import ABOVE, BELOW, EVALUATION, MEETS, PEOPLE, Agency, keep, stored, user_of
from tests.support.reviews import RATING, REVIEW, STAGE, rate_all, reviewed

ClientOf = Callable[[str], Any]
TEXT = "Sering membentak bawahan"
SUBORDINATES = ("staff3", "staff4", "admin")
FORM = "/api/method/frappe.desk.form.load.getdoc"


@pytest.fixture(scope="module")
def records(agency: Agency) -> Iterator[dict[str, Any]]:
	"""Reviews of lead2, whose evaluation is running: three submitted by subordinates, one by the head, one
	assigned to lead1 as a peer, his own, and one proposed to outside."""
	cycle = agency.cycle()
	evaluation = agency.evaluation(agency.plan("lead2", cycle))
	found: dict[str, Any] = {"cycle": cycle, "evaluation": evaluation.name, "stage": evaluation.stage}
	for by in SUBORDINATES:
		found[by] = reviewed(agency, "lead2", by, "Subordinate", cycle, ratings=BELOW, general_comment=TEXT)
	found["head"] = reviewed(agency, "lead2", "head", "Superior", cycle, ratings=MEETS)
	found["lead2"] = reviewed(agency, "lead2", "lead2", "Self", cycle, "Assigned")
	found["lead1"] = reviewed(agency, "lead2", "lead1", "Peer", cycle, "Assigned", due_date="2026-04-05")
	found["outside"] = reviewed(agency, "lead2", "outside", "Peer", cycle, "Proposed")
	frappe.db.set_value(RATING, {"parent": found["staff3"]}, "comment", TEXT)
	keep()
	yield found
	frappe.db.rollback()
	mine = {"cycle": cycle.name}
	rows = frappe.get_all(REVIEW, mine, pluck="name", order_by="name")
	frappe.db.delete(RATING, {"parent": ["in", rows]})
	frappe.db.delete(REVIEW, mine)
	keep()


WRITERS = ("staff3", "staff4", "admin", "head", "lead1", "outside")
# Whose reviews of lead2 each person sees, by hand: each his own (not what is only proposed to him), those
# above lead2 and the managers and auditors all of them, but a manager nothing about himself.
ALL = {*WRITERS, "lead2"}
SEES = {
	"lead2": {"lead2"},
	"staff3": {"staff3"},
	"staff4": {"staff4"},
	"lead1": {"lead1"},
	"head": ALL,
	"admin": ALL,
	"auditor": ALL,
}


def hidden(records: dict[str, Any]) -> list[str]:
	"""The reviews that lead2 must not learn of."""
	return [records[by] for by in WRITERS]


def as_person(who: str) -> None:
	frappe.set_user(user_of(who))


def attempt(function: Callable[[], Any]) -> Any:
	try:
		return function()
	except (frappe.PermissionError, frappe.DoesNotExistError):
		return None


def leaks(text: str, records: dict[str, Any]) -> list[str]:
	words = [TEXT, *hidden(records), *(user_of(by) for by in WRITERS)]
	return [word for word in words if word in text]


# --- who sees which ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", PEOPLE)
def test_list_document_rows_and_reports_give_the_same_answer(
	records: dict[str, Any], agency: Agency, who: str
) -> None:
	mine = {records[by]: by for by in ALL}
	expected = SEES.get(who, set())
	as_person(who)
	listed = attempt(
		lambda: frappe.get_list(REVIEW, {"name": ["in", list(mine)]}, pluck="name", order_by="name")
	)
	assert {mine[name] for name in listed or ()} == expected
	assert {by for name, by in mine.items() if frappe.has_permission(REVIEW, "read", doc=name)} == expected
	criterion, table = access.row_criterion(REVIEW), frappe.qb.DocType(REVIEW)
	query = frappe.qb.from_(table).select(table.name).where(table.name.isin(list(mine)))
	if criterion is not None:
		query = query.where(criterion)
	assert {mine[name] for (name,) in query.run()} == expected
	rows = attempt(
		lambda: frappe.get_list(
			RATING,
			{"parent": ["in", list(mine)]},
			pluck="parent",
			parent_doctype=REVIEW,
			order_by="parent",
			limit_page_length=0,
		)
	)
	assert {mine[name] for name in rows or ()} == expected & {*SUBORDINATES, "head"}


@pytest.mark.parametrize("who", ["staff3", "lead1"])
def test_a_reviewer_sees_nothing_else_of_the_person(
	records: dict[str, Any], client: ClientOf, who: str
) -> None:
	me = client(who)
	assert me.read(REVIEW, records[who]).ok
	assert_hidden(me.read(EVALUATION, records["evaluation"]))
	for function in ("reviewers", "propose", "assign"):
		assert_hidden(me.call(f"asn_kinerja.reviews.rater.{function}", evaluation=records["evaluation"]))
	as_person(who)
	with pytest.raises(frappe.PermissionError):
		reviews.summary(frappe.db.get_value(EVALUATION, records["evaluation"], "employee"), records["stage"])


# --- the employee, channel by channel ----------------------------------------------------------------------


def test_no_door_opens_a_review_to_the_employee(records: dict[str, Any], client: ClientOf) -> None:
	me = client("lead2")
	for name in hidden(records):
		assert_hidden(me.read(REVIEW, name))
		assert_hidden(me.call("frappe.client.get", doctype=REVIEW, name=name))
		assert_hidden(me.get(FORM, doctype=REVIEW, name=name))
		assert_hidden(me.get("/api/method/frappe.desk.form.load.get_docinfo", doctype=REVIEW, name=name))
		assert TEXT not in me.get("/printview", doctype=REVIEW, name=name).text
		assert not me.remove(REVIEW, name).ok


def test_no_list_search_or_link_names_a_review(
	records: dict[str, Any], agency: Agency, client: ClientOf
) -> None:
	me, employee, cycle = client("lead2"), agency.employee("lead2"), records["cycle"].name
	fields = json.dumps(["*"])
	answers = [
		me.list(REVIEW, fields=fields, filters={"employee": employee, "cycle": cycle}, limit_page_length=0),
		me.list(REVIEW, fields=fields, filters=[[RATING, "comment", "like", "%membentak%"]]),
		# of these alone: of people whom he rates himself he reads them
		me.list(RATING, fields=fields, parent=REVIEW, filters={"parent": ["in", hidden(records)]}),
		me.call("frappe.desk.search.search_link", doctype=REVIEW, txt="Kabid"),
		me.get("/api/method/frappe.utils.global_search.search", text=TEXT),
		me.call("frappe.desk.form.linked_with.get", doctype="Employee", docname=employee),
	]
	for answer in answers:
		assert leaks(answer.text, records) == [], answer.text[:500]
	assert len(answers[0].data) == 1  # his own view of himself
	for name in hidden(records):  # names are random; who knew one would still learn no more
		assert me.call("frappe.desk.search.get_link_title", doctype=REVIEW, docname=name).data == name


def test_no_count_answers_guesses(records: dict[str, Any], agency: Agency, client: ClientOf) -> None:
	me, employee = client("lead2"), agency.employee("lead2")
	about = {"employee": employee, "cycle": records["cycle"].name}
	for more in (
		{},
		{"general_comment": ["like", "Sering%"]},
		{"reviewer": agency.employee("staff3")},
		{"status": "Submitted"},
	):
		answer = me.call("frappe.client.get_count", doctype=REVIEW, filters={**about, **more})
		assert answer.data == (0 if more else 1)
	grouped = me.call(
		"frappe.desk.listview.get_group_by_count",
		doctype=REVIEW,
		current_filters=json.dumps([[REVIEW, "cycle", "=", records["cycle"].name]]),
		field="reviewer",
	)
	assert not grouped.ok or [row["count"] for row in grouped.data] in ([], [1])
	value = me.call(
		"frappe.client.get_value", doctype=REVIEW, fieldname="reviewer", filters=json.dumps(about)
	)
	assert leaks(value.text, records) == []
	assert agency.employee("staff3") not in value.text


def test_the_dashboard_of_an_employee_counts_no_reviews(agency: Agency, records: dict[str, Any]) -> None:
	"""Frappe counts what points at a record for whoever may read that, whichever DocType he names."""
	counted: list[str] = []
	plain = framework.notifications.get_open_count
	framework.notifications.get_open_count = lambda doctype, name, items: counted.extend(items)
	try:
		framework.get_open_count("Employee", agency.employee("lead2"), json.dumps([REVIEW, "User"]))
	finally:
		framework.notifications.get_open_count = plain
	assert counted == ["User"]


def test_no_export_holds_a_review(records: dict[str, Any], client: ClientOf) -> None:
	columns = ["name", "reviewer", "general_comment", "owner", "modified_by"]
	values = {
		"doctype": REVIEW,
		"fields": json.dumps([f"`tab{REVIEW}`.`{column}`" for column in columns]),
		"filters": json.dumps([[REVIEW, "cycle", "=", records["cycle"].name]]),
		"file_format_type": "CSV",
		"title": REVIEW,
		"view": "Report",
	}
	answer = client("lead2").get("/api/method/frappe.desk.reportview.export_query", **values)
	assert leaks(answer.text, records) == []
	select = {"parent_doctype": REVIEW, "doctype": "[]", "with_data": "1", "select_columns": "{}"}
	other = client("lead2").get("/api/method/frappe.core.doctype.data_export.exporter.export_data", **select)
	assert leaks(other.text, records) == []
	assert TEXT in client("auditor").get("/api/method/frappe.desk.reportview.export_query", **values).text


def test_no_card_or_chart_counts_a_review(records: dict[str, Any]) -> None:
	from frappe.desk.doctype.dashboard_chart.dashboard_chart import get as chart
	from frappe.desk.doctype.number_card.number_card import get_result

	cycle = records["cycle"].name
	filters = json.dumps([[REVIEW, "cycle", "=", cycle], [REVIEW, "status", "=", "Submitted"]])
	card = {"document_type": REVIEW, "function": "Count", "filters_json": filters, "name": "x"}
	made = frappe.get_doc(
		doctype="Dashboard Chart",
		chart_name=f"Uji {records['head']}",
		chart_type="Group By",
		document_type=REVIEW,
		group_by_based_on="reviewer_name",
		group_by_type="Count",
		filters_json=filters,
		is_public=1,
	).insert()
	as_person("lead2")
	assert not attempt(lambda: get_result(frappe._dict(card), filters))
	assert not (attempt(lambda: chart(chart_name=made.name, refresh=1)) or {}).get("labels")


def test_the_evaluation_and_its_forms_show_no_reviewer(records: dict[str, Any], client: ClientOf) -> None:
	me = client("lead2")
	for answer in (
		me.read(EVALUATION, records["evaluation"]),
		me.get(FORM, doctype=EVALUATION, name=records["evaluation"]),
	):
		assert answer.ok
		shown = [word for word in leaks(answer.text, records) if word != user_of("head")]
		assert shown == []
	for function in ("reviewers", "propose", "assign"):
		answer = me.call(f"asn_kinerja.reviews.rater.{function}", evaluation=records["evaluation"])
		assert_refused(answer, "Only the rater")
	named = me.call("asn_kinerja.reviews.rater.remove", review=records["lead1"])
	assert_refused(named, "Only the rater")


# --- what comes into being beside a review -----------------------------------------------------------------


@pytest.fixture
def written(agency: Agency, client: ClientOf) -> Iterator[dict[str, Any]]:
	"""staff3 writes and submits a review of lead2 over HTTP, after head has assigned it; admin declines."""
	cycle = agency.cycle()
	evaluation = agency.evaluation(agency.plan("lead2", cycle))
	keep()
	head = client("head")
	for function in ("propose", "assign"):
		answer = head.call(f"asn_kinerja.reviews.rater.{function}", evaluation=evaluation.name)
		assert answer.ok, said(answer)
	frappe.db.rollback()
	rows = stored(REVIEW, "cycle", cycle.name)
	mine = {agency.key(row.reviewer): row.name for row in rows}
	me = client("staff3")
	answer = me.update(REVIEW, mine["staff3"], {"ratings": rate_all(BELOW), "general_comment": TEXT})
	assert answer.ok, said(answer)
	assert method(me, mine["staff3"], "submit_review").ok
	assert method(client("admin"), mine["admin"], "decline", reason="Jarang bertemu").ok
	frappe.db.rollback()
	yield {"evaluation": evaluation.name, "mine": mine}
	frappe.db.rollback()
	frappe.db.delete(RATING, {"parent": ["in", list(mine.values())]})
	frappe.db.delete(REVIEW, {"cycle": cycle.name})
	keep()


def method(client: Any, name: str, function: str, **arguments: Any) -> Any:
	values = {"dt": REVIEW, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def test_nothing_beside_a_review_reaches_the_employee(written: dict[str, Any]) -> None:
	its = ["in", list(written["mine"].values())]
	for doctype, field in (
		("Version", "docname"),
		("Comment", "reference_name"),
		("Activity Log", "reference_name"),
		("View Log", "reference_name"),
		("Email Queue", "reference_name"),
		("ToDo", "reference_name"),
		("DocShare", "share_name"),
		("Document Follow", "ref_docname"),
		("Deleted Document", "deleted_name"),
	):
		assert not frappe.get_all(doctype, {field: its}), doctype
	logs = frappe.get_all(
		"Notification Log", {"document_name": its}, ["for_user", "document_name", "subject"]
	)
	own = {written["mine"]["lead2"]}
	assert {log.document_name for log in logs if log.for_user == user_of("lead2")} <= own
	# who declines is told to the rater alone
	assert {log.for_user for log in logs if "declined" in log.subject} == {user_of("head")}
	assert not frappe.db.sql("select name from `__global_search` where doctype = %s", REVIEW)


def test_nobody_is_told_while_a_review_is_saved(
	agency: Agency, records: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Frappe tells every open list of the DocType who has just saved which record."""
	sent: list[Any] = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda *args, **kwargs: sent.append((args, kwargs)))
	with agency.acting("lead1"):
		doc = frappe.get_doc(REVIEW, records["lead1"])
		doc.update({"ratings": rate_all(MEETS)}).save()
		frappe.get_doc(REVIEW, records["lead1"]).submit_review()
	assert not [entry for entry in sent if "list_update" in str(entry) or "doc_update" in str(entry)]


def test_the_title_of_a_review_does_not_name_its_writer(written: dict[str, Any]) -> None:
	meta = frappe.get_meta(REVIEW)
	assert meta.title_field == "title"
	assert not meta.show_title_field_in_link
	titles = frappe.get_all(REVIEW, {"name": ["in", list(written["mine"].values())]}, pluck="title")
	assert set(titles) == {"Kabid Dua · Quarter 1"}


def test_after_the_release_only_means_of_enough_reviewers_are_read(
	records: dict[str, Any], agency: Agency
) -> None:
	frappe.db.set_value(EVALUATION, records["evaluation"], "docstatus", 1)
	frappe.db.set_value(REVIEW, records["lead1"], "status", "Submitted")
	as_person("lead2")
	found = reviews.summary(agency.employee("lead2"), records["stage"])
	assert found["groups"] == ["Superior", "Subordinate"]
	assert sorted(found["hidden"]) == ["Peer", "Self"]
	assert leaks(json.dumps(found), records) == []
	# with one less nothing of the group is shown, whatever the scheme's own minimum
	frappe.db.set_value(REVIEW, records["staff4"], "status", "Declined")
	assert "Subordinate" not in reviews.summary(agency.employee("lead2"), records["stage"])["groups"]


# --- writing -----------------------------------------------------------------------------------------------


def read(client: Any, name: str) -> dict[str, Any]:
	answer = client.read(REVIEW, name)
	assert answer.ok, said(answer)
	return answer.data


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
@pytest.mark.parametrize("who", ["staff3", "head", "admin"])
def test_a_submitted_review_is_not_changed(
	records: dict[str, Any], client: ClientOf, door: Any, who: str
) -> None:
	"""Neither by its writer, nor by the rater, nor by a manager."""
	me = client(who)
	record = read(me, records["staff3"])
	for values in (
		{"general_comment": "Baik sekali"},
		{"ratings": [{**row, "rating": ABOVE} for row in record["ratings"]]},
		{"status": "Assigned"},
	):
		with Unchanged(REVIEW, records["staff3"]):
			assert_refused(door(me, record, values))


def test_not_even_by_the_administrator(records: dict[str, Any], http: Any) -> None:
	me = http.as_user("Administrator")
	for values in ({"general_comment": "x"}, {"status": "Assigned"}):
		with Unchanged(REVIEW, records["staff3"]):
			assert_refused(me.update(REVIEW, records["staff3"], values))


@pytest.mark.parametrize(
	("function", "arguments"), [("submit_review", {}), ("decline", {"reason": "Alasan"})]
)
@pytest.mark.parametrize("who", ["staff3", "head", "admin", "lead2", "staff1", "auditor"])
def test_a_review_is_handed_in_by_its_writer_and_once(
	records: dict[str, Any], client: ClientOf, who: str, function: str, arguments: dict[str, str]
) -> None:
	for name in (records["staff3"], records["lead1"]):  # submitted already; lead1's
		with Unchanged(REVIEW, name):
			assert_refused(method(client(who), name, function, **arguments))


def test_it_is_not_handed_in_by_get(records: dict[str, Any], client: ClientOf) -> None:
	values = {"dt": REVIEW, "dn": records["lead1"], "method": "submit_review"}
	with Unchanged(REVIEW, records["lead1"]):
		assert_refused(client("lead1").get("/api/method/run_doc_method", **values))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
@pytest.mark.parametrize(
	"values",
	[
		{"status": "Submitted"},
		{"reviewer_group": "Superior"},
		{"employee_name": "Orang Lain"},
		{"due_date": "2099-01-01"},
		{"review_key": "x"},
	],
)
def test_the_writer_changes_nothing_but_what_he_writes(
	records: dict[str, Any], client: ClientOf, door: Any, values: dict[str, str]
) -> None:
	me = client("lead1")
	with Unchanged(REVIEW, records["lead1"]):
		assert_refused(door(me, read(me, records["lead1"]), values))


def test_a_review_is_not_moved_to_another_person(
	records: dict[str, Any], agency: Agency, client: ClientOf
) -> None:
	me = client("lead1")
	record = read(me, records["lead1"])
	for values in ({"employee": agency.employee("staff1")}, {"reviewer": agency.employee("staff1")}):
		with Unchanged(REVIEW, records["lead1"]):
			for door in SAVING_DOORS:
				door(me, record, values)


@pytest.mark.parametrize("who", ["head", "admin"])
def test_nobody_else_writes_into_an_open_review(records: dict[str, Any], client: ClientOf, who: str) -> None:
	me = client(who)
	record = read(me, records["lead1"])
	with Unchanged(REVIEW, records["lead1"]):
		assert_refused(me.update(REVIEW, record["name"], {"ratings": rate_all(ABOVE)}))
		assert_refused(me.update(REVIEW, record["name"], {"general_comment": "x"}))


@pytest.mark.parametrize("who", ["lead2", "staff1", "staff3", "outside", "foreign_admin", "guest"])
def test_who_was_not_asked_writes_nothing(records: dict[str, Any], client: ClientOf, who: str) -> None:
	"""Into the review that lead1 was asked for: the employee himself, strangers, one who writes another."""
	me, name = client(who), records["lead1"]
	with Unchanged(REVIEW, name):
		assert_hidden(me.update(REVIEW, name, {"ratings": rate_all(ABOVE)}))
		assert_hidden(method(me, name, "submit_review"))
		document = json.dumps({"doctype": REVIEW, "name": name, "ratings": rate_all(ABOVE)})
		assert_hidden(me.call("frappe.client.save", doc=document))


def test_who_has_declined_writes_no_more(agency: Agency, client: ClientOf) -> None:
	cycle = agency.cycle()
	agency.evaluation(agency.plan("staff1", cycle))
	name = reviewed(agency, "staff1", "staff2", "Peer", cycle, "Assigned")
	keep()
	me = client("staff2")
	assert method(me, name, "decline", reason="Jarang bekerja bersama").ok
	with Unchanged(REVIEW, name):
		assert_refused(me.update(REVIEW, name, {"ratings": rate_all(ABOVE)}))
		assert_refused(method(me, name, "submit_review"))
		assert_refused(me.update(REVIEW, name, {"status": "Assigned"}))


def test_what_is_only_proposed_is_not_written(records: dict[str, Any], client: ClientOf) -> None:
	with Unchanged(REVIEW, records["outside"]):
		assert_hidden(client("outside").update(REVIEW, records["outside"], {"ratings": rate_all()}))
		assert_hidden(method(client("outside"), records["outside"], "submit_review"))


@pytest.mark.parametrize("who", ["lead2", "staff1", "head", "admin", "Administrator"])
def test_nobody_makes_a_review_by_himself(
	records: dict[str, Any], agency: Agency, client: ClientOf, http: Any, who: str
) -> None:
	"""Reviewing oneself as a peer, or somebody without having been asked."""
	me = http.as_user(who) if who == "Administrator" else client(who)
	values = {
		"employee": agency.employee("lead2"),
		"reviewer": agency.employees.get(who, agency.employee("staff1")),
		"reviewer_group": "Peer",
		"cycle": records["cycle"].name,
		"stage": records["stage"],
		"status": "Assigned",
	}
	before = frappe.db.count(REVIEW)
	assert_refused(me.insert(REVIEW, values))
	assert_refused(me.call("frappe.client.insert", doc=json.dumps({"doctype": REVIEW, **values})))
	frappe.db.rollback()
	assert frappe.db.count(REVIEW) == before


def test_the_rater_cannot_name_the_employee_as_his_peer(records: dict[str, Any], agency: Agency) -> None:
	frappe.db.delete(REVIEW, {"name": records["lead2"]})
	with agency.acting("head"):
		name = rater.add(records["evaluation"], agency.employee("lead2"))
	assert frappe.db.get_value(REVIEW, name, "reviewer_group") == "Self"


@pytest.mark.parametrize("who", ["lead1", "lead2", "staff3", "admin", "auditor", "foreign_admin"])
def test_only_the_rater_chooses(records: dict[str, Any], agency: Agency, client: ClientOf, who: str) -> None:
	"""A performance manager starts the proposal; whom to ask is the rater's decision."""
	me, evaluation = client(who), records["evaluation"]
	with Unchanged(REVIEW, records["outside"]):
		for function, arguments in (
			("add", {"evaluation": evaluation, "reviewer": agency.employee("staff1")}),
			("assign", {"evaluation": evaluation}),
			("remove", {"review": records["outside"]}),
		):
			assert_refused(me.call(f"asn_kinerja.reviews.rater.{function}", **arguments))
		assert not me.call("asn_kinerja.reviews.rater.assign_team", stage=records["stage"]).data
	assert_refused(client("head").get("/api/method/asn_kinerja.reviews.rater.assign", evaluation=evaluation))


def test_the_rater_does_not_take_away_what_is_submitted(records: dict[str, Any], client: ClientOf) -> None:
	with Unchanged(REVIEW, records["staff3"]):
		answer = client("head").call("asn_kinerja.reviews.rater.remove", review=records["staff3"])
		assert_refused(answer, "A submitted review stays")


@pytest.mark.parametrize("who", ["staff3", "lead2", "head", "admin", "auditor"])
def test_nobody_deletes_a_submitted_review(records: dict[str, Any], client: ClientOf, who: str) -> None:
	with Unchanged(REVIEW, records["staff3"]):
		assert_refused(client(who).remove(REVIEW, records["staff3"]))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", "foreign_admin"])
def test_the_proposal_of_a_stage_is_the_managers(records: dict[str, Any], client: ClientOf, who: str) -> None:
	answer = client(who).call(
		"asn_kinerja.reviews.proposing.propose_for_stage",
		cycle=records["cycle"].name,
		stage=records["stage"],
	)
	assert_refused(answer)


def test_after_the_release_nothing_is_written_or_changed(agency: Agency, client: ClientOf) -> None:
	cycle = agency.cycle()
	evaluation = agency.released("staff1", cycle)
	name = reviewed(agency, "staff1", "staff2", "Peer", cycle, "Assigned")
	keep()
	stage = cycle.stages[STAGE].name
	with Unchanged(REVIEW, name):
		assert_refused(client("staff2").update(REVIEW, name, {"ratings": rate_all()}), "closed")
		assert_refused(method(client("staff2"), name, "submit_review"), "closed")
		assert_refused(method(client("staff2"), name, "decline", reason="x"), "closed")
		lead = client("lead1")
		for function, arguments in (
			("add", {"evaluation": evaluation.name, "reviewer": agency.employee("staff3")}),
			("assign", {"evaluation": evaluation.name}),
			("propose", {"evaluation": evaluation.name}),
			("remove", {"review": name}),
		):
			assert_refused(lead.call(f"asn_kinerja.reviews.rater.{function}", **arguments))
		assert lead.call("asn_kinerja.reviews.rater.assign_team", stage=stage).data == 0
	frappe.db.rollback()
	frappe.db.delete(REVIEW, {"name": name})
	keep()

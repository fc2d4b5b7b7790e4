"""Threat: somebody finds out who gave anonymous feedback, or sees it before enough people have given some.

A test per channel. Staf Dua gives it about Staf Satu, over HTTP as the dialog does; two others, and the
nightly job, let the batch be seen where that is needed.
"""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from asn_kinerja import access
from asn_kinerja.access import framework
from asn_kinerja.monitoring import feedback
from tests.security.doors import assert_hidden, assert_refused, said
from tests.support.agency import AUDITOR_ROLE, PEOPLE, Agency, keep, stored, user_of

FEEDBACK, MARK = "ASN Feedback", "ASN Feedback Mark"
GIVE = "asn_kinerja.monitoring.feedback.give"
TEXT = "Rapat terlalu sering molor"
GIVERS = ("staff2", "staff3", "lead1")
EVERYBODY = (*PEOPLE, "Administrator")

ClientOf = Callable[[str], Any]


@pytest.fixture(autouse=True)
def fresh(agency: Agency) -> Iterator[None]:
	"""Nothing given yet about staff1, and nobody has given his number for the day."""
	clear(agency)
	yield
	frappe.db.rollback()
	clear(agency)


def clear(agency: Agency) -> None:
	for doctype in (FEEDBACK, MARK):
		frappe.db.delete(doctype, {"employee": agency.employee("staff1")})
	frappe.db.delete("Deleted Document", {"deleted_doctype": FEEDBACK})
	keep()
	for key in frappe.cache().keys(frappe.cache().make_key("asn_feedback_count:*")):
		frappe.cache().delete(key)


def give(agency: Agency, client: ClientOf, who: str = "staff2", text: str = TEXT, **values: Any) -> Any:
	values = {"visibility": "Anonymous", **values}
	return client(who).call(GIVE, employee=agency.employee("staff1"), feedback=text, **values)


@pytest.fixture
def held(agency: Agency, client: ClientOf) -> str:
	"""The name of a feedback that is held back."""
	answer = give(agency, client)
	assert answer.ok, said(answer)
	frappe.db.rollback()
	(row,) = rows(agency)
	assert row.released == 0
	return row.name


@pytest.fixture
def released(agency: Agency, client: ClientOf) -> list[str]:
	"""The names of a batch of three."""
	for number, who in enumerate(GIVERS):
		assert give(agency, client, who, f"{TEXT} {number}").ok
	frappe.db.rollback()
	feedback.release_batches()
	keep()
	names = [row.name for row in rows(agency)]
	assert len(names) == 3
	return names


def rows(agency: Agency) -> list[Any]:
	return stored(FEEDBACK, "employee", agency.employee("staff1"))


def words_of(agency: Agency, *keys: str) -> list[str]:
	"""What points at a person: user, employee, name."""
	return [word for key in keys for word in (user_of(key), agency.employee(key), PEOPLE[key].name)]


def mentions(words: list[str]) -> set[tuple[str, ...]]:
	"""Every row of every table of the database that mentions one of the words."""
	frappe.db.rollback()
	columns: dict[str, list[str]] = {}
	for table, column in frappe.db.sql(
		"select table_name, column_name from information_schema.columns where table_schema = database()"
	):
		columns.setdefault(table, []).append(column)
	found = set()
	for table, names in columns.items():
		whole = "concat_ws('|', {})".format(", ".join(f"`{name}`" for name in names))
		where = " or ".join([f"{whole} like %s"] * len(words))
		query = f"select {whole} from `{table}` where {where}"  # noqa: S608
		found |= {(table, str(text)) for (text,) in frappe.db.sql(query, [f"%{word}%" for word in words])}
	return found


# --- who gave it -------------------------------------------------------------------------------------------


def test_no_table_of_the_database_leads_to_the_giver(agency: Agency, client: ClientOf) -> None:
	"""Whatever came into being through the feedback, in whichever table, names neither him nor his record."""
	words = words_of(agency, "staff2")
	client("staff2").get("/api/method/frappe.auth.get_logged_user")
	before = mentions(words)
	assert give(agency, client).ok
	assert mentions(words) - before == set()
	for who in GIVERS[1:]:
		assert give(agency, client, who).ok
	frappe.db.rollback()
	feedback.release_batches()
	keep()
	assert mentions(words) - before == set()


def test_the_text_stands_in_one_table_only(held: str) -> None:
	assert [table for table, _row in mentions([TEXT])] == [f"tab{FEEDBACK}"]


def test_the_name_of_the_record_stands_nowhere_else(held: str) -> None:
	assert [table for table, _row in mentions([held])] == [f"tab{FEEDBACK}"]


def test_owner_editor_and_all_other_columns_are_nobodys(agency: Agency, held: str) -> None:
	(row,) = rows(agency)
	assert (row.owner, row.modified_by) == ("Administrator", "Administrator")
	assert (row.given_by, row.given_by_name, row.relation) == (None, None, None)
	assert not [column for column in row if column.startswith("_") and row[column]]


def test_the_time_tells_nothing(agency: Agency, held: str) -> None:
	(row,) = rows(agency)
	assert str(row.creation) == str(row.modified) == "2000-01-01 00:00:00"
	assert row.date is None
	(mark,) = stored(MARK, "employee", agency.employee("staff1"))
	assert str(mark.creation) == str(mark.modified) == "2000-01-01 00:00:00"
	assert (mark.owner, mark.modified_by) == ("Administrator", "Administrator")


def test_the_order_of_a_batch_tells_nothing(agency: Agency, client: ClientOf, held: str) -> None:
	"""All of one day and minute, under new names: who watched the names come cannot tell them apart."""
	for who in GIVERS[1:]:
		assert give(agency, client, who).ok
	frappe.db.rollback()
	names = {row.name for row in rows(agency)}
	feedback.release_batches()
	keep()
	batch = rows(agency)
	assert not names & {row.name for row in batch}
	today = frappe.utils.getdate()
	assert {(row.date, str(row.creation), str(row.modified)) for row in batch} == {
		(today, f"{today} 00:00:00", f"{today} 00:00:00")
	}
	assert len({(row.rater, row.department, row.company, row.title) for row in batch}) == 1


def test_the_mark_is_a_keyed_hash_that_goes_with_the_release(
	agency: Agency, client: ClientOf, held: str
) -> None:
	import hashlib

	(mark,) = stored(MARK, "employee", agency.employee("staff1"))
	assert held not in str(mark)
	pair = (agency.employee("staff1"), agency.employee("staff2"))
	for separator in ("", "\n", "::", "|"):
		for parts in (pair, ("mark", *pair)):
			assert mark.mark != hashlib.sha256(separator.join(parts).encode()).hexdigest()
	for who in GIVERS[1:]:
		assert give(agency, client, who).ok
	frappe.db.rollback()
	feedback.release_batches()
	assert stored(MARK, "employee", agency.employee("staff1")) == []


def test_nobody_may_read_the_marks(held: str, client: ClientOf) -> None:
	for who in ("staff1", "lead1", "admin", "auditor"):
		answer = client(who).list(MARK)
		assert not answer.ok or answer.data == []


def test_the_answer_to_the_giver_identifies_nothing(agency: Agency, client: ClientOf) -> None:
	first, second = give(agency, client), give(agency, client)
	assert (first.data, second.data) == (None, None)
	frappe.db.rollback()
	for row in rows(agency):
		assert row.name not in first.text + second.text
	assert first.text == second.text  # nor whether he counted already


@pytest.mark.parametrize(
	("doctype", "fields"),
	[
		("Version", ("docname",)),
		("Comment", ("reference_name",)),
		("Notification Log", ("document_name",)),
		("Activity Log", ("reference_name",)),
		("Access Log", ("report_name",)),
		("View Log", ("reference_name",)),
		("Document Follow", ("ref_docname",)),
		("Deleted Document", ("deleted_name",)),
		("ToDo", ("reference_name",)),
		("Email Queue", ("reference_name",)),
		("Energy Point Log", ("reference_name",)),
		("DocShare", ("share_name",)),
		("Tag Link", ("document_name",)),
	],
)
def test_no_record_beside_it_is_made_by_giving(held: str, doctype: str, fields: tuple[str, ...]) -> None:
	if not frappe.db.exists("DocType", doctype):
		pytest.skip("not in this version of the framework")
	for field in fields:
		assert not frappe.get_all(doctype, {field: held})


def test_the_search_index_does_not_hold_it(agency: Agency, held: str) -> None:
	assert not frappe.db.sql("select name from `__global_search` where doctype = %s", FEEDBACK)
	frappe.utils.global_search.rebuild_for_doctype(FEEDBACK)
	assert not frappe.db.sql("select name from `__global_search` where doctype = %s", FEEDBACK)


def test_the_release_is_told_by_nobody(agency: Agency, released: list[str]) -> None:
	(log,) = frappe.get_all("Notification Log", {"document_name": ["in", released]}, ["*"])
	assert (log.for_user, log.from_user, log.owner) == (user_of("staff1"), None, "Administrator")
	assert not [word for word in words_of(agency, *GIVERS) if word in str(dict(log))]
	assert not frappe.get_all("Email Queue", {"reference_name": ["in", released]})


def test_nothing_is_sent_or_queued_while_giving(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	sent: list[tuple[Any, ...]] = []
	for name in ("publish_realtime", "enqueue", "sendmail"):
		monkeypatch.setattr(frappe, name, lambda *args, **kwargs: sent.append((args, kwargs)))
	with agency.acting("staff2"):
		feedback.give(employee=agency.employee("staff1"), feedback=TEXT, visibility="Anonymous")
	assert sent == []


def test_no_hook_of_documents_runs_while_giving(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Webhooks, notifications, server scripts and other apps hang on these."""
	from frappe.model.document import Document

	run: list[str] = []
	plain = Document.run_method

	def noted(doc: Document, method: str, *args: Any, **kwargs: Any) -> Any:
		run.append(method)
		return plain(doc, method, *args, **kwargs)

	monkeypatch.setattr(Document, "run_method", noted)
	with agency.acting("staff2"):
		feedback.give(employee=agency.employee("staff1"), feedback=TEXT, visibility="Anonymous")
	assert not {"before_insert", "validate", "after_insert", "on_update", "on_change"} & set(run)


def test_an_unexpected_error_keeps_the_text_out_of_the_log(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	def fail(*_args: Any, **_kwargs: Any) -> None:
		raise frappe.QueryTimeoutError(TEXT)

	monkeypatch.setattr(feedback, "_insert", fail)
	refused = pytest.raises(frappe.ValidationError, match="could not be stored")
	with agency.acting("staff2"), refused as caught:
		feedback.give(employee=agency.employee("staff1"), feedback=TEXT, visibility="Anonymous")
	# Frappe logs what has another status than that of a mistake of the user, with all that led to it
	assert caught.value.http_status_code < 500
	assert caught.value.__context__ is None
	assert TEXT not in str(caught.value)


@pytest.mark.parametrize(
	"values",
	[
		{"feedback": [TEXT]},
		{"kind": TEXT},
		{"about": "Planned Result", "plan_item": TEXT},
		{"employee": TEXT},
	],
)
def test_a_refused_feedback_leaves_no_trace(agency: Agency, client: ClientOf, values: dict[str, Any]) -> None:
	sent = {"employee": agency.employee("staff1"), "feedback": TEXT, "visibility": "Anonymous", **values}
	assert_refused(client("staff2").call(GIVE, **sent))
	# errors wait in the cache before they are stored
	assert TEXT not in str(frappe.cache().lrange("insert_queue_for_Error Log", 0, -1))
	assert mentions([TEXT]) == set()


def test_the_count_of_the_day_names_nobody(agency: Agency, client: ClientOf) -> None:
	cache = frappe.cache()
	assert give(agency, client).ok
	(key,) = cache.keys(cache.make_key("asn_feedback_count:*"))
	assert not [word for word in words_of(agency, "staff2") if word in str(key)]
	assert 0 < cache.ttl(key) <= 24 * 60 * 60
	assert TEXT not in str(cache.get(key))


def test_nobody_gives_without_end(agency: Agency, client: ClientOf) -> None:
	for _number in range(feedback.A_DAY):
		assert give(agency, client).ok
	assert_refused(give(agency, client), "Go on tomorrow")
	assert_refused(give(agency, client, visibility="Shared"), "Go on tomorrow")
	assert give(agency, client, "staff3").ok


# --- other ways in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["staff2", "admin", "Administrator"])
def test_it_is_not_inserted_past_the_dialog(agency: Agency, client: ClientOf, http: Any, who: str) -> None:
	"""A document's own insert would write the user and the time."""
	me = http.as_user(who) if who == "Administrator" else client(who)
	values = {
		"employee": agency.employee("staff1"),
		"kind": "Appreciation",
		"visibility": "Anonymous",
		"about": "General",
		"feedback": TEXT,
	}
	document = json.dumps({"doctype": FEEDBACK, **values})
	assert_refused(me.insert(FEEDBACK, values), "Give Feedback")
	assert_refused(me.call("frappe.client.insert", doc=document), "Give Feedback")
	assert_refused(me.call("frappe.client.insert_many", docs=f"[{document}]"), "Give Feedback")
	assert_refused(me.call("frappe.desk.form.save.savedocs", doc=document, action="Save"), "Give Feedback")
	assert mentions([TEXT]) == set()


def test_it_is_not_given_by_get(agency: Agency, client: ClientOf) -> None:
	"""A text in the address would stand in the log of every web server on the way."""
	values = {"employee": agency.employee("staff1"), "feedback": TEXT, "visibility": "Anonymous"}
	assert_refused(client("staff2").get(f"/api/method/{GIVE}", **values))


def test_the_dialog_gives_every_kind_the_same_way() -> None:
	"""Else the web server's log would tell the anonymous ones, with address and time."""
	script = Path(feedback.__file__).parents[1] / "public/js/asn_feedback.js"
	source = script.read_text(encoding="utf-8")
	assert source.count("}.give`") == 1
	assert "frappe.client" not in source


@pytest.mark.parametrize("who", ["staff1", "staff2", "lead1", "admin", "Administrator"])
def test_nobody_changes_what_is_given(
	agency: Agency, client: ClientOf, http: Any, released: list[str], who: str
) -> None:
	me = http.as_user(who) if who == "Administrator" else client(who)
	before = rows(agency)
	for values in ({"feedback": "Lain"}, {"visibility": "Shared"}, {"given_by": agency.employee("staff2")}):
		assert_refused(me.update(FEEDBACK, released[0], values))
		(field, value), *_ = values.items()
		call = {"doctype": FEEDBACK, "name": released[0], "fieldname": field, "value": value}
		assert_refused(me.call("frappe.client.set_value", **call))
	frappe.db.rollback()
	assert rows(agency) == before


def test_a_given_one_is_not_made_anonymous_afterwards(agency: Agency, client: ClientOf) -> None:
	assert give(agency, client, visibility="Shared").ok
	frappe.db.rollback()
	(row,) = rows(agency)
	assert_refused(client("staff2").update(FEEDBACK, row.name, {"visibility": "Anonymous"}))


def test_what_the_server_fills_in_is_not_taken_from_a_client(agency: Agency, client: ClientOf) -> None:
	"""Feedback in the name of somebody else, or of nobody."""
	sent = {
		"employee": agency.employee("staff1"),
		"feedback": TEXT,
		"given_by": agency.employee("lead1"),
		"given_by_name": "Kabid Satu",
		"relation": "Superior",
		"rater": agency.employee("staff2"),
		"date": "2020-01-01",
		"released": 0,
	}
	answer = client("staff2").insert(FEEDBACK, sent)
	assert answer.ok, said(answer)
	frappe.db.rollback()
	(row,) = rows(agency)
	assert (row.given_by, row.given_by_name, row.relation) == (agency.employee("staff2"), "Staf Dua", "Peer")
	assert (row.rater, row.released) == (agency.employee("lead1"), 1)
	assert row.date == frappe.utils.getdate()


def test_who_deletes_it(agency: Agency, client: ClientOf, released: list[str]) -> None:
	for who in ("staff1", "staff2", "lead1", "head", "auditor", "foreign_admin"):
		assert_refused(client(who).remove(FEEDBACK, released[0]))
	assert client("admin").remove(FEEDBACK, released[0]).ok
	frappe.db.rollback()
	kept = frappe.get_all("Deleted Document", {"deleted_name": released[0]}, ["data"])
	assert kept
	assert not [word for word in words_of(agency, "staff2", "staff3") if word in str(kept)]


def test_a_manager_deletes_none_about_himself(agency: Agency, client: ClientOf) -> None:
	me = agency.employee("admin")
	assert client("staff3").call(GIVE, employee=me, feedback=TEXT, visibility="Shared").ok
	frappe.db.rollback()
	names = [row.name for row in stored(FEEDBACK, "employee", me)]
	assert_refused(client("admin").remove(FEEDBACK, names[0]))
	frappe.db.delete(FEEDBACK, {"employee": me})
	keep()


def test_two_who_give_at_once_both_count(agency: Agency, client: ClientOf) -> None:
	people = ("staff2", "staff3", "staff4", "lead1", "lead2", "head")
	clients = [client(who).again() for who in people for _twice in range(2)]
	answers: list[Any] = []

	def run(me: Any) -> None:
		values = {"employee": agency.employee("staff1"), "feedback": TEXT, "visibility": "Anonymous"}
		answers.append(me.call(GIVE, **values))

	threads = [threading.Thread(target=run, args=(me,)) for me in clients]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert [answer.status for answer in answers] == [200] * 12
	frappe.db.rollback()
	assert len(rows(agency)) == 12
	assert frappe.db.count(MARK, {"employee": agency.employee("staff1")}) == len(people)


# --- what is held back is seen by nobody -------------------------------------------------------------------


def as_person(agency: Agency, who: str) -> Any:
	return frappe.set_user("Administrator") if who == "Administrator" else frappe.set_user(user_of(who))


def attempt(function: Callable[[], Any]) -> Any:
	try:
		return function()
	except (frappe.PermissionError, frappe.DoesNotExistError):
		return None


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_list_count_or_group_shows_what_is_held_back(agency: Agency, held: str, who: str) -> None:
	from frappe.client import get_value
	from frappe.desk import reportview
	from frappe.desk.listview import get_group_by_count

	about = {"employee": agency.employee("staff1")}
	as_person(agency, who)
	assert not attempt(lambda: frappe.get_list(FEEDBACK, filters=about, order_by="creation"))
	assert not attempt(
		lambda: frappe.get_list(FEEDBACK, filters={"released": 0}, or_filters={"name": held}, order_by="name")
	)
	assert not attempt(lambda: framework.get_count(FEEDBACK, about))
	assert not attempt(lambda: get_value(FEEDBACK, "name", about))
	named = json.dumps([[FEEDBACK, "name", "=", held]])
	assert not attempt(lambda: get_group_by_count(FEEDBACK, named, "kind"))
	frappe.local.form_dict = frappe._dict(
		doctype=FEEDBACK, fields=json.dumps(["name", "feedback"]), filters=json.dumps({"name": held})
	)
	assert not attempt(reportview.get)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_door_opens_what_is_held_back(agency: Agency, client: ClientOf, held: str, who: str) -> None:
	me = client(who)
	assert_hidden(me.read(FEEDBACK, held))
	assert_hidden(me.call("frappe.client.get", doctype=FEEDBACK, name=held))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.getdoc", doctype=FEEDBACK, name=held))
	assert TEXT not in me.get("/printview", doctype=FEEDBACK, name=held).text
	assert held not in me.call("frappe.desk.search.search_link", doctype=FEEDBACK, txt="Staf").text
	assert held not in me.get("/api/method/frappe.utils.global_search.search", text="Staf Satu").text
	linked = {"doctype": "Employee", "docname": agency.employee("staff1")}
	assert held not in me.call("frappe.desk.form.linked_with.get", **linked).text
	assert not me.remove(FEEDBACK, held).ok


@pytest.mark.parametrize("who", ["staff1", "staff4", "head", "auditor", "guest"])
def test_no_count_answers_guesses_about_the_text(
	agency: Agency, client: ClientOf, held: str, who: str
) -> None:
	"""Frappe counts for everybody, by any condition on any column of any table."""
	me = client(who)
	for filters in (
		{"feedback": ["like", "Rapat%"]},
		[["feedback", "like", "Rapat%"]],
		held,
		{"employee": agency.employee("staff1"), "released": 0},
	):
		answer = me.call("frappe.client.get_count", doctype=FEEDBACK, filters=filters)
		assert answer.data == 0 if answer.ok else answer.status == 403
	marks = me.call("frappe.client.get_count", doctype=MARK, filters={"employee": agency.employee("staff1")})
	assert marks.status == 403
	grouped = me.call(
		"frappe.desk.listview.get_group_by_count",
		doctype=FEEDBACK,
		current_filters=json.dumps([[FEEDBACK, "feedback", "like", "Rapat%"]]),
		field="assigned_to",
	)
	assert not grouped.data if grouped.ok else grouped.status == 403


def test_who_sees_it_may_count_it(agency: Agency, client: ClientOf, released: list[str]) -> None:
	about = {"employee": agency.employee("staff1")}
	for who, expected in (("staff1", 3), ("auditor", 3), ("staff4", 0)):
		answer = client(who).call("frappe.client.get_count", doctype=FEEDBACK, filters=about)
		assert answer.data == expected


@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_no_export_holds_what_is_held_back(client: ClientOf, held: str, who: str) -> None:
	values = {
		"doctype": FEEDBACK,
		"fields": json.dumps([f"`tab{FEEDBACK}`.`name`", f"`tab{FEEDBACK}`.`feedback`"]),
		"filters": "[]",
		"file_format_type": "CSV",
		"title": FEEDBACK,
		"view": "Report",
	}
	answer = client(who).get("/api/method/frappe.desk.reportview.export_query", **values)
	assert answer.ok, said(answer)
	assert "name" in answer.text.lower() or "id" in answer.text.lower()
	assert held not in answer.text
	assert TEXT not in answer.text


def test_an_export_of_what_is_released_names_no_giver(
	agency: Agency, client: ClientOf, released: list[str]
) -> None:
	fields = [f"`tab{FEEDBACK}`.`{df.fieldname}`" for df in frappe.get_meta(FEEDBACK).fields if is_column(df)]
	fields += [f"`tab{FEEDBACK}`.`{name}`" for name in ("name", "owner", "modified_by", "creation")]
	values = {
		"doctype": FEEDBACK,
		"fields": json.dumps(fields),
		"filters": json.dumps([[FEEDBACK, "name", "in", released]]),
		"file_format_type": "CSV",
		"title": FEEDBACK,
		"view": "Report",
	}
	answer = client("auditor").get("/api/method/frappe.desk.reportview.export_query", **values)
	assert TEXT in answer.text
	without_the_rater = [word for word in words_of(agency, "staff2", "staff3") if word in answer.text]
	assert without_the_rater == []


def is_column(df: Any) -> bool:
	return df.fieldtype not in frappe.model.no_value_fields


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin", "auditor"])
def test_no_number_card_or_chart_counts_what_is_held_back(agency: Agency, held: str, who: str) -> None:
	from frappe.desk.doctype.dashboard_chart.dashboard_chart import get as chart
	from frappe.desk.doctype.number_card.number_card import get_result

	filters = json.dumps([[FEEDBACK, "employee", "=", agency.employee("staff1")]])
	card = {"document_type": FEEDBACK, "function": "Count", "filters_json": filters, "name": "x"}
	made = frappe.get_doc(
		doctype="Dashboard Chart",
		chart_name=f"Uji {who} {held}",
		chart_type="Group By",
		document_type=FEEDBACK,
		group_by_based_on="visibility",
		group_by_type="Count",
		filters_json=filters,
		is_public=1,
	).insert()
	as_person(agency, who)
	assert not attempt(lambda: get_result(frappe._dict(card), filters))
	shown = attempt(lambda: chart(chart_name=made.name, refresh=1))
	assert not (shown or {}).get("labels")


@pytest.mark.parametrize("who", ["lead1", "head", "admin", "auditor"])
def test_the_coverage_report_does_not_count_what_is_held_back(
	agency: Agency, client: ClientOf, held: str, who: str
) -> None:
	answer = client(who).get(
		"/api/method/frappe.desk.query_report.run",
		report_name="ASN Feedback Coverage",
		filters=json.dumps({"company": "Pemkot Uji Kinerja"}),
	)
	assert answer.ok, said(answer)
	total = answer.data["result"][-1]
	assert (total["anonymous"], total["unit"]) == (0, "Total")


@pytest.mark.parametrize("who", ["staff1", "admin"])
def test_a_notification_about_it_comes_with_the_release_only(held: str, who: str) -> None:
	assert not frappe.get_all("Notification Log", {"for_user": user_of(who), "document_name": held})


# --- who sees the rest -------------------------------------------------------------------------------------

# worked out by hand: staff1 is below lead1 and head, lead1 rates him; staff2 gave all of it
LINE = {"staff1", "lead1", "head", "admin", "auditor", "Administrator"}
SEEN_BY = {
	"Shared": LINE | {"staff2"},
	"Private to the Rater": {"lead1", "admin", "auditor", "Administrator", "staff2"},
	"Anonymous": LINE,  # once released; the giver has no part in it any more
}


@pytest.mark.parametrize("visibility", SEEN_BY)
@pytest.mark.parametrize("who", EVERYBODY)
def test_list_and_document_show_it_to_the_same_people(
	agency: Agency, client: ClientOf, who: str, visibility: str
) -> None:
	assert give(agency, client, visibility=visibility).ok
	if visibility == "Anonymous":
		for other in ("staff3", "staff4"):
			assert give(agency, client, other).ok
	frappe.db.rollback()
	feedback.release_batches()
	name = rows(agency)[0].name
	as_person(agency, who)
	listed = attempt(lambda: frappe.get_list(FEEDBACK, filters={"name": name}, order_by="name"))
	expected = who in SEEN_BY[visibility]
	assert bool(listed) == expected
	assert frappe.has_permission(FEEDBACK, "read", doc=name) == expected
	assert not frappe.has_permission(FEEDBACK, "write", doc=name) or who == "Administrator"


def test_a_manager_does_not_read_what_is_private_about_himself(agency: Agency, client: ClientOf) -> None:
	me = agency.employee("admin")
	values = {"employee": me, "feedback": TEXT, "visibility": "Private to the Rater"}
	assert client("staff3").call(GIVE, **values).ok
	frappe.db.rollback()
	(row,) = stored(FEEDBACK, "employee", me)
	assert_hidden(client("admin").read(FEEDBACK, row.name))
	assert client("lead2").read(FEEDBACK, row.name).ok
	frappe.db.delete(FEEDBACK, {"employee": me})
	keep()


def test_the_row_rule_of_reports_leaves_out_what_is_held_back(agency: Agency, held: str) -> None:
	assert AUDITOR_ROLE in frappe.get_roles(user_of("auditor"))
	for who in EVERYBODY:
		as_person(agency, who)
		criterion = access.row_criterion(FEEDBACK)
		table = frappe.qb.DocType(FEEDBACK)
		query = frappe.qb.from_(table).select(table.name).where(criterion & (table.name == held))
		assert query.run() == (), who

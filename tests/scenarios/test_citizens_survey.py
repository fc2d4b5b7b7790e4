"""A survey from the manager's first save to the index that the leader reads, over HTTP; citizens have the
link and nothing else."""

import json
import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import add_days, today

from asn_kinerja.satisfaction import facts
from tests.support.agency import HERE, Agency
from tests.support.http import Client, Response
from tests.support.satisfaction import ALL_THREES, SURVEY, Citizen, unit, values

ClientOf = Callable[[str], Client]


def done(answer: Response) -> Any:
	assert answer.ok, answer.messages or answer.text[:2000]
	return answer.data


def run(client: Client, name: str, method: str) -> Any:
	return done(client.post("/api/method/run_doc_method", {"dt": SURVEY, "dn": name, "method": method}))


def report(client: Client, name: str, **filters: str) -> list[dict[str, Any]]:
	arguments = {"report_name": "ASN Satisfaction Index", "filters": json.dumps({"company": HERE, **filters})}
	rows = done(client.call("frappe.desk.query_report.run", **arguments))["result"]
	return [row for row in rows if isinstance(row, dict) and row.get("survey") == name]


def test_a_survey_from_the_first_save_to_the_index(agency: Agency, http: Any, client: ClientOf) -> None:
	manager, leader = client("admin"), client("lead1")
	name = done(
		manager.insert(
			SURVEY,
			values(
				title="Layanan <KTP>",
				minimum_answers=3,
				by_officer=1,
				officers=[
					{"employee": agency.employee("staff1"), "shown_as": "Loket 1"},
					{"employee": agency.employee("staff2")},
				],
			),
		)
	)["name"]

	# this service costs nothing by law, so U4 is hidden; then citizens may answer
	survey = manager.read(SURVEY, name).data
	survey["elements"][3]["hidden_element"] = 1
	survey["elements"][0]["question"] = "Apakah persyaratannya mudah dipenuhi?"
	done(manager.update(SURVEY, name, {"elements": survey["elements"]}))
	frappe.db.rollback()
	token = frappe.db.get_value(SURVEY, name, "token")
	citizen = Citizen(http.url, token)
	assert citizen.open().status_code == 404
	run(manager, name, "open_survey")

	page = citizen.open().text
	assert "Layanan &lt;KTP&gt;" in page
	assert "Apakah persyaratannya mudah dipenuhi?" in page
	assert page.count("<fieldset") == 8
	assert "Loket 1" in page
	assert "Staf Satu" not in page  # he is shown as his counter
	assert "Staf Dua" in page
	assert agency.employee("staff1") not in page

	# a citizen forgets one question; what he chose is still there, and the error stands at the question
	asked = {element: value for element, value in ALL_THREES.items() if element != "U4"}
	forgotten = citizen.send({element: value for element, value in asked.items() if element != "U7"})
	assert forgotten.status_code == 422
	assert forgotten.text.count(" checked") == 7
	assert 'id="U7-error"' in forgotten.text
	assert 'href="#U7"' in forgotten.text

	counter_one = re.search(r'<option value="([^"]+)">Loket 1<', page)[1]
	thanks = citizen.send({**asked, "U1": "4", "officer": counter_one})
	assert thanks.status_code == 303
	assert "Terima kasih" in citizen.session.get(http.url + thanks.headers["Location"]).text
	for _other in range(2):
		assert citizen.send({**asked, "U1": "2", "suggestion": "Tambah kursi tunggu"}).status_code == 303

	# U1: (4 + 2 + 2) / 3 = 2.6667, seven threes: 23.6667 / 8 × 25 = 73.96 = C
	(row,) = report(leader, name)
	assert (row["answers"], row["index"], row["grade"]) == (3, 73.96, "C (Kurang Baik)")
	assert (row["u1"], row["u7"]) == (2.67, 3.0)
	assert report(client("lead2"), name) == []
	form = leader.get("/api/method/frappe.desk.form.load.getdoc", doctype=SURVEY, name=name)
	standing = form.json["docs"][0]["__onload"]["asn_survey"]
	assert (standing["index"], standing["answers"], standing["may_write"]) == (73.96, 3, False)
	assert "_server_messages" not in form.json
	responses = done(manager.list("ASN Survey Response", filters={"survey": name}, fields=["suggestion"]))
	assert sorted(row["suggestion"] or "" for row in responses) == ["", *["Tambah kursi tunggu"] * 2]

	frappe.db.rollback()
	staff = agency.employee("staff1")
	# one answer names him, which is below the minimum of three: the unit's index counts for him
	found = facts([staff], add_days(today(), -1), today())[staff]
	assert found.own is False
	assert found.department == unit()

	run(manager, name, "close_survey")
	assert citizen.open().status_code == 410


def test_the_poster_has_the_link_and_a_code(agency: Agency, client: ClientOf) -> None:
	manager = client("admin")
	name = done(manager.insert(SURVEY, values()))["name"]
	run(manager, name, "open_survey")
	frappe.db.rollback()
	token = frappe.db.get_value(SURVEY, name, "token")
	arguments = {"doctype": SURVEY, "name": name, "format": "ASN Survey Poster"}
	page = manager.get("/printview", **arguments).text
	assert f"/survei/{token}" in page
	assert "data:image/svg+xml;base64," in page
	assert "Bagaimana pelayanan kami?" in page
	for who in ("staff1", "lead2", "foreign_admin"):
		assert token not in client(who).get("/printview", **arguments).text

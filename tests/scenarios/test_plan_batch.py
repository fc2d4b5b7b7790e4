"""A file with the plans of 500 people over HTTP: all that is wrong is named, the rest is imported, once."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import frappe
import pytest

from asn_kinerja import bulk
from tests.support.agency import ELSEWHERE, PLAN, Agency, keep
from tests.support.http import Client
from tests.support.plan_files import BATCH, HEADER, row, xlsx
from tests.support.processes import result, wait_for_waiting

COMPANY = "Pemkot Uji Massal"
PEOPLE, WRONG = 500, 37
PROGRAM = """
from asn_kinerja.planning import batch
batch.run(sys.argv[2], True, "Administrator")
"""
ITEMS = "ASN Work Plan Item"
KEY = "%INTO `tabASN Work Plan` %"  # the query that waits for the plan which another connection has inserted
COLUMNS = (
	*HEADER,
	*("Category", "Aspect", "Direction", "Target Up To", "Perspective", "Indicator", "Strategic Objective"),
)

# (what is changed, the column that is named, what is said); "left", "elsewhere" … are kinds of people
WAYS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
	("unknown", {}, "NIP", "No employee has this NIP"),
	("", {"NIP": "19701231200012"}, "NIP", "18 digits, this one has 14"),
	("", {"NIP": 1.97012312000129e17}, "NIP", "destroyed its last digits"),
	("elsewhere", {}, "NIP", f"is not one of {COMPANY}"),
	("left", {}, "NIP", "has left"),
	("no ASN", {}, "NIP", "PNS or PPPK"),
	("", {"Planned Result": ""}, "Planned Result", "is empty"),
	("", {"Planned Result": "Layanan terselenggara"}, "Planned Result", "stands in row"),
	("", {"Category": "Sampingan"}, "Category", "Utama, Tambahan"),
	("", {"Aspect": "Mutu"}, "Aspect", "Kuantitas, Kualitas, Waktu, Biaya"),
	("", {"Direction": "Naik"}, "Direction", "Higher, Lower, Range, Exact"),
	("", {"Perspective": "Anggaran"}, "Perspective", "JPT only"),
	("", {"Target": "dua belas"}, "Target", "is not a number"),
	("", {"Target": "1.250"}, "Target", "two ways"),
	("", {"Target": None}, "Target", "target is missing"),
	("", {"Target Up To": 5}, "Target", "5"),
	("", {"Weight": -50}, "Weight", "negative"),
	("", {"Weight": 40}, "Weight", "add up to 90"),
	("", {"Indicator": "Tidak ada"}, "Indicator", "no such indicator"),
	("", {"Strategic Objective": "Tidak ada"}, "Strategic Objective", "no strategic objective"),
)


@dataclass
class Office:
	"""500 employees and what the file says about them. `expected`: row of the file -> (column, words)."""

	employees: dict[str, str]
	rows: list[dict[str, Any]]
	expected: dict[int, tuple[str, str]] = field(default_factory=dict)
	sound: set[str] = field(default_factory=set)


def nip_of(number: int) -> str:
	return f"19701231200012{number % 2 + 1}{number:03d}"


def person(number: int, company: str, status: str, asn_type: str) -> dict[str, Any]:
	return {
		"name": f"UJI-MASSAL-{number:03d}",
		"employee": f"UJI-MASSAL-{number:03d}",
		"employee_name": f"Pegawai {number}",
		"first_name": f"Pegawai {number}",
		"company": company,
		"status": status,
		"asn_type": asn_type,
		"asn_position_type": "Pelaksana",
		"asn_nip": nip_of(number),
	}


def build() -> Office:
	"""Two rows a person. Every 13th is wrong in one row, each time in the next way."""
	office = Office({}, [])
	people = []
	for number in range(PEOPLE):
		company, status, asn_type = COMPANY, "Active", "PNS"
		nip, line = nip_of(number), len(office.rows) + 2
		rows = [row(nip, weight=50, Category="Utama"), row(nip, "Arsip tertata", 50)]
		wrong = number % 13 == 5 and number // 13 < WRONG
		if wrong:
			kind, values, column, words = WAYS[(number // 13) % len(WAYS)]
			company = ELSEWHERE if kind == "elsewhere" else company
			status = "Left" if kind == "left" else status
			asn_type = "" if kind == "no ASN" else asn_type
			if kind == "unknown":
				values = {"NIP": f"197012312000129{number:03d}"}
			if column == "NIP":  # one row, or the other would be a plan of half the weight
				rows = [{**rows[0], "Weight": 100, **values}]
			else:
				rows[1].update(values)
				# the sum of the weights is no row's fault: it is named at the first
				line += 0 if words.startswith("add up") else 1
			office.expected[line] = (column, words)
		else:
			office.sound.add(f"UJI-MASSAL-{number:03d}")
		people.append(person(number, company, status, asn_type))
		office.rows += rows
		office.employees[f"UJI-MASSAL-{number:03d}"] = nip
	bulk.insert("Employee", people)
	return office


def forget() -> None:
	"""Remove what these tests have committed."""
	plans = frappe.get_all(PLAN, {"company": COMPANY}, pluck="name", order_by="name")
	for doctype in (ITEMS, "ASN Work Plan Behaviour", "ASN Work Plan Milestone", "ASN Work Plan Support"):
		frappe.db.delete(doctype, {"parent": ["in", plans or ["-"]]})
	frappe.db.delete(PLAN, {"company": COMPANY})
	batches = frappe.get_all(BATCH, {"company": COMPANY}, pluck="name", order_by="name")
	attached = {"attached_to_doctype": BATCH, "attached_to_name": ["in", batches or ["-"]]}
	for name in frappe.get_all("File", attached, pluck="name"):
		frappe.delete_doc("File", name, ignore_permissions=True)
	frappe.db.delete("ASN Plan Batch Problem", {"parent": ["in", batches or ["-"]]})
	frappe.db.delete(BATCH, {"company": COMPANY})
	frappe.db.delete("Employee", {"name": ["like", "UJI-MASSAL-%"]})
	keep()


@pytest.fixture(scope="module")
def office(agency: Agency) -> Iterator[Office]:
	if not frappe.db.exists("Company", COMPANY):
		frappe.get_doc(
			doctype="Company", company_name=COMPANY, abbr="PUM", default_currency="IDR", country="Indonesia"
		).insert()
	forget()
	made = build()
	permitted = frappe.get_doc(
		doctype="User Permission", user=agency.user("admin"), allow="Company", for_value=COMPANY
	).insert()
	keep()
	yield made
	frappe.db.rollback()
	permitted.delete()
	forget()


def method(client: Client, name: str, function: str) -> Any:
	answer = client.post("/api/method/run_doc_method", {"dt": BATCH, "dn": name, "method": function})
	assert answer.ok, answer.messages
	return answer.data


def upload(client: Client, cycle: Any, content: bytes) -> str:
	"""What the form does: a batch, its file, and the file's address in it."""
	values = {"company": COMPANY, "cycle": cycle.name, "source": "File"}
	made = client.insert(BATCH, values)
	assert made.ok, made.messages
	name = made.data["name"]
	answer = client.request(
		"POST",
		"/api/method/upload_file",
		files={"file": ("rencana.xlsx", content)},
		data={"doctype": BATCH, "docname": name, "fieldname": "file", "is_private": "1"},
	)
	assert answer.ok, answer.messages
	saved = client.update(BATCH, name, {"file": answer.data["file_url"]})
	assert saved.ok, saved.messages
	return name


def counts(record: dict[str, Any]) -> tuple[int, ...]:
	return tuple(record[name] for name in ("people", "made", "skipped", "failed"))


def assert_whole(cycle: Any, people: set[str]) -> None:
	"""Each of them has one plan with both rows; nobody else has anything, and no row is without its plan."""
	frappe.db.rollback()
	plans = frappe.get_all(PLAN, {"cycle": cycle.name}, ["name", "employee", "weight_total"], order_by="name")
	assert len(plans) == len(people)
	assert {plan.employee for plan in plans} == people
	assert {plan.weight_total for plan in plans} <= {100}
	assert frappe.db.count(ITEMS, {"parent": ["in", [plan.name for plan in plans]]}) == 2 * len(people)
	items, table = frappe.qb.DocType(ITEMS), frappe.qb.DocType(PLAN)
	orphans = frappe.qb.from_(items).left_join(table).on(items.parent == table.name)
	assert not orphans.select(items.name).where(table.name.isnull()).run()


def test_all_that_is_wrong_is_named_and_the_rest_imported_once(
	office: Office, agency: Agency, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> None:
	cycle = agency.cycle(company=COMPANY)
	keep()
	admin = client("admin")
	name = upload(admin, cycle, xlsx(office.rows, COLUMNS))
	assert len(office.expected) == WRONG

	assert method(admin, name, "check") is True
	worker()
	checked = admin.read(BATCH, name).data
	found = {problem["file_row"]: problem for problem in checked["problems"]}
	missed = {line: place for line, place in office.expected.items() if line not in found}
	assert not missed
	assert len(checked["problems"]) == WRONG
	for line, (column, words) in office.expected.items():
		assert found[line]["file_column"] == column, found[line]
		assert words in found[line]["problem"], found[line]
	assert (checked["status"], counts(checked)) == ("Checked", (PEOPLE, 0, 0, WRONG))
	assert_whole(cycle, set())

	assert method(admin, name, "start") is True
	worker()
	done = admin.read(BATCH, name).data
	assert (done["status"], counts(done)) == ("Done", (PEOPLE, PEOPLE - WRONG, 0, WRONG))
	assert {problem["file_row"] for problem in done["problems"]} == set(office.expected)
	assert_whole(cycle, office.sound)

	assert method(admin, name, "start") is True
	worker()
	again = admin.read(BATCH, name).data
	assert (again["status"], counts(again)) == ("Done", (PEOPLE, 0, PEOPLE - WRONG, WRONG))
	assert_whole(cycle, office.sound)


@pytest.mark.parametrize(
	("content", "words"),
	[
		(b"PK\x03\x04 broken", "cannot be read as an Excel workbook"),
		(b"NIP,Nama\n1,<b>x</b>\n", "Columns are missing: Planned Result"),
		(b"\n", "The file is empty"),
	],
)
def test_a_file_that_cannot_be_used_ends_with_its_reason(
	office: Office,
	agency: Agency,
	client: Callable[[str], Client],
	worker: Callable[[], list[str]],
	content: bytes,
	words: str,
) -> None:
	cycle = agency.cycle(company=COMPANY)
	keep()
	admin = client("admin")
	name = upload(admin, cycle, content)
	assert method(admin, name, "start") is True
	worker()
	failed = admin.read(BATCH, name).data
	assert failed["status"] == "Failed"
	assert [words in problem["problem"] for problem in failed["problems"]] == [True]
	assert_whole(cycle, set())


def test_a_run_that_is_waiting_is_not_queued_twice(
	office: Office, agency: Agency, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> None:
	cycle = agency.cycle(company=COMPANY)
	keep()
	admin = client("admin")
	name = upload(admin, cycle, xlsx(office.rows[:2], COLUMNS))
	assert method(admin, name, "check") is True
	assert method(admin, name, "start") is False
	assert admin.read(BATCH, name).data["status"] == "Checking"
	refused = admin.update(BATCH, name, {"source": "Templates"})
	assert (refused.status, "is running" in refused.messages) == (417, True)
	worker()
	assert admin.read(BATCH, name).data["status"] == "Checked"
	assert admin.remove(BATCH, name).ok


@pytest.fixture
def runner(start: Callable[..., Any]) -> Callable[[str], Any]:
	"""Starts a process that runs a batch."""
	return lambda name: start(PROGRAM, name)


def hold(cycle: Any, employee: str) -> None:
	"""Somebody makes his own plan at the same moment and has not stored it yet."""
	key = f"{employee}::{cycle.name}"
	values = {"employee": employee, "cycle": cycle.name, "company": COMPANY, "plan_key": key}
	bulk.insert(PLAN, [{**values, "workflow_state": "Draft", "title": "sendiri"}])


def test_a_job_killed_in_the_middle_is_resumed(
	office: Office, agency: Agency, client: Callable[[str], Client], runner: Any
) -> None:
	"""It waits in its second chunk for a plan that another transaction holds, and is killed there."""
	cycle = agency.cycle(company=COMPANY)
	keep()
	name = upload(client("admin"), cycle, xlsx(office.rows, COLUMNS))
	frappe.db.rollback()
	hold(cycle, "UJI-MASSAL-301")
	killed = runner(name)
	wait_for_waiting(KEY, [killed])
	os.kill(killed.pid, signal.SIGKILL)
	killed.communicate()
	frappe.db.rollback()
	assert frappe.db.get_value(BATCH, name, "status") == "Running"
	first = set(frappe.get_all(PLAN, {"cycle": cycle.name}, pluck="employee"))
	assert 0 < len(first) <= 200  # the first chunk, whole
	assert_whole(cycle, first)

	frappe.db.rollback()
	result(runner(name))
	assert_whole(cycle, office.sound)
	frappe.db.rollback()
	stored = frappe.get_doc(BATCH, name).as_dict()
	expected = (PEOPLE, PEOPLE - WRONG - len(first), len(first), WRONG)
	assert (stored["status"], counts(stored)) == ("Done", expected)
	assert len(stored["problems"]) == WRONG


def test_who_makes_his_own_plan_at_the_same_moment_keeps_it(
	office: Office, agency: Agency, client: Callable[[str], Client], runner: Any
) -> None:
	"""The unique key decides; the chunk is looked at again and goes on without him."""
	cycle = agency.cycle(company=COMPANY)
	keep()
	rows = [cells for cells in office.rows if cells["NIP"] in {nip_of(number) for number in (300, 301, 302)}]
	name = upload(client("admin"), cycle, xlsx(rows, COLUMNS))
	frappe.db.rollback()
	hold(cycle, "UJI-MASSAL-301")
	process = runner(name)
	wait_for_waiting(KEY, [process])
	keep()
	result(process)
	frappe.db.rollback()
	stored = frappe.get_doc(BATCH, name).as_dict()
	assert (stored["status"], counts(stored)) == ("Done", (3, 2, 1, 0))
	titles = frappe.get_all(PLAN, {"cycle": cycle.name}, ["employee", "title"], order_by="employee")
	assert [plan.employee for plan in titles] == ["UJI-MASSAL-300", "UJI-MASSAL-301", "UJI-MASSAL-302"]
	assert titles[1].title == "sendiri"


def test_the_template_is_downloaded(office: Office, agency: Agency, client: Callable[[str], Client]) -> None:
	cycle = agency.cycle(company=COMPANY)
	keep()
	admin = client("admin")
	made = admin.insert(BATCH, {"company": COMPANY, "cycle": cycle.name, "source": "File"}).data["name"]
	path = "/api/method/asn_kinerja.asn_kinerja.doctype.asn_plan_batch.asn_plan_batch.download_template"
	answer = admin.session.get(admin.url + path, params={"batch": made})
	assert answer.status_code == 200
	assert answer.content.startswith(b"PK")
	assert ".xlsx" in answer.headers["Content-Disposition"]

"""Attendance of an agency over HTTP: a file with wrong rows is checked, imported, repeated; three unexcused
days lead to a proposal, which a person decides."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja import bulk
from tests.support.agency import ELSEWHERE, Agency, keep
from tests.support.attendance import BATCH, PP94, RECAP, RECORD, clear, more, row, xlsx
from tests.support.http import Client

COMPANY = "Pemkot Uji Absensi"
SOUND = 5
PROPOSE = "asn_kinerja.attendance.proposals.propose"
DOWNLOAD = (
	"/api/method/asn_kinerja.asn_kinerja.doctype.asn_attendance_batch.asn_attendance_batch.download_template"
)

# (kind of person, what is changed in his only row, the column that is named, what is said)
WAYS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
	("unknown", {}, "NIP", "No employee has this NIP"),
	("", {"NIP": "19701231200012"}, "NIP", "18 digits, this one has 14"),
	("elsewhere", {}, "NIP", f"is not one of {COMPANY}"),
	("no ASN", {}, "NIP", "PNS or PPPK"),
	("", {"Month": "Triwulan 1"}, "Month", "not a month"),
	("", {"Month": "2999-01"}, "Month", "not begun yet"),
	("", {"Working Days": None}, "Working Days", "first row of each month"),
	("", {"Present": 18}, "Working Days", "add up to 18, not to the 20"),
	("", {"Excused Absences": "satu"}, "Excused Absences", "not a whole number"),
	("", {"Date": "2026-04-01", "Exception": "Late", "Minutes": 5}, "Date", "not in this month"),
	("", {"Date": "2026-03-04", "Exception": "Sakit"}, "Exception", "not one of the possible values"),
	("", {"Date": "2026-03-04", "Exception": "Late"}, "Minutes", "how many minutes"),
)


def nip_of(number: int) -> str:
	return f"19701231200011{number % 2 + 1}{number:03d}"


def name_of(number: int) -> str:
	return f"UJI-ABSENSI-{number:03d}"


def build() -> tuple[list[dict[str, Any]], dict[int, tuple[str, str]]]:
	"""The rows of the file, and row -> (column, words) of what is wrong. The first five people are sound; the
	first of them was absent on three days, the second late."""
	rows: list[dict[str, Any]] = []
	people, expected = [], {}
	for number in range(SOUND + len(WAYS)):
		kind, values, column, words = WAYS[number - SOUND] if number >= SOUND else ("", {}, "", "")
		if number == 0:
			rows += [
				row(nip_of(0), **{"Present": 17, "Unexcused Absences": 3}),
				*(more(nip_of(0), f"2026-03-{day}", "Absent") for day in (10, 12, 17)),
			]
		elif number == 1:
			rows.append(row(nip_of(1), Date="2026-03-04", Exception="Late", Minutes=31))
		else:
			nip = f"197012312000119{number:03d}" if kind == "unknown" else nip_of(number)
			rows.append(row(nip, **values) if "NIP" not in values else {**row(nip), **values})
		if column:
			expected[len(rows) + 1] = (column, words)
		people.append(
			{
				"name": name_of(number),
				"employee": name_of(number),
				"employee_name": f"Pegawai {number}",
				"first_name": f"Pegawai {number}",
				"company": ELSEWHERE if kind == "elsewhere" else COMPANY,
				"status": "Active",
				"asn_type": "" if kind == "no ASN" else "PNS",
				"asn_nip": nip_of(number),
			}
		)
	bulk.insert("Employee", people)
	return rows, expected


def forget() -> None:
	"""Remove what these tests have committed."""
	people = frappe.get_all("Employee", {"name": ["like", "UJI-ABSENSI-%"]}, pluck="name", order_by="name")
	clear(*people)
	batches = frappe.get_all(BATCH, {"company": COMPANY}, pluck="name", order_by="name")
	attached = {"attached_to_doctype": BATCH, "attached_to_name": ["in", batches or ["-"]]}
	for name in frappe.get_all("File", attached, pluck="name"):
		frappe.delete_doc("File", name, ignore_permissions=True)
	frappe.db.delete("ASN Plan Batch Problem", {"parent": ["in", batches or ["-"]]})
	frappe.db.delete(BATCH, {"company": COMPANY})
	frappe.db.delete("Employee", {"name": ["like", "UJI-ABSENSI-%"]})
	keep()


@pytest.fixture
def office(agency: Agency) -> Iterator[tuple[list[dict[str, Any]], dict[int, tuple[str, str]]]]:
	if not frappe.db.exists("Company", COMPANY):
		frappe.get_doc(
			doctype="Company", company_name=COMPANY, abbr="PUA", default_currency="IDR", country="Indonesia"
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


def method(client: Client, doctype: str, name: str, function: str, **arguments: Any) -> Any:
	values = {"dt": doctype, "dn": name, "method": function, "args": json.dumps(arguments)}
	answer = client.post("/api/method/run_doc_method", values)
	assert answer.ok, answer.messages
	return answer.data


def upload(client: Client, content: bytes) -> str:
	"""What the form does: a batch, its file, and the file's address in it."""
	made = client.insert(BATCH, {"company": COMPANY, "source": "File"})
	assert made.ok, made.messages
	name = made.data["name"]
	answer = client.request(
		"POST",
		"/api/method/upload_file",
		files={"file": ("kehadiran.xlsx", content)},
		data={"doctype": BATCH, "docname": name, "fieldname": "file", "is_private": "1"},
	)
	assert answer.ok, answer.messages
	saved = client.update(BATCH, name, {"file": answer.data["file_url"]})
	assert saved.ok, saved.messages
	return name


def counts(record: dict[str, Any]) -> tuple[int, ...]:
	return tuple(record[name] for name in ("people", "made", "updated", "skipped", "failed"))


def test_from_a_file_with_wrong_rows_to_a_decision(
	office: tuple[list[dict[str, Any]], dict[int, tuple[str, str]]],
	client: Callable[[str], Client],
	worker: Callable[[], list[str]],
) -> None:
	rows, expected = office
	admin, people = client("admin"), SOUND + len(WAYS)
	name = upload(admin, xlsx(rows))
	template = admin.session.get(admin.url + DOWNLOAD, params={"batch": name})
	assert (template.status_code, template.content[:2]) == (200, b"PK")

	# the dry run names everything and stores nothing
	assert method(admin, BATCH, name, "check") is True
	worker()
	checked = admin.read(BATCH, name).data
	found = {problem["file_row"]: problem for problem in checked["problems"]}
	assert len(checked["problems"]) == len(WAYS)
	assert set(found) == set(expected)
	for line, (column, words) in expected.items():
		assert found[line]["file_column"] == column, found[line]
		assert words in found[line]["problem"], found[line]
	assert (checked["status"], counts(checked)) == ("Checked", (people, SOUND, 0, 0, len(WAYS)))
	assert admin.list(RECAP, filters={"company": COMPANY}).data == []

	# the import stores the sound ones; repeated it doubles nothing
	assert method(admin, BATCH, name, "start") is True
	worker()
	done = admin.read(BATCH, name).data
	assert (done["status"], counts(done)) == ("Done", (people, SOUND, 0, 0, len(WAYS)))
	assert method(admin, BATCH, name, "start") is True
	worker()
	again = admin.read(BATCH, name).data
	assert (again["status"], counts(again)) == ("Done", (people, 0, 0, SOUND, len(WAYS)))
	stored = admin.list(RECAP, filters={"company": COMPANY}, fields=["employee", "present", "late_minutes"])
	assert sorted((recap["employee"], recap["present"], recap["late_minutes"]) for recap in stored.data) == [
		(name_of(0), 17, 0),
		(name_of(1), 20, 31),
		(name_of(2), 20, 0),
		(name_of(3), 20, 0),
		(name_of(4), 20, 0),
	]

	# a corrected file changes what differs
	corrected = [*rows[:4], row(nip_of(1), Date="2026-03-04", Exception="Late", Minutes=30), *rows[5:]]
	second = upload(admin, xlsx(corrected))
	assert method(admin, BATCH, second, "start") is True
	worker()
	assert counts(admin.read(BATCH, second).data) == (people, 0, 1, SOUND - 1, len(WAYS))

	# three unexcused days: a spoken reprimand is proposed, once
	for _time in range(2):
		assert admin.call(PROPOSE, company=COMPANY, year=2026, rule=PP94).data is True
		worker()
	(proposed,) = admin.list(RECORD, filters={"company": COMPANY}, fields=["*"]).data
	assert (proposed["employee"], proposed["status"]) == (name_of(0), "Proposed")
	assert (proposed["sanction"], proposed["unexcused_days"]) == ("Teguran lisan", 3)

	# a person decides
	method(admin, RECORD, proposed["name"], "put_in_force", reason="Sudah dipanggil", from_date="2026-04-15")
	decided = admin.read(RECORD, proposed["name"]).data
	assert (decided["status"], decided["from_date"]) == ("In Force", "2026-04-15")
	assert admin.call(PROPOSE, company=COMPANY, year=2026, rule=PP94).data is True
	worker()
	assert len(admin.list(RECORD, filters={"company": COMPANY}).data) == 1


def test_a_file_that_cannot_be_used_ends_with_its_reason(
	office: Any, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> None:
	admin = client("admin")
	name = upload(admin, b"NIP,Nama\n1,<b>x</b>\n")
	assert method(admin, BATCH, name, "start") is True
	worker()
	failed = admin.read(BATCH, name).data
	assert failed["status"] == "Failed"
	assert "Columns are missing: Month, Working Days" in failed["problems"][0]["problem"]


def test_frappe_hr_that_is_not_there_is_said_clearly(office: Any, client: Callable[[str], Client]) -> None:
	from asn_kinerja.attendance import frappe_hr

	if frappe_hr.installed():
		pytest.skip("Frappe HR (app hrms) is installed on this site.")
	values = {"company": COMPANY, "source": "Frappe HR", "month": "2026-03-01"}
	refused = client("admin").insert(BATCH, values)
	assert refused.status == 417
	assert "Frappe HR is not installed on this site. Import a file instead." in refused.messages

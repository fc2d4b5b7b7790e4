"""A small agency to test with: people, units, scoring schemes; and makers of cycles, plans, evaluations.

People, units and schemes are made once on a site and found again by later runs (a user costs a second),
put back to what is written here. Cycles have new names each time, so nothing of an earlier run is in the way.

    Kepala ─┬─ Kabid Satu ─┬─ Staf Satu, Staf Dua
            │              └─ Titipan (rated by Kabid Dua)
            └─ Kabid Dua ──┬─ Staf Tiga, Staf Empat
                           └─ Admin (HR admin, and employee himself)
    Luar: head of another office of the same agency.   Seberang: alone in another agency.
    Auditor, Pengelola (HR admin of the other agency only), Tamu: users who are no employees.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from tests.support.http import Client, Server

HERE, ELSEWHERE = "Pemkot Uji Kinerja", "Pemkab Uji Seberang"
COMPANIES = {HERE: "PUK", ELSEWHERE: "PUS"}
UNITS = ("Bidang Uji Satu", "Bidang Uji Dua")
MATRIX, BANDS, BANDS_360 = "PermenPAN-RB 6/2022", "PP 30/2019 70/30", "PP 30/2019 60/40"
TANGSEL, MARELAN, WALESI = "Tangerang Selatan", "Marelan", "Walesi"
SURAKARTA, SIBOLGA = "Surakarta", "Sibolga"
SHIPPED = (MATRIX, BANDS, BANDS_360, TANGSEL, MARELAN, WALESI, SURAKARTA, SIBOLGA)
SCHEMES = {title: f"Uji {title}" for title in SHIPPED}
ABOVE, MEETS, BELOW = "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"
PLAN, EVALUATION = "ASN Work Plan", "ASN Evaluation"
MANAGER_ROLE, AUDITOR_ROLE = "ASN Performance Manager", "ASN Auditor"


@dataclass(frozen=True)
class Person:
	"""`boss` and `delegated_rater` are keys of PEOPLE; without `position` the user is no employee."""

	name: str
	position: str = ""
	boss: str = ""
	delegated_rater: str = ""
	unit: str = UNITS[0]
	company: str = HERE
	roles: tuple[str, ...] = ()
	only_company: str = ""


PEOPLE = {
	"head": Person("Kepala", "JPT Pratama"),
	"lead1": Person("Kabid Satu", "Administrator", "head"),
	"lead2": Person("Kabid Dua", "Administrator", "head", unit=UNITS[1]),
	"staff1": Person("Staf Satu", "Pelaksana", "lead1"),
	"staff2": Person("Staf Dua", "Fungsional", "lead1"),
	"staff3": Person("Staf Tiga", "Pelaksana", "lead2", unit=UNITS[1]),
	"staff4": Person("Staf Empat", "Pelaksana", "lead2", unit=UNITS[1]),
	"lent": Person("Titipan", "Pelaksana", "lead1", delegated_rater="lead2"),
	"admin": Person("Admin", "Pelaksana", "lead2", unit=UNITS[1], roles=(MANAGER_ROLE,)),
	"outside": Person("Luar", "Administrator", unit=UNITS[1]),
	"foreign": Person("Seberang", "Administrator", unit="", company=ELSEWHERE),
	"auditor": Person("Auditor", roles=(AUDITOR_ROLE,)),
	"foreign_admin": Person("Pengelola", roles=(MANAGER_ROLE,), only_company=ELSEWHERE),
	"guest": Person("Tamu"),
}
EMPLOYEES = tuple(key for key, person in PEOPLE.items() if person.position)


@dataclass(frozen=True)
class Agency:
	"""Makers commit nothing; whoever works over HTTP commits (`keep`) what he has made."""

	employees: dict[str, str]
	schemes: dict[str, str]
	clients: dict[str, Client] = field(default_factory=dict)

	def user(self, key: str) -> str:
		return user_of(key)

	def employee(self, key: str) -> str:
		return self.employees[key]

	def client(self, http: Server, key: str) -> Client:
		"""The person's client with his own token, one for the whole run."""
		if key not in self.clients:
			self.clients[key] = http.as_user(user_of(key))
		return self.clients[key]

	@contextmanager
	def acting(self, key: str) -> Iterator[None]:
		"""Work as this person inside this process."""
		before = frappe.session.user
		frappe.set_user(user_of(key))
		try:
			yield
		finally:
			frappe.set_user(before)

	def cycle(self, scheme: str = MATRIX, company: str = HERE, **values: Any) -> Document:
		"""A cycle for 2026 with four quarters and the annual stage."""
		return frappe.get_doc(
			{
				"doctype": "ASN Performance Cycle",
				"title": f"Uji 2026 {secrets.token_hex(4)}",
				"company": company,
				"scheme": self.schemes[scheme],
				"from_date": "2026-01-01",
				"to_date": "2026-12-31",
				"frequency": "Quarterly",
				**values,
			}
		).insert()

	def plan(self, key: str, cycle: Document, state: str = "Approved", **values: Any) -> Document:
		"""A person's plan, made by himself and brought to the state Draft, Waiting for Rater or Approved."""
		with self.acting(key):
			plan = frappe.get_doc(plan_values(cycle.name, **values)).insert()
			if state != "Draft":
				plan = apply_workflow(plan, "Submit for Approval")
		if state == "Approved":
			with self.acting(self.rater(key)):
				plan = apply_workflow(frappe.get_doc(PLAN, plan.name), "Approve")
		return frappe.get_doc(PLAN, plan.name)

	def evaluation(self, plan: Document, state: str = "Self Assessment", stage: int = 0) -> Document:
		"""The evaluation of an approved plan, brought to a state up to Released (then rated by `rate`)."""
		cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
		made = frappe.get_doc(
			doctype=EVALUATION, employee=plan.employee, work_plan=plan.name, stage=cycle.stages[stage].name
		).insert()
		if state == "Self Assessment":
			return made
		key = self.key(plan.employee)
		with self.acting(key):
			made = frappe.get_doc(EVALUATION, made.name)
			report(made)
			made = apply_workflow(made.save(), "Submit Self Assessment")
		if state == "Released":
			with self.acting(self.rater(key)):
				made = frappe.get_doc(EVALUATION, made.name)
				rate(made)
				apply_workflow(made.save(), "Release")
		return frappe.get_doc(EVALUATION, made.name)

	def released(self, key: str, cycle: Document | None = None) -> Document:
		"""A released evaluation of a person with the plan it needs."""
		return self.evaluation(self.plan(key, cycle or self.cycle()), "Released")

	def key(self, employee: str) -> str:
		return next(key for key, name in self.employees.items() if name == employee)

	def rater(self, key: str) -> str:
		"""The key of a person's rater; who has no superior is rated by nobody."""
		person = PEOPLE[key]
		return person.delegated_rater or person.boss


def keep() -> None:
	"""Commit, so that the web server and the worker see what has been made."""
	frappe.db.commit()


def start_afresh() -> None:
	"""Nothing pending, Administrator, no document or message left in this process."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.local.document_cache = {}
	frappe.local.message_log = []


def user_of(key: str) -> str:
	return f"{key.replace('_', '-')}@agency-uji.example"


def item(**values: Any) -> dict[str, Any]:
	"""A row of a plan: 100 documents, all of the weight."""
	return {
		"category": "Utama",
		"result": "Dokumen selesai",
		"measure": "jumlah dokumen",
		"aspect": "Kuantitas",
		"direction": "Higher",
		"target_min": 100,
		"unit": "dokumen",
		"weight": 100,
		**values,
	}


def two_items() -> list[dict[str, Any]]:
	"""Days per file (lower is better, 40 %) and files done (60 %)."""
	return [
		item(
			result="Berkas izin selesai",
			measure="hari per berkas",
			aspect="Waktu",
			direction="Lower",
			target_min=7,
			target_max=8,
			unit="hari",
			weight=40,
		),
		item(result="Berkas terlayani", measure="berkas selesai", unit="berkas", weight=60),
	]


def plan_values(cycle: str, **values: Any) -> dict[str, Any]:
	"""What a client sends for a new plan; the server finds out whose it is."""
	return {"doctype": PLAN, "cycle": cycle, "items": two_items(), **values}


def report(evaluation: Document, *realisations: str) -> None:
	"""Fill the self assessment of `two_items`: 6.5 days, 105 files, unless told otherwise."""
	for row, realisation in zip(evaluation.results, realisations or ("6,5", "105"), strict=True):
		row.realisation = realisation


def rate(
	evaluation: Document, work: str = ABOVE, behaviour: str = MEETS, note: str = "Catatan penilai"
) -> None:
	"""Fill the rater's part; all values get the rating of the behaviour."""
	evaluation.update({"work_result_rating": work, "behaviour_rating": behaviour, "rater_note": note})
	# asked for where a rating departs from the suggested one
	evaluation.update(dict.fromkeys(("work_result_reason", "behaviour_reason"), "Menurut bukti dukung"))
	for row in evaluation.behaviours:
		row.rating = behaviour


def stored(doctype: str, column: str, value: str) -> list[dict[str, Any]]:
	"""Whole rows of a table, as they are in the database."""
	order = "idx, name" if frappe.get_meta(doctype).istable else "name"
	query = f"select * from `tab{doctype}` where `{column}` = %s order by {order}"  # noqa: S608
	return frappe.db.sql(query, value, as_dict=True)


def snapshot(doctype: str, name: str) -> dict[str, list[dict[str, Any]]]:
	"""All that the database holds of a record, its rows and its draft, as another connection sees it now."""
	frappe.db.rollback()
	found = {doctype: stored(doctype, "name", name)}
	for df in frappe.get_meta(doctype).get_table_fields():
		found[df.fieldname] = stored(df.options, "parent", name)
	found["draft"] = stored("ASN Evaluation Draft", "name", name)
	return found


@lru_cache(maxsize=1)
def build(site: str) -> Agency:
	"""The agency on this site, committed."""
	for company, abbreviation in COMPANIES.items():
		_ensure(
			"Company",
			company,
			company_name=company,
			abbr=abbreviation,
			default_currency="IDR",
			country="Indonesia",
		)
	units = {name: _unit(name) for name in UNITS}
	for key, person in PEOPLE.items():
		_user(key, person)
	employees: dict[str, str] = {}
	for key in EMPLOYEES:
		employees[key] = _employee(key, units, employees)
	for key in EMPLOYEES:
		_delegate(employees, key)
	for key, person in PEOPLE.items():
		_permit(key, person)
	# most tests are about one plan and not about the superior's; those that are switch it on
	frappe.db.set_single_value("ASN Performance Settings", "approval_waits_for_superior", 0)
	agency = Agency(employees, {base: _scheme(base, title) for base, title in SCHEMES.items()})
	keep()
	return agency


def _ensure(doctype: str, name: str, **values: Any) -> str:
	if not frappe.db.exists(doctype, name):
		name = frappe.get_doc(doctype=doctype, **values).insert().name
	return name


def _unit(name: str) -> str:
	found = frappe.db.get_value("Department", {"department_name": name, "company": HERE})
	return found or frappe.get_doc(doctype="Department", department_name=name, company=HERE).insert().name


def _user(key: str, person: Person) -> None:
	email = user_of(key)
	if not frappe.db.exists("User", email):
		frappe.get_doc(
			doctype="User",
			email=email,
			first_name=person.name,
			language="en",
			send_welcome_email=0,
			user_image="/assets/frappe/images/ui/user-avatar.png",  # else a picture service is asked
			roles=[{"role": role} for role in person.roles],
		).insert()


def _employee(key: str, units: dict[str, str], employees: dict[str, str]) -> str:
	person = PEOPLE[key]
	values = {
		"first_name": person.name,
		"gender": "Male",
		"date_of_birth": "1980-05-17",
		"date_of_joining": "2005-03-01",
		"company": person.company,
		"department": units.get(person.unit),
		"status": "Active",
		"reports_to": employees.get(person.boss),
		"asn_type": "PNS",
		"asn_position_type": person.position,
		"asn_delegated_rater": None,
	}
	name = frappe.db.get_value("Employee", {"user_id": user_of(key)})
	doc = frappe.get_doc("Employee", name) if name else frappe.new_doc("Employee", user_id=user_of(key))
	if not name or any((doc.get(field) or None) != value for field, value in _stored(values).items()):
		doc.update(values).save()
	return doc.name


def _stored(values: dict[str, Any]) -> dict[str, Any]:
	dates = {"date_of_birth", "date_of_joining"}
	return {
		k: frappe.utils.getdate(v) if k in dates else v
		for k, v in values.items()
		if k != "asn_delegated_rater"
	}


def _delegate(employees: dict[str, str], key: str) -> None:
	wanted = employees.get(PEOPLE[key].delegated_rater)
	doc = frappe.get_doc("Employee", employees[key])
	if (doc.asn_delegated_rater or None) != wanted:
		doc.asn_delegated_rater = wanted
		doc.save()


def _permit(key: str, person: Person) -> None:
	if person.only_company:
		wanted = {"user": user_of(key), "allow": "Company", "for_value": person.only_company}
		if not frappe.db.exists("User Permission", wanted):
			frappe.get_doc(doctype="User Permission", apply_to_all_doctypes=1, **wanted).insert()


def _scheme(base: str, title: str) -> str:
	"""A submitted scheme with the rules of a shipped one."""
	if name := frappe.db.get_value("ASN Scoring Scheme", {"title": title, "docstatus": 1}):
		return name
	shipped = frappe.get_last_doc("ASN Scoring Scheme", {"title": base, "version": 1})
	scheme = frappe.copy_doc(shipped)
	scheme.update({"title": title, "docstatus": 0})
	return scheme.insert().submit().name

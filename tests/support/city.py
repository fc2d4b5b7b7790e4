"""A city with a mayor: the top of the tree that the small agency of `tests.support.agency` has not.

    Pengelola: performance manager, no employee
    Wali Kota (no ASN) ── Kepala Dinas ─┬─ Kabid Air ──── Staf Air
                                        └─ Kabid Jalan ── Staf Jalan

Made once on a site and found again by later runs; who stands under whom is put back each time.
"""

from dataclasses import dataclass

import frappe

from tests.support.agency import MANAGER_ROLE, keep
from tests.support.http import Client, Server

CITY, ABBREVIATION = "Pemkot Uji Kota", "PKT"
UNITS = ("Bidang Uji Air", "Bidang Uji Jalan")


@dataclass(frozen=True)
class Person:
	"""`boss` is a key of PEOPLE; without `position` no ASN."""

	name: str
	position: str = ""
	boss: str = ""
	unit: str = ""


PEOPLE = {
	"mayor": Person("Wali Kota"),
	"chief": Person("Kepala Dinas", "JPT Pratama", "mayor"),
	"water": Person("Kabid Air", "Administrator", "chief", UNITS[0]),
	"roads": Person("Kabid Jalan", "Administrator", "chief", UNITS[1]),
	"plumber": Person("Staf Air", "Pelaksana", "water", UNITS[0]),
	"paver": Person("Staf Jalan", "Pelaksana", "roads", UNITS[1]),
}


HR = "hr"  # a user who is no employee, so that ERPNext limits him to no company


class City:
	"""Employees by key, and clients of their users."""

	def __init__(self, http: Server) -> None:
		self.http = http
		self.employees: dict[str, str] = {}
		self._clients: dict[str, Client] = {}
		self._build()

	def client(self, key: str) -> Client:
		if key not in self._clients:
			self._clients[key] = self.http.as_user(user_of(key))
		return self._clients[key]

	def move(self, key: str, boss: str, unit: str) -> None:
		"""What HR enters in ERPNext when somebody is transferred. Committed."""
		employee = frappe.get_doc("Employee", self.employees[key])
		employee.update({"reports_to": self.employees[boss], "department": _unit(unit)})
		employee.save()
		keep()

	def _build(self) -> None:
		if not frappe.db.exists("Company", CITY):
			frappe.get_doc(
				doctype="Company",
				company_name=CITY,
				abbr=ABBREVIATION,
				default_currency="IDR",
				country="Indonesia",
			).insert()
		_user(HR, Person("Pengelola"), MANAGER_ROLE)
		for key, person in PEOPLE.items():
			_user(key, person)
			self.employees[key] = self._employee(key, person)
		keep()

	def _employee(self, key: str, person: Person) -> str:
		values = {
			"first_name": person.name,
			"gender": "Male",
			"date_of_birth": "1980-05-17",
			"date_of_joining": "2005-03-01",
			"company": CITY,
			"department": _unit(person.unit) if person.unit else None,
			"status": "Active",
			"reports_to": self.employees.get(person.boss),
			"asn_type": "PNS" if person.position else None,
			"asn_position_type": person.position or None,
			"asn_delegated_rater": None,
		}
		name = frappe.db.get_value("Employee", {"user_id": user_of(key)})
		doc = frappe.get_doc("Employee", name) if name else frappe.new_doc("Employee", user_id=user_of(key))
		doc.update(values)
		doc.save()
		return doc.name


def user_of(key: str) -> str:
	return f"{key}@kota.uji.example"


def _unit(name: str) -> str:
	found = frappe.db.get_value("Department", {"department_name": name, "company": CITY})
	return found or frappe.get_doc(doctype="Department", department_name=name, company=CITY).insert().name


def _user(key: str, person: Person, *roles: str) -> None:
	if not frappe.db.exists("User", user_of(key)):
		frappe.get_doc(
			doctype="User",
			email=user_of(key),
			first_name=person.name,
			language="en",
			send_welcome_email=0,
			user_image="/assets/frappe/images/ui/user-avatar.png",  # else a picture service is asked
			roles=[{"role": role} for role in roles],
		).insert()

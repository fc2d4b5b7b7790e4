"""Surveys of public satisfaction as a test needs them, and a citizen who fills in the page."""

import html
import re
from typing import Any

import frappe
import requests
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests.support.agency import HERE, UNITS
from tests.support.rows import insert_rows

SURVEY, RESPONSE = "ASN Satisfaction Survey", "ASN Survey Response"
ELEMENTS = tuple(f"U{number}" for number in range(1, 10))
ALL_THREES = dict.fromkeys(ELEMENTS, "3")


def unit(name: str = UNITS[0], company: str = HERE) -> str:
	return frappe.db.get_value("Department", {"department_name": name, "company": company})


def values(**more: Any) -> dict[str, Any]:
	"""What a manager sends for a survey of unit one that runs from yesterday for a month."""
	return {
		"doctype": SURVEY,
		"title": "Layanan KTP elektronik",
		"company": HERE,
		"department": unit(),
		"from_date": str(add_days(today(), -1)),
		"to_date": str(add_days(today(), 30)),
		"minimum_answers": 2,
		"hourly_limit": 1000,
		"hourly_total": 2000,
		**more,
	}


def survey(open_it: bool = True, **more: Any) -> Document:
	"""A stored survey, open unless told otherwise."""
	made = frappe.get_doc(values(**more)).insert()
	if open_it:
		made.open_survey()
	return frappe.get_doc(SURVEY, made.name)


def answered(
	of: Document, *citizens: dict[str, int], officer: str | None = None, on: str | None = None
) -> None:
	"""Stored answers; elements that are not named were answered with 3."""
	rows = [
		{
			"survey": of.name,
			"company": of.company,
			"department": of.department,
			"submitted_on": on or today(),
			"officer": officer,
			**{element.lower(): citizen.get(element, 3) for element in ELEMENTS},
		}
		for citizen in citizens
	]
	insert_rows(RESPONSE, rows)


def number_of_answers(of: str) -> int:
	"""As the database holds them now, whoever stored them."""
	frappe.db.rollback()
	return frappe.db.count(RESPONSE, {"survey": of})


class Citizen:
	"""Somebody with a browser who knows a link and nothing else."""

	def __init__(self, url: str, token: str, address: str | None = None) -> None:
		self.page = f"{url}/survei/{token}"
		self.session = requests.Session()
		self.session.trust_env = False
		if address:
			self.session.headers["X-Forwarded-For"] = address

	def open(self) -> requests.Response:
		return self.session.get(self.page, timeout=60)

	def key(self) -> str:
		"""The key of a form that is opened now."""
		return key_in(self.open().text)

	def send(self, fields: Any, key: str | None = None) -> requests.Response:
		"""Send fields with a form's key; a new form's unless one is given."""
		pairs = list(fields.items() if isinstance(fields, dict) else fields)
		pairs.append(("form_key", self.key() if key is None else key))
		return self.session.post(self.page, data=pairs, allow_redirects=False, timeout=60)


def key_in(page: str) -> str:
	return html.unescape(re.search(r'name="form_key" value="([^"]*)"', page)[1])

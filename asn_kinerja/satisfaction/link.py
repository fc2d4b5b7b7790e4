"""What citizens are told about a survey: its address, its unit, its days."""

import html
import re
from datetime import date

import frappe
from babel.dates import format_date
from frappe.utils import cstr, get_url, getdate

ROUTE = "survei"
TOKEN = re.compile(r"[0-9a-f]{32,64}")


def address(token: str) -> str:
	"""The address that citizens open, on the site's own host."""
	return get_url(f"/{ROUTE}/{token}")


def token_in(path: str) -> str | None:
	"""The token of a path such as `survei/0123…`; None when it cannot be one."""
	found = path.removeprefix(f"{ROUTE}/")
	return found if TOKEN.fullmatch(found) else None


def day(value: date | str) -> str:
	"""A day as Indonesians write it: 5 Maret 2026."""
	return format_date(getdate(value), "d MMMM yyyy", locale="id")


def unit_name(department: str) -> str:
	"""The unit as people call it, without the agency's abbreviation."""
	return plain(frappe.db.get_value("Department", department, "department_name") or department)


def plain(text: object) -> str:
	"""A text of a record as it was typed: Frappe stores `<` as `&lt;`. The templates escape it again."""
	return html.unescape(cstr(text))

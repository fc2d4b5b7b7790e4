"""Working days: the Holiday List of the employee, else that of his agency, else Monday to Friday."""

from collections.abc import Iterable
from datetime import date, timedelta

import frappe

SATURDAY = 5


def days_between(first: date, last: date) -> list[date]:
	"""All days from `first` to `last`, both included."""
	return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def free_days(employees: Iterable[str], first: date, last: date) -> dict[str, frozenset[date]]:
	"""Employee -> the days from `first` to `last` on which he does not work; three queries for any number.

	Without a Holiday List, or with one that has no day in this time at all, Saturdays and Sundays are free
	(37.5 hours on five days, Perpres 21/2023)."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	people = frappe.get_all(
		"Employee",
		filters={"name": ["in", wanted]},
		fields=["name", "company", "holiday_list"],
		order_by="name",
	)
	companies = frappe.get_all(
		"Company",
		filters={"name": ["in", sorted({person.company for person in people if person.company})]},
		fields=["name", "default_holiday_list"],
		order_by="name",
	)
	of_company = {company.name: company.default_holiday_list for company in companies}
	list_of = {person.name: person.holiday_list or of_company.get(person.company) for person in people}
	holidays = _holidays(set(filter(None, list_of.values())), first, last)
	weekends = frozenset(day for day in days_between(first, last) if day.weekday() >= SATURDAY)
	return {employee: holidays.get(list_of.get(employee), weekends) for employee in wanted}


def _holidays(lists: set[str], first: date, last: date) -> dict[str | None, frozenset[date]]:
	if not lists:
		return {}
	rows = frappe.get_all(
		"Holiday",
		filters={
			"parent": ["in", sorted(lists)],
			"parenttype": "Holiday List",
			"holiday_date": ["between", [first, last]],
		},
		fields=["parent", "holiday_date"],
		order_by="parent, holiday_date",
	)
	found: dict[str | None, set[date]] = {}
	for row in rows:
		found.setdefault(row.parent, set()).add(row.holiday_date)
	return {name: frozenset(days) for name, days in found.items()}

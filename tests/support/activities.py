"""Daily activities to test with: plans of this year whose results are counted by activities.

The plans cover the year of today, because activities are entered close to their day."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate, nowdate

from tests.support.agency import Agency, item

ACTIVITY = "ASN Daily Activity"
COUNTED, TIMED = "Uji berkas dari aktivitas", "Uji hari dari aktivitas"


def this_year() -> dict[str, str]:
	year = getdate(nowdate()).year
	return {"from_date": f"{year}-01-01", "to_date": f"{year}-12-31"}


def cycle(agency: Agency, **values: Any) -> Document:
	"""An open cycle of this year, with quarters."""
	return agency.cycle(**this_year(), **values)


def indicators() -> None:
	"""Files (added up, more is better) and days per file (averaged, fewer are better), from activities."""
	for name, unit, direction, summarise in (
		(COUNTED, "berkas", "Higher", "Added Up"),
		(TIMED, "hari", "Lower", "Averaged"),
	):
		if not frappe.db.exists("ASN Indicator", {"indicator_name": name}):
			frappe.get_doc(
				doctype="ASN Indicator",
				indicator_name=name,
				unit=unit,
				aspect="Kuantitas",
				direction=direction,
				data_source="Daily Activity",
				summarise=summarise,
			).insert()


def counted_items() -> list[dict[str, Any]]:
	"""100 files (60 %), 5 days per file (40 %): both from activities."""
	indicators()
	name = {
		row.indicator_name: row.name
		for row in frappe.get_all(
			"ASN Indicator",
			fields=["name", "indicator_name"],
			filters={"indicator_name": ["in", (COUNTED, TIMED)]},
		)
	}
	return [
		item(
			result="Berkas terlayani",
			measure="berkas selesai",
			indicator=name[COUNTED],
			target_min=100,
			unit="berkas",
			weight=60,
		),
		item(
			result="Layanan cepat",
			measure="hari per berkas",
			indicator=name[TIMED],
			direction="Lower",
			target_min=5,
			unit="hari",
			weight=40,
		),
	]


def plan(agency: Agency, key: str, in_cycle: Document | None = None, **values: Any) -> Document:
	"""A person's approved plan of this year with `counted_items`."""
	return agency.plan(key, in_cycle or cycle(agency), **{"items": counted_items(), **values})


def clear(agency: Agency, *keys: str) -> None:
	"""Remove these people's activities: what an earlier run has committed fills their days."""
	frappe.db.delete(ACTIVITY, {"employee": ["in", [agency.employee(key) for key in keys]]})


def days_ago(days: int) -> str:
	return str(add_days(nowdate(), -days))


def values(**given: Any) -> dict[str, Any]:
	"""What a client sends: an hour's work of today."""
	return {"doctype": ACTIVITY, "date": nowdate(), "minutes": 60, "description": "Memeriksa berkas", **given}


def enter(agency: Agency, key: str, **given: Any) -> Document:
	"""An activity entered by the person himself."""
	with agency.acting(key):
		return frappe.get_doc(values(**given)).insert()


def verify(agency: Agency, key: str, *names: str, feedback: str = "") -> dict[str, Any]:
	"""The answer of a rater to activities."""
	from asn_kinerja.monitoring import verification

	with agency.acting(key):
		return verification.verify_many(list(names), feedback)


def stored_on(day: Any, name: str, **fields: Any) -> None:
	"""Put a stored activity on another day than its rules would let a person enter today."""
	frappe.db.set_value(ACTIVITY, name, {"date": day, **fields}, update_modified=False)

"""Plans made before items had keys: evaluations refer to the rows by name, so the names become the keys."""

import frappe
from pypika import functions as fn

from asn_kinerja.scoring import months_of


def execute() -> None:
	item, plan = frappe.qb.DocType("ASN Work Plan Item"), frappe.qb.DocType("ASN Work Plan")
	missing = fn.Coalesce(item.item_key, "") == ""
	frappe.qb.update(item).set(item.item_key, item.name).where(missing).run()
	rows = frappe.get_all(
		"ASN Work Plan",
		filters={"months": 0, "from_date": ["is", "set"], "to_date": ["is", "set"]},
		fields=["from_date", "to_date"],
		group_by="from_date, to_date",
		order_by="from_date, to_date",
	)
	for row in rows:  # a few periods, whatever the number of plans
		period = (plan.from_date == row.from_date) & (plan.to_date == row.to_date)
		frappe.qb.update(plan).set(plan.months, months_of(row.from_date, row.to_date)).where(period).run()

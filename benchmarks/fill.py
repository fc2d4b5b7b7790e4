"""Fills an empty site with the made-up agency and its year: python -m benchmarks.fill SITE SIZE.

Rows are inserted as sets, straight into the tables: what is measured is reading, and a year of saves by
20,000 people would take days. The same size gives the same rows.
"""

import sys

import frappe

from benchmarks import sources
from benchmarks.year import Filling


def main(site: str, size: int) -> None:
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	frappe.flags.mute_emails = True
	filling = Filling(size)
	filling.run()
	sources.fill(filling)
	# the tables have just grown from nothing: the statistics by which plans are chosen must know
	for doctype in frappe.get_all(
		"DocType", {"module": "ASN Kinerja", "issingle": 0}, pluck="name", order_by="name"
	):
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")
	for doctype in ("Employee", "Department"):
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")
	frappe.clear_cache()
	frappe.destroy()


if __name__ == "__main__":
	main(sys.argv[1], int(sys.argv[2]))

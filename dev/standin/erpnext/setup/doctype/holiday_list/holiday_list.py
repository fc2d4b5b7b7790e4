"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


class HolidayList(Document):
	def validate(self) -> None:
		self.check_dates()
		self.total_holidays = len(self.holidays)

	def check_dates(self) -> None:
		start, end = getdate(self.from_date), getdate(self.to_date)
		if start > end:
			frappe.throw(_("To Date cannot be before From Date"))
		seen = set()
		for row in self.holidays:
			day = getdate(row.holiday_date)
			if not start <= day <= end:
				frappe.throw(_("Row {0}: the holiday is outside the list's dates").format(row.idx))
			if day in seen:
				frappe.throw(_("Row {0}: the holiday is there twice").format(row.idx))
			seen.add(day)

from frappe.model.document import Document

from asn_kinerja.messages import core_errors
from asn_kinerja.scoring import attendance_rules_from_dict, validate_attendance_rules


class ASNAttendanceRule(Document):
	"""A table of deductions for lateness, early leave and absence. Submitted it no longer changes; new rules
	are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_attendance_class.asn_attendance_class import (
			ASNAttendanceClass,
		)

		absence: DF.Float
		amended_from: DF.Link | None
		ceremony: DF.Float
		classes: DF.Table[ASNAttendanceClass]
		legal_basis: DF.SmallText
		no_clock_in: DF.Float
		no_clock_out: DF.Float
		notes: DF.SmallText | None
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_attendance_rules(attendance_rules_from_dict(self.as_dict(), strict=False))

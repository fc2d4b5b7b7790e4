from asn_kinerja.child_row import ChildRow


class ASNDistributionRule(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bound: DF.Literal["At Most Percent", "At Least Percent", "At Least People", "Majority"]
		number: DF.Float
		organisation_predicate: DF.Literal["Istimewa", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
		other_predicate: DF.Literal["", "Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		predicate: DF.Literal["Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
	# end: auto-generated types

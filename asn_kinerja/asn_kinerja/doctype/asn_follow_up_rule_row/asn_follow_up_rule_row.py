from asn_kinerja.child_row import ChildRow


class ASNFollowUpRuleRow(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		behaviour: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		days: DF.Int
		decided_by: DF.Literal["Rater", "Rater Superior", "Performance Manager"]
		description: DF.SmallText | None
		kind: DF.Literal["Award", "Coaching", "Counselling", "Competency Test", "Sanction", "Other"]
		ladder: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		positions: DF.Literal["All", "Leaders", "Not Leaders"]
		predicate: DF.Literal["", "Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
		reach: DF.Literal["Only This", "This or Lower", "This or Higher"]
		stage_type: DF.Literal["Any", "Periodic", "Annual"]
		times: DF.Int
		title: DF.Data
		trend: DF.Literal["Any", "Risen", "Same", "Fallen", "Repeated"]
		work_result: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
	# end: auto-generated types

from asn_kinerja.child_row import ChildRow


class ASNEvaluationResult(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		achievement: DF.Float
		aspect: DF.Literal["", "Kuantitas", "Kualitas", "Waktu", "Biaya"]
		category: DF.Literal["Utama", "Tambahan"]
		corrected_realisation: DF.Data | None
		correction_reason: DF.SmallText | None
		data_source: DF.Literal["", "Manual", "Daily Activity"]
		direction: DF.Literal["", "Higher", "Lower", "Range", "Exact"]
		evidence: DF.Attach | None
		evidence_link: DF.Data | None
		maximum_target: DF.Check
		measure: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		planned_action: DF.SmallText | None
		rater_note: DF.SmallText | None
		rating: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		realisation: DF.Data | None
		realisation_filled: DF.Check
		realisation_source: DF.SmallText | None
		result: DF.SmallText | None
		self_note: DF.SmallText | None
		success_measure: DF.SmallText | None
		summarise: DF.Literal["", "Added Up", "Averaged"]
		target: DF.Data | None
		target_max: DF.Float
		target_min: DF.Float
		unit: DF.Data | None
		value: DF.Float
		value_category: DF.Data | None
		weight: DF.Float
		work_plan_item: DF.Data | None
	# end: auto-generated types

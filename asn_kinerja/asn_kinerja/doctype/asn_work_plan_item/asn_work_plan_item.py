import frappe

from asn_kinerja.child_row import ChildRow


class ASNWorkPlanItem(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		aspect: DF.Literal["", "Kuantitas", "Kualitas", "Waktu", "Biaya"]
		cascading: DF.Literal["", "Direct", "Non-direct"]
		category: DF.Literal["Utama", "Tambahan"]
		data_source: DF.Literal["Manual", "Daily Activity"]
		direction: DF.Literal["Higher", "Lower", "Range", "Exact"]
		indicator: DF.Link | None
		item_key: DF.Data | None
		matrix_cell: DF.Data | None
		maximum_target: DF.Check
		measure: DF.SmallText | None
		objective: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		perspective: DF.Literal["", "Penerima Layanan", "Proses Bisnis", "Penguatan Internal", "Anggaran"]
		result: DF.SmallText | None
		source: DF.Data | None
		success_measure: DF.SmallText | None
		summarise: DF.Literal["", "Added Up", "Averaged"]
		superior_item: DF.Autocomplete | None
		superior_result: DF.SmallText | None
		target_max: DF.Float
		target_min: DF.Float
		unit: DF.Data | None
		weight: DF.Float
	# end: auto-generated types


def on_doctype_update() -> None:
	# what serves what, of all plans of a cycle, is read from this index alone
	frappe.db.add_index("ASN Work Plan Item", ["parent", "objective", "superior_item"])

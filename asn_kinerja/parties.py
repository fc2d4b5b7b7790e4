"""The people whom an official form names: employee, rater and the rater's superior, with rank and unit."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from asn_kinerja.wording import NONE, text

# Pangkat of each golongan ruang of PNS (PP 99/2000, annex). PPPK have a golongan only.
RANKS = {
	"I/a": "Juru Muda",
	"I/b": "Juru Muda Tingkat I",
	"I/c": "Juru",
	"I/d": "Juru Tingkat I",
	"II/a": "Pengatur Muda",
	"II/b": "Pengatur Muda Tingkat I",
	"II/c": "Pengatur",
	"II/d": "Pengatur Tingkat I",
	"III/a": "Penata Muda",
	"III/b": "Penata Muda Tingkat I",
	"III/c": "Penata",
	"III/d": "Penata Tingkat I",
	"IV/a": "Pembina",
	"IV/b": "Pembina Tingkat I",
	"IV/c": "Pembina Utama Muda",
	"IV/d": "Pembina Utama Madya",
	"IV/e": "Pembina Utama",
}


@dataclass(frozen=True)
class Party:
	"""Somebody on a form, in plain text; what is not known is empty."""

	name: str = ""
	nip: str = ""
	rank: str = ""
	position: str = ""
	unit: str = ""

	@property
	def rows(self) -> tuple[tuple[str, str], ...]:
		"""The lines of the heading; a dash for what is not known."""
		lines = (
			("Nama", self.name),
			("NIP", self.nip),
			("Pangkat/Gol. Ruang", self.rank),
			("Jabatan", self.position),
			("Unit Kerja", self.unit),
		)
		return tuple((label, known or NONE) for label, known in lines)


def of(doc: Document, *others: str | None) -> tuple[Party, ...]:
	"""The employee of a record by its own header, then these other employees by their records; all with their
	present rank, and empty for who is not known. Two queries."""
	people = {
		row.name: row
		for row in frappe.get_all(
			"Employee",
			filters={"name": ["in", [name for name in (doc.employee, *others) if name]]},
			fields=["name", "employee_name", "asn_nip", "asn_golongan", "designation", "department"],
			order_by="name",
		)
	}
	departments = [doc.department, *(row.department for row in people.values())]
	units = dict(
		frappe.get_all(
			"Department",
			filters={"name": ["in", [name for name in departments if name]]},
			fields=["name", "department_name"],
			order_by="name",
			as_list=True,
		)
	)

	def party(name: str, nip: str, golongan: str, position: str, department: str) -> Party:
		known = (name, nip, rank(golongan), position, units.get(department) or department)
		return Party(*(text(value) for value in known))

	def other(name: str | None) -> Party:
		row = people.get(name)
		if not row:
			return Party()
		return party(row.employee_name, row.asn_nip, row.asn_golongan, row.designation, row.department)

	golongan = (people.get(doc.employee) or {}).get("asn_golongan")
	employee = party(doc.employee_name, doc.nip, golongan, doc.designation, doc.department)
	return (employee, *(other(name) for name in others))


def rank(golongan: str | None) -> str:
	"""Pangkat and golongan as forms write them: "Penata Tingkat I / III/d"; of a PPPK the golongan alone."""
	golongan = golongan or ""
	return f"{RANKS[golongan]} / {golongan}" if golongan in RANKS else golongan

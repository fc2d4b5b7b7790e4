"""The credit points of a person up to one row of his ledger, prepared for the print format "ASN Penetapan
Angka Kredit" (Peraturan BKN 3/2023, annex).

The form is a legal document: its texts are those of the law and stay Indonesian whatever the reader's
language, so nothing here is translated but the reasons, which are said in Indonesian.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate
from frappe.www.printview import validate_print_permission

from asn_kinerja import parties
from asn_kinerja.credit import rules
from asn_kinerja.credit.ledger import COLUMNS, POINT, REPLACED, WITHDRAWN, entry
from asn_kinerja.official import Signature
from asn_kinerja.parties import Party
from asn_kinerja.scoring import ScoringError, round_half_up
from asn_kinerja.scoring.credit import CreditPosition, Entry, EntryKind, Standing, Target, standing
from asn_kinerja.wording import LOCALE, NONE, day, number, period, score, text

ROWS = (
	("Angka Kredit Dasar", EntryKind.BASE),
	("Angka Kredit Lama", EntryKind.INITIAL),
	("Angka Kredit Penyesuaian", EntryKind.CORRECTION),
	("Angka Kredit Konversi", EntryKind.CONVERSION),
	("Angka Kredit yang Diperoleh dari Peningkatan Pendidikan", EntryKind.EDUCATION),
)
REPLACED_NOTE = (
	"Bulan-bulan dalam periode ini telah dihitung pada hasil evaluasi lain atau dalam saldo awal, atau hasil"
	" evaluasinya tidak lagi final."
)
WITHDRAWN_MARK, WITHDRAWN_NOTE = "DICABUT", "Entri ini telah dicabut dan tidak dihitung dalam angka kredit."


@dataclass(frozen=True, kw_only=True)
class Form:
	"""What the form prints; plain text, which the template escapes. `mark` stands on that of a row that is
	withdrawn; all others count."""

	agency: str
	period: str
	employee: Party
	person: tuple[tuple[str, str], ...]
	conversion: tuple[tuple[str, str], ...]
	points: tuple[tuple[str, str, str, str], ...]
	targets: tuple[tuple[str, str, str, str], ...]
	conclusion: str
	reasons: tuple[str, ...]
	notes: tuple[str, ...]
	signatures: tuple[Signature, ...]
	mark: str = ""
	mark_note: str = ""


def asn_credit_form(doc: Document) -> Form:
	"""The form up to a row of the ledger; the Jinja method of the print format.

	Frappe lets a client send the document that is to be printed, and a template may call this with any
	document. So only the name is taken from it: what is printed is what is stored, and who may not print
	the stored row gets a PermissionError."""
	point = frappe.get_doc(POINT, doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(point)
	return form_of(point)


def form_of(doc: Document) -> Form:
	"""The form as it stood on the last day of the row. Seven queries, however long the ledger."""
	employee, rater = parties.of(doc, doc.rater)
	employee = replace(employee, rank=text(parties.rank(doc.golongan)))
	since = _rank_since(doc)
	before, rows = _ledger(doc)
	withdrawn = doc.status == WITHDRAWN
	found = _standing(doc, rows, since)
	return Form(
		agency=text(doc.company) or NONE,
		period=period(doc.from_date, doc.to_date),
		employee=employee,
		person=(
			*employee.rows,
			("TMT Pangkat/Gol. Ruang", day(since) or NONE),
			("Jenjang Jabatan Fungsional", text(doc.functional_level) or NONE),
			("Instansi", text(doc.company) or NONE),
		),
		conversion=_conversion(doc),
		points=_points(before, rows),
		targets=tuple(_targets(found)),
		conclusion=_conclusion(found),
		reasons=_reasons(found),
		notes=(REPLACED_NOTE,) if doc.status == REPLACED else (),
		signatures=(Signature("Pejabat Penilai Kinerja", rater, ""),),
		mark=WITHDRAWN_MARK if withdrawn else "",
		mark_note=WITHDRAWN_NOTE if withdrawn else "",
	)


def _rank_since(doc: Document) -> object:
	"""Since when the rank of the row is held; not known of an earlier rank."""
	now = frappe.db.get_value("Employee", doc.employee, ["asn_golongan", "asn_golongan_since"])
	return now[1] if now and now[0] == doc.golongan else None


def _ledger(doc: Document) -> tuple[list[Entry], list[Entry]]:
	"""The rows of this level before the row, and with it where it is not withdrawn, by their days."""
	stored = frappe.get_all(
		POINT,
		filters={
			"employee": doc.employee,
			"functional_level": doc.functional_level,
			"to_date": ["<=", doc.to_date],
			"status": ["!=", WITHDRAWN],
		},
		fields=[*COLUMNS],
		order_by="to_date, creation, name",
	)
	before = [entry(row) for row in stored if row.name != doc.name]
	return before, before if doc.status == WITHDRAWN else [*before, entry(doc.as_dict())]


def _standing(doc: Document, rows: Sequence[Entry], since: object) -> Standing | None:
	name = rules.on(doc.to_date)
	if not name:
		return None
	position = CreditPosition(
		doc.functional_level or "", doc.golongan or "", getdate(since) if since else None
	)
	try:
		return standing(rows, position, rules.of(name), getdate(doc.to_date))
	except ScoringError:
		return None  # the rule of today has no such rank any more


def _conversion(doc: Document) -> tuple[tuple[str, str], ...]:
	if doc.kind != EntryKind.CONVERSION.value:
		return (("Dasar Penetapan", text(doc.basis) or NONE),)
	return (
		("Predikat Kinerja", text(doc.predicate)),
		("Persentase", f"{number(doc.percent)} %"),
		("Koefisien per Tahun", number(doc.coefficient)),
		("Bulan yang Dihitung", f"{doc.months} dari 12 bulan"),
		("Angka Kredit", score(doc.points)),
	)


def _points(before: Sequence[Entry], rows: Sequence[Entry]) -> tuple[tuple[str, str, str, str], ...]:
	"""Old, new and total of each kind; each number is rounded from the exact sum."""
	table = []
	for label, kind in ROWS:
		old, total = _sum(before, kind), _sum(rows, kind)
		table.append((label, _told(old), _told(total - old), _told(total)))
	old, total = _sum(before), _sum(rows)
	return (*table, ("Jumlah Angka Kredit Kumulatif", score(old), score(total - old), score(total)))


def _sum(rows: Sequence[Entry], kind: EntryKind | None = None) -> Decimal:
	return round_half_up(sum((row.points for row in rows if kind in (None, row.kind)), Decimal(0)))


def _told(points: Decimal) -> str:
	return score(points) if points else NONE


def _targets(found: Standing | None) -> list[tuple[str, str, str, str]]:
	"""Of the next rank and level: what it is, points to reach, what is there beyond or short of them."""
	if not found:
		return []
	return [
		(f"{what}: {target.name}", score(target.points), _told(_beyond(found, target)), _told(target.missing))
		for what, target in (("Pangkat", found.rank), ("Jenjang", found.level))
		if target
	]


def _beyond(found: Standing, target: Target) -> Decimal:
	return max(Decimal(0), found.total - target.points)


def _conclusion(found: Standing | None) -> str:
	if not found or not found.rank:
		return "Tidak ada pangkat yang lebih tinggi dalam jabatan ini."
	told = "DAPAT" if found.eligible else "BELUM DAPAT"
	return f"{told} dipertimbangkan untuk kenaikan pangkat setingkat lebih tinggi ke {found.rank.name}."


def _reasons(found: Standing | None) -> tuple[str, ...]:
	if not found or not found.rank:
		return ()
	return tuple(
		_(step.rule, LOCALE).format(*(value.replace(".", ",") for value in step.values))
		for step in found.reasons
	)

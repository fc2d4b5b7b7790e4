"""What the official forms of the SKP and of its evaluation have in common (PermenPAN-RB 6/2022, annex).

The forms are legal documents: their texts are those of the law and stay Indonesian whatever the reader's
language, so nothing here is translated. The templates share `templates/print/official.html`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

import frappe
from frappe.model.document import Document
from frappe.utils import flt

from asn_kinerja.parties import Party
from asn_kinerja.wording import number, text, with_unit

QUALITATIVE = "Qualitative"
MAIN, ADDITIONAL = "Utama", "Tambahan"

LEADERS = "Bagi Pejabat Pimpinan Tinggi dan Pimpinan Unit Kerja Mandiri"
OTHERS = "Bagi Pejabat Administrasi dan Pejabat Fungsional"

Columns = tuple[tuple[str, int], ...]
REALISATION = "Realisasi Berdasarkan Bukti Dukung"
FEEDBACK = "Umpan Balik Berkelanjutan Berdasarkan Bukti Dukung"

# Columns of the table of results by (leader, qualitative), with their share of the width in percent. In the
# qualitative forms the measures stand in a block below each result.
PLANNED: dict[tuple[bool, bool], Columns] = {
	(True, False): (
		("No", 4),
		("Rencana Hasil Kerja", 34),
		("Indikator Kinerja Individu", 32),
		("Target", 14),
		("Perspektif", 16),
	),
	(True, True): (("No", 6), ("Rencana Hasil Kerja", 94)),
	(False, False): (
		("No", 4),
		("Rencana Hasil Kerja Pimpinan yang Diintervensi", 24),
		("Rencana Hasil Kerja", 26),
		("Aspek", 9),
		("Indikator Kinerja Individu", 24),
		("Target", 13),
	),
	(False, True): (("No", 6), ("Rencana Hasil Kerja", 94)),
}
# The same with the two columns of an evaluation.
EVALUATED: dict[tuple[bool, bool], Columns] = {
	(True, False): (
		("No", 4),
		("Rencana Hasil Kerja", 20),
		("Indikator Kinerja Individu", 18),
		("Target", 10),
		("Perspektif", 10),
		(REALISATION, 19),
		(FEEDBACK, 19),
	),
	(True, True): (("No", 6), ("Rencana Hasil Kerja", 42), (REALISATION, 26), (FEEDBACK, 26)),
	(False, False): (
		("No", 4),
		("Rencana Hasil Kerja Pimpinan yang Diintervensi", 14),
		("Rencana Hasil Kerja", 15),
		("Aspek", 8),
		("Indikator Kinerja Individu", 15),
		("Target", 9),
		(REALISATION, 17),
		(FEEDBACK, 18),
	),
	(False, True): (("No", 6), ("Rencana Hasil Kerja", 42), (REALISATION, 26), (FEEDBACK, 26)),
}
BLOCKS = {
	True: "Ukuran keberhasilan/Indikator Kinerja Individu, Target, dan Perspektif",
	False: "Ukuran keberhasilan/Indikator Kinerja Individu dan Target",
}


@dataclass(frozen=True)
class Measure:
	"""A row of a result: indicator with aspect, target and perspective; in a qualitative plan the indicator
	is the measure of success. `realisation` (lines) and `feedback` stand on an evaluation only."""

	indicator: str
	target: str
	aspect: str
	perspective: str
	realisation: tuple[str, ...] = ()
	feedback: str = ""


@dataclass(frozen=True)
class Result:
	"""A planned result with its measures; `superior` is the superior's result that it serves."""

	number: int
	text: str
	superior: str
	measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Behaviour:
	"""A value with its guides and what the leader expects under it; `feedback` on an evaluation only."""

	number: int
	value: str
	guides: tuple[str, ...]
	expectation: str
	feedback: str = ""


@dataclass(frozen=True)
class Signature:
	"""The place for a signature, with its day where that is known."""

	heading: str
	party: Party
	day: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
	"""What both forms print; plain text, which the template escapes.

	`mark` (empty on a record in force) says that the record is not, or no longer, in force, `mark_note` why;
	`notes` are lines below the heading."""

	leader: bool
	qualitative: bool
	agency: str
	period: str
	employee: Party
	rater: Party
	mark: str
	mark_note: str
	notes: tuple[str, ...]
	sections: tuple[tuple[str, tuple[Result, ...]], ...]
	behaviours: tuple[Behaviour, ...]

	evaluated: ClassVar[bool] = False

	@property
	def approach(self) -> str:
		return f"Pendekatan Hasil Kerja {'Kualitatif' if self.qualitative else 'Kuantitatif'}"

	@property
	def audience(self) -> str:
		return LEADERS if self.leader else OTHERS

	@property
	def columns(self) -> Columns:
		"""Name and share of the width in percent."""
		return (EVALUATED if self.evaluated else PLANNED)[self.leader, self.qualitative]

	@property
	def block(self) -> str:
		"""The heading of the block below each result of a qualitative form."""
		return BLOCKS[self.leader]

	@property
	def landscape(self) -> bool:
		"""The tables of the quantitative forms need the width of the page."""
		return not self.qualitative


def sections(
	rows: Sequence[Document],
	measure_of: Callable[[Document], Measure],
	superior_of: Callable[[Document], str],
) -> tuple[tuple[str, tuple[Result, ...]], ...]:
	"""The results of each category; consecutive rows with the same result are one. `superior_of`: the
	superior's result that a row serves."""
	found = []
	for category in (MAIN, ADDITIONAL):
		own = [row for row in rows if (row.category or MAIN) == category]
		found.append((category, tuple(_results(own, measure_of, superior_of))))
	return tuple(found)


def _results(
	rows: Iterable[Document],
	measure_of: Callable[[Document], Measure],
	superior_of: Callable[[Document], str],
) -> Iterable[Result]:
	for count, (result, group) in enumerate(groupby(rows, key=lambda row: text(row.result)), 1):
		same = list(group)
		superiors = dict.fromkeys(filter(None, (text(superior_of(row)) for row in same)))
		yield Result(count, result, "\n".join(superiors), tuple(measure_of(row) for row in same))


def indicator(row: Document, qualitative: bool) -> str:
	"""The indicator; in a qualitative plan the measure of success."""
	return text((row.success_measure or row.measure) if qualitative else row.measure)


def target(row: Document, qualitative: bool) -> str:
	"""The target with its unit: one number, or a range. A qualitative row may have none."""
	low, high = flt(row.target_min), flt(row.target_max)
	if not low and not high and (qualitative or not row.measure):
		return ""
	numbers = number(low) if not high or high == low else f"{number(low)} – {number(high)}"
	return with_unit(numbers, row.unit)


def behaviours(
	rows: Sequence[Document], feedback_of: Callable[[Document], str | None] = lambda row: None
) -> tuple[Behaviour, ...]:
	"""The values with their guides; one query."""
	guides: dict[str, list[str]] = {}
	for row in frappe.get_all(
		"ASN Behaviour Guide",
		filters={
			"parenttype": "ASN Behaviour Value",
			"parent": ["in", [row.behaviour_value for row in rows]],
		},
		fields=["parent", "guide"],
		order_by="parent, idx",
	):
		guides.setdefault(row.parent, []).append(text(row.guide))
	return tuple(
		Behaviour(
			count,
			text(row.behaviour_value),
			tuple(guides.get(row.behaviour_value, ())),
			text(row.expectation),
			text(feedback_of(row)),
		)
		for count, row in enumerate(rows, 1)
	)

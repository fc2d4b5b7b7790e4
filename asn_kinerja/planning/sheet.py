"""The file with the plans of many people: one row per planned result, all rows of a NIP are one plan.

No Frappe here; how a file is read is in `asn_kinerja.batches.cells`. People, indicators, objectives and the
superior's results are looked up by whoever calls (`asn_kinerja.planning.sources.file`).
"""

from collections.abc import Mapping

from asn_kinerja.batches.cells import Column, Group, Layout, Sheet, SheetError, key
from asn_kinerja.batches.cells import parse as parse_cells

UNIT_LENGTH = 140  # characters of a Data column

COLUMNS = (
	Column("nip", ("NIP",)),
	Column("category", ("Category",), "choice"),
	Column("result", ("Planned Result",)),
	Column("superior_result", ("Result of the Superior It Serves",)),
	Column("cascading", ("Cascading",), "choice"),
	Column("objective", ("Strategic Objective",)),
	Column("indicator", ("Indicator", "Indicator From the Library")),
	Column("measure", ("Measure", "Individual Indicator")),
	Column("success_measure", ("Measure of Success",)),
	Column("aspect", ("Aspect",), "choice"),
	Column("direction", ("Direction",), "choice"),
	Column("target_min", ("Target",), "number"),
	Column("target_max", ("Target Up To",), "number"),
	Column("unit", ("Unit of Measurement",), length=UNIT_LENGTH),
	Column("weight", ("Weight (%)", "Weight"), "number"),
	Column("perspective", ("Perspective",), "choice"),
)
NEEDED = ("nip", "result", "weight")
"""Columns without which a file is refused as a whole."""


def parse(
	content: bytes, fields: Mapping[str, str], choices: Mapping[str, Mapping[str, str]], numbers: bool = True
) -> Sheet:
	"""Read a whole file (see `cells.parse`). `numbers`: whether the plans are quantitative, so that the
	column of targets has to be there."""
	needed = (*NEEDED, "target_min") if numbers else NEEDED
	return parse_cells(content, Layout(COLUMNS, needed, _check_group), fields, choices)


def _check_group(group: Group) -> None:
	"""Each row has a result, and one person does not have the same one with the same indicator twice."""
	seen: dict[tuple[str, ...], int] = {}
	for row in group.rows:
		if "result" not in row.typed:
			group.refuse(row, "result", SheetError("The planned result is empty. Write it in every row."))
		if "result" not in row.values:
			continue
		measures = (row.values.get(name, "") for name in ("indicator", "measure", "success_measure"))
		identity = (key(row.values["result"]), *map(key, measures))
		if identity in seen:
			error = SheetError(
				"The same result with the same indicator stands in row {0} already.", str(seen[identity])
			)
			group.refuse(row, "result", error)
		seen.setdefault(identity, row.number)

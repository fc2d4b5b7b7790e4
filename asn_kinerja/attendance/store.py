"""Storing recaps as sets: new ones are inserted, changed ones updated, the same content is left alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import frappe

from asn_kinerja import bulk
from asn_kinerja.attendance.recaps import COUNTS, ENTERED, RECAP, ROW, Values, key, rows_of

UPDATED_AT_ONCE = 200
HEADER = ("title", "employee_name", "department", "company", "rater", "rater_name")
CHANGED = (*COUNTS, "late_minutes", "early_minutes")


def store(
	recaps: Sequence[Values], source: str, batch: str, replace_entered: bool, storing: bool
) -> dict[str, int]:
	"""Store complete recaps (see `recaps.complete`); with `storing` False only count. Returns how many are
	made, updated, skipped because nothing would change, and kept because a person has entered them.

	Raises a duplicate-entry error of the database when somebody stores one of them at the same moment.
	Nothing is committed."""
	present = _stored(recaps, storing)
	new: list[Values] = []
	changed: dict[str, Values] = {}
	counts = {"made": 0, "updated": 0, "skipped": 0, "kept": 0}
	for recap in recaps:
		old = present.get(key(recap["employee"], recap["month"]))
		if not old:
			new.append({**recap, "source": source, "batch": batch})
			counts["made"] += 1
		elif _same(old, recap):
			counts["skipped"] += 1
		elif old["source"] == ENTERED and not replace_entered:
			counts["kept"] += 1
		else:
			changed[old["name"]] = recap
			counts["updated"] += 1
	if storing:
		bulk.insert_documents(RECAP, new)
		_update(changed, source, batch)
	return counts


def _stored(recaps: Sequence[Values], lock: bool) -> dict[str, Mapping[str, Any]]:
	"""Key -> the stored recap with its rows; locked, so that a form that is saved meanwhile waits."""
	keys = [key(recap["employee"], recap["month"]) for recap in recaps]
	if not keys:
		return {}
	table = frappe.qb.DocType(RECAP)
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.recap_key, table.source, *(table[field] for field in CHANGED))
		.where(table.recap_key.isin(keys))
		.orderby(table.name)
	)
	found = (query.for_update() if lock else query).run(as_dict=True)
	rows = rows_of(recap.name for recap in found)
	return {recap.recap_key: {**recap, "exceptions": rows.get(recap.name, [])} for recap in found}


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
	return all((old[field] or 0) == (new.get(field) or 0) for field in CHANGED) and sorted(
		_content(old["exceptions"])
	) == sorted(_content(new.get("exceptions") or ()))


def _content(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
	for row in rows:
		yield row["date"], row["kind"], row.get("minutes") or 0


def _update(changed: Mapping[str, Values], source: str, batch: str) -> None:
	"""Set queries instead of saves: all that a save would do to a recap is done in `recaps.complete`; who
	changed it is told by `batch`."""
	names = list(changed)
	for start in range(0, len(names), UPDATED_AT_ONCE):
		some = {name: changed[name] for name in names[start : start + UPDATED_AT_ONCE]}
		values = {
			name: {field: recap.get(field) for field in (*HEADER, *CHANGED)}
			| {"source": source, "batch": batch}
			for name, recap in some.items()
		}
		bulk.update(RECAP, values)
		frappe.db.delete(ROW, {"parent": ["in", list(some)], "parenttype": RECAP})
		bulk.insert(
			ROW,
			[
				{**row, "parent": name, "parenttype": RECAP, "parentfield": "exceptions", "idx": idx}
				for name, recap in some.items()
				for idx, row in enumerate(recap.get("exceptions") or (), 1)
			],
		)
		for name in some:
			frappe.clear_document_cache(RECAP, name)

"""Seals of final results: a hash of each record's content, chained to the hash of the seal before it.

Whoever alters, removes or inserts a record, or a seal, breaks the chain at a place that `check` names. Who
can write into the database and computes all later seals anew is found only by a chain hash that was noted
elsewhere before (`known` of `check`).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

GENESIS = "0" * 64
"""Stands for the chain hash before the first seal of a chain."""

MOST_NAMED = 100
"""Missing seals in a row that are named one by one; a forged number may be any."""


class SealKind(str, Enum):
	"""Why a record was sealed: it became final, or a final one was cancelled."""

	FINAL = "Final"
	CANCELLED = "Cancelled"


class Problem(str, Enum):
	"""What is wrong with a record or with its seal."""

	ALTERED = "Altered"
	MISSING = "Missing"
	INSERTED = "Inserted"
	SEAL_ALTERED = "Seal Altered"
	CHAIN_BROKEN = "Chain Broken"
	SEAL_MISSING = "Seal Missing"
	SEAL_INSERTED = "Seal Inserted"
	SEAL_REPEATED = "Seal Repeated"
	CHAIN_REPLACED = "Chain Replaced"


@dataclass(frozen=True, slots=True)
class Seal:
	"""One link of a chain. `sequence` counts from 1; the hashes are 64 hexadecimal digits."""

	sequence: int
	record: str
	kind: SealKind
	content_hash: str
	previous_hash: str
	chain_hash: str


@dataclass(frozen=True, slots=True)
class End:
	"""How far a chain goes, kept beside it: number and chain hash of its last seal."""

	sequence: int
	chain_hash: str


START = End(0, GENESIS)
"""The end of a chain without seals."""


@dataclass(frozen=True, slots=True)
class Finding:
	"""A problem of a record. `sequence` is the number of the seal, None for a record without one; `record` is
	empty where a seal, and with it the name, is gone."""

	problem: Problem
	record: str
	sequence: int | None


def canonical(content: Mapping[str, object]) -> str:
	"""The content as text: JSON with sorted keys, exact numbers without trailing zeros, dates as ISO 8601.

	Empty values (None, "", 0, no rows) are left out, so that a field which a later version adds leaves the
	text of older records as it is. Rows keep their order. Raises TypeError for values of other kinds, floats
	among them, which are not exact.
	"""
	return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: Mapping[str, object]) -> str:
	"""SHA-256 of the canonical text in UTF-8."""
	return _sha256(canonical(content))


def chain_hash(previous: str, content: str, sequence: int, record: str) -> str:
	"""SHA-256 of the previous chain hash, the content hash, the sequence and the record's name."""
	return _sha256("\n".join((previous, content, str(sequence), record)))


def seal_next(end: End, entries: Iterable[tuple[str, SealKind, str]]) -> Iterator[Seal]:
	"""Seals for (record, kind, content hash), continuing a chain from its end."""
	sequence, previous = end.sequence, end.chain_hash
	for record, kind, content in entries:
		sequence += 1
		seal = Seal(
			sequence, record, kind, content, previous, chain_hash(previous, content, sequence, record)
		)
		previous = seal.chain_hash
		yield seal


def check(
	chain: Iterable[Seal], contents: Mapping[str, str], end: End, known: Iterable[str] = ()
) -> tuple[Finding, ...]:
	"""What does not fit together in a chain and the records it seals; nothing for a chain that is whole.

	chain: its seals in any order. contents: the content hash of today of every record that the chain names or
	that should be in it; a record that is gone has none. end: what is kept as the end of the chain. known:
	chain hashes noted earlier, outside the database.
	"""
	seals = sorted(chain, key=lambda seal: (seal.sequence, seal.record))
	findings = [*_links(seals), *_end(seals, end), *_kinds(seals), *_records(seals, contents)]
	present = {GENESIS, *(seal.chain_hash for seal in seals)}
	findings += (Finding(Problem.CHAIN_REPLACED, "", None) for noted in known if noted not in present)
	return tuple(dict.fromkeys(findings))


def _links(seals: Sequence[Seal]) -> Iterator[Finding]:
	"""Each seal in itself, and with the one before it."""
	last, previous = 0, GENESIS
	for seal in seals:
		for sequence in range(last + 1, min(seal.sequence, last + 1 + MOST_NAMED)):
			yield Finding(Problem.SEAL_MISSING, "", sequence)
		if seal.sequence <= last:
			yield Finding(Problem.SEAL_REPEATED, seal.record, seal.sequence)
		expected = chain_hash(seal.previous_hash, seal.content_hash, seal.sequence, seal.record)
		if seal.chain_hash != expected:
			yield Finding(Problem.SEAL_ALTERED, seal.record, seal.sequence)
		if seal.previous_hash != previous and seal.sequence == last + 1:
			yield Finding(Problem.CHAIN_BROKEN, seal.record, seal.sequence)
		last, previous = seal.sequence, seal.chain_hash


def _end(seals: Sequence[Seal], end: End) -> Iterator[Finding]:
	"""The last seal with what is kept about it."""
	last = max((seal.sequence for seal in seals), default=0)
	for sequence in range(last + 1, min(end.sequence, last + MOST_NAMED) + 1):
		yield Finding(Problem.SEAL_MISSING, "", sequence)
	for seal in seals:
		if seal.sequence > end.sequence:
			yield Finding(Problem.SEAL_INSERTED, seal.record, seal.sequence)
		elif seal.sequence == end.sequence and seal.chain_hash != end.chain_hash:
			yield Finding(Problem.CHAIN_BROKEN, seal.record, seal.sequence)


def _kinds(seals: Sequence[Seal]) -> Iterator[Finding]:
	"""A record becomes final once, and is cancelled after that, once at most."""
	seen: dict[str, list[SealKind]] = {}
	for seal in seals:
		before = seen.setdefault(seal.record, [])
		if before != ([] if seal.kind is SealKind.FINAL else [SealKind.FINAL]):
			yield Finding(Problem.SEAL_REPEATED, seal.record, seal.sequence)
		before.append(seal.kind)


def _records(seals: Sequence[Seal], contents: Mapping[str, str]) -> Iterator[Finding]:
	"""Each record as it is today with its last seal."""
	latest = {seal.record: seal for seal in seals}
	for record, seal in latest.items():
		if record not in contents:
			yield Finding(Problem.MISSING, record, seal.sequence)
		elif contents[record] != seal.content_hash:
			yield Finding(Problem.ALTERED, record, seal.sequence)
	for record in contents:
		if record not in latest:
			yield Finding(Problem.INSERTED, record, None)


def _plain(value: object) -> object:
	if isinstance(value, Mapping):
		return {str(key): _plain(inner) for key, inner in value.items() if not _is_empty(inner)}
	if isinstance(value, (list, tuple)):
		return [_plain(inner) for inner in value]
	if value is None:
		return ""
	if isinstance(value, bool):
		return str(int(value))
	if isinstance(value, (int, Decimal)):
		return _exact(Decimal(value))
	if isinstance(value, datetime):
		return value.isoformat(sep=" ", timespec="microseconds")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, str):
		return value
	raise TypeError(f"{type(value).__name__} has no exact text")


def _is_empty(value: object) -> bool:
	"""Nothing, no rows, or the number 0; a typed "0" is something."""
	return value in (None, "", 0, [], (), {})


def _exact(number: Decimal) -> str:
	"""The number's one spelling: `87.5` for 87.500, `0` for -0.0."""
	whole, _, digits = f"{number:f}".partition(".")
	digits = digits.rstrip("0")
	text = f"{whole}.{digits}" if digits else whole
	return "0" if text == "-0" else text


def _sha256(text: str) -> str:
	return hashlib.sha256(text.encode("utf-8")).hexdigest()

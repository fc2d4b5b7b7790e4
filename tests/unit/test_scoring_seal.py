"""The chain of seals: what is altered, removed, inserted or put in another order is found and named."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring.seal import (
	GENESIS,
	MOST_NAMED,
	START,
	End,
	Finding,
	Problem,
	Seal,
	SealKind,
	canonical,
	chain_hash,
	check,
	content_hash,
	seal_next,
)

FINAL, CANCELLED = SealKind.FINAL, SealKind.CANCELLED


def contents(*names: str) -> dict[str, str]:
	return {name: content_hash({"name": name, "score": Decimal(100)}) for name in names}


def chain_of(records: dict[str, str]) -> list[Seal]:
	return list(seal_next(START, [(name, FINAL, content) for name, content in records.items()]))


def end_of(chain: list[Seal]) -> End:
	return End(chain[-1].sequence, chain[-1].chain_hash)


def checked(chain: list[Seal], records: dict[str, str], before: list[Seal] | None = None) -> list[tuple]:
	"""Findings, where the end that is kept is that of the chain `before`."""
	return problems(check(chain, records, end_of(before or chain)))


def problems(found: tuple[Finding, ...]) -> list[tuple[str, str, int | None]]:
	return [(finding.problem.value, finding.record, finding.sequence) for finding in found]


def test_the_canonical_text_is_sorted_exact_and_without_empty_values() -> None:
	content = {
		"score": Decimal("103.510000000"),
		"predicate": "Baik",
		"final_on": datetime(2026, 4, 5, 8, 30),
		"from_date": date(2026, 1, 1),
		"empty": None,
		"blank": "",
		"zero": Decimal("0.000000000"),
		"none": [],
		"rows": [{"b": 1, "a": "ä"}, {"a": None}],
		"new_idea": True,
		"weight": Decimal("1E+2"),
	}
	assert canonical(content) == (
		'{"final_on":"2026-04-05 08:30:00.000000","from_date":"2026-01-01","new_idea":"1",'
		'"predicate":"Baik","rows":[{"a":"ä","b":"1"},{}],"score":"103.51","weight":"100"}'
	)
	assert content_hash(content) == hashlib.sha256(canonical(content).encode()).hexdigest()


def test_a_typed_zero_is_not_nothing() -> None:
	assert canonical({"realisation": "0"}) != canonical({"realisation": ""})
	assert canonical({"realisation": "0"}) == '{"realisation":"0"}'


def test_a_float_is_refused_because_it_is_not_exact() -> None:
	with pytest.raises(TypeError, match="float"):
		canonical({"score": 103.51})


@given(
	st.dictionaries(st.text(max_size=5), st.decimals(-(10**12), 10**12, places=9)),
	st.randoms(),
)
def test_neither_order_nor_trailing_zeros_change_the_text(values: dict[str, Decimal], random: object) -> None:
	keys = list(values)
	random.shuffle(keys)  # type: ignore[attr-defined]
	assert canonical({key: values[key] for key in keys}) == canonical(values)
	assert canonical({key: values[key].normalize() for key in keys}) == canonical(values)


def test_every_digit_counts() -> None:
	"""21 digits, as many as the database keeps; a float would lose the last ones."""
	one, other = Decimal("999999999999.000000001"), Decimal("999999999999.000000002")
	assert content_hash({"value": one}) != content_hash({"value": other})


def test_the_chain_hash_is_the_published_formula() -> None:
	(seal,) = seal_next(START, [("E1", FINAL, "c" * 64)])
	text = "\n".join(("0" * 64, "c" * 64, "1", "E1"))
	assert seal == Seal(1, "E1", FINAL, "c" * 64, GENESIS, hashlib.sha256(text.encode()).hexdigest())


def test_a_whole_chain_has_no_findings_also_after_a_correction() -> None:
	records = contents("E1", "E2", "E3")
	chain = chain_of(records)
	cancelled = content_hash({"name": "E2", "docstatus": 2})
	chain += seal_next(end_of(chain), [("E2", CANCELLED, cancelled), ("E4", FINAL, "d" * 64)])
	assert [seal.sequence for seal in chain] == [1, 2, 3, 4, 5]
	today = {**records, "E2": cancelled, "E4": "d" * 64}
	assert check(reversed(chain), today, end_of(chain)) == ()
	assert check([], {}, START) == ()


def test_an_altered_record_is_named() -> None:
	records = contents("E1", "E2", "E3")
	altered = {**records, "E2": content_hash({"name": "E2", "score": Decimal("100.000000001")})}
	assert checked(chain_of(records), altered) == [("Altered", "E2", 2)]


def test_a_missing_and_an_inserted_record_are_named() -> None:
	records = contents("E1", "E2", "E3")
	today = {"E1": records["E1"], "E3": records["E3"], "E9": "e" * 64}
	assert checked(chain_of(records), today) == [("Missing", "E2", 2), ("Inserted", "E9", None)]


def test_a_record_altered_together_with_its_seal_is_named() -> None:
	"""The content hash fits again, the chain hash does not."""
	records = contents("E1", "E2", "E3")
	chain = chain_of(records)
	chain[1] = replace(chain[1], content_hash="f" * 64)
	assert checked(chain, {**records, "E2": "f" * 64}) == [("Seal Altered", "E2", 2)]


def test_a_seal_computed_anew_in_the_middle_breaks_the_chain_at_the_next_one() -> None:
	records = contents("E1", "E2", "E3")
	chain = chain_of(records)
	(forged,) = seal_next(end_of(chain[:1]), [("E2", FINAL, "f" * 64)])
	found = checked([chain[0], forged, chain[2]], {**records, "E2": "f" * 64})
	assert found == [("Chain Broken", "E3", 3)]


def test_a_removed_seal_is_missed_by_its_number_and_its_record_is_without() -> None:
	records = contents("E1", "E2", "E3")
	chain = chain_of(records)
	found = checked([chain[0], chain[2]], records, chain)
	assert found == [("Seal Missing", "", 2), ("Inserted", "E2", None)]
	found = checked([chain[0], chain[1]], records, chain)
	assert found == [("Seal Missing", "", 3), ("Inserted", "E3", None)]


def test_the_last_record_removed_together_with_its_seal_is_missed() -> None:
	records = contents("E1", "E2")
	chain = chain_of(records)
	assert checked(chain[:1], {"E1": records["E1"]}, chain) == [("Seal Missing", "", 2)]
	assert problems(check([], {}, end_of(chain))) == [("Seal Missing", "", 1), ("Seal Missing", "", 2)]


def test_an_inserted_seal_with_a_made_up_hash_is_named() -> None:
	records = contents("E1", "E2")
	forged = Seal(3, "E9", FINAL, "e" * 64, chain_of(records)[-1].chain_hash, "a" * 64)
	chain = chain_of(records)
	found = checked([*chain, forged], {**records, "E9": "e" * 64}, chain)
	assert found == [("Seal Altered", "E9", 3), ("Seal Inserted", "E9", 3)]


def test_an_inserted_seal_that_continues_the_chain_correctly_is_beyond_its_end() -> None:
	records = contents("E1", "E2", "E9")
	chain = chain_of(records)
	assert checked(chain, records, chain[:2]) == [("Seal Inserted", "E9", 3)]


def test_seals_in_another_order_are_named() -> None:
	records = contents("E1", "E2", "E3")
	one, two, three = chain_of(records)
	chain = [one, replace(two, sequence=3), replace(three, sequence=2)]
	found = check(chain, records, end_of([one, two, three]))
	assert {(finding.problem, finding.record) for finding in found} == {
		(Problem.SEAL_ALTERED, "E2"),
		(Problem.SEAL_ALTERED, "E3"),
		(Problem.CHAIN_BROKEN, "E2"),
		(Problem.CHAIN_BROKEN, "E3"),
	}


def test_a_number_used_twice_and_a_record_sealed_twice_are_named() -> None:
	records = contents("E1", "E2")
	chain = chain_of(records)
	again = replace(chain[1], record="E3")
	assert ("Seal Repeated", "E3", 2) in checked([*chain, again], records, chain)
	twice = [*chain, *seal_next(end_of(chain), [("E1", FINAL, records["E1"])])]
	assert checked(twice, records) == [("Seal Repeated", "E1", 3)]


def test_a_cancellation_without_the_final_result_is_named() -> None:
	records = contents("E1")
	(seal,) = seal_next(START, [("E1", CANCELLED, records["E1"])])
	assert checked([seal], records) == [("Seal Repeated", "E1", 1)]


def test_a_chain_computed_anew_is_found_by_a_hash_noted_before() -> None:
	"""Nothing in the database tells it: all seals from the altered record on are new, and so is the end."""
	records = contents("E1", "E2")
	noted = [chain_of(records)[-1].chain_hash]
	assert check(chain_of(records), records, end_of(chain_of(records)), noted) == ()
	records["E2"] = "f" * 64
	anew = chain_of(records)
	assert check(anew, records, end_of(anew)) == ()
	assert problems(check(anew, records, end_of(anew), noted)) == [("Chain Replaced", "", None)]


def test_a_forged_number_does_not_make_a_finding_for_each_number_below_it() -> None:
	forged = Seal(2**31, "E1", FINAL, "e" * 64, GENESIS, chain_hash(GENESIS, "e" * 64, 2**31, "E1"))
	assert len(check([forged], {"E1": "e" * 64}, End(2**31, forged.chain_hash))) == MOST_NAMED
	assert len(check([], {}, End(2**31, "e" * 64))) == MOST_NAMED


@given(st.integers(1, 12), st.data())
def test_any_single_change_is_found(size: int, data: st.DataObject) -> None:
	records = contents(*(f"E{number}" for number in range(size)))
	chain = chain_of(records)
	end = end_of(chain)
	position = data.draw(st.integers(0, size - 1))
	seal = chain[position]
	change = data.draw(st.sampled_from(["content", "delete", "hash", "previous", "record", "kind"]))
	if change == "content":
		records[seal.record] = "0" * 64
	elif change == "delete":
		del records[seal.record]
	else:
		chain[position] = {
			"hash": replace(seal, chain_hash="0" * 64),
			"previous": replace(seal, previous_hash="1" * 64),
			"record": replace(seal, record="X"),
			"kind": replace(seal, kind=CANCELLED),
		}[change]
	found = check(chain, records, end)
	assert found
	assert {finding.record for finding in found} & {seal.record, "X"}

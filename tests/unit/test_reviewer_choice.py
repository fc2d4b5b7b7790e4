"""Who reviews whom, by hand: shared work first, then the least busy, then the next by name."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.reviews.choosing import Limits, Proposal, choose, propose

LIMITS = Limits(
	peers_minimum=2, peers_maximum=3, subordinates_minimum=1, subordinates_maximum=2, per_person=2
)


def test_all_are_taken_while_there_is_room() -> None:
	load: Counter[str] = Counter()
	found = propose("e", "r", ["a", "b", "e"], ["s"], {"b"}, LIMITS, load)
	assert found == [
		Proposal("e", "Self"),
		Proposal("r", "Superior"),
		Proposal("b", "Peer", shared_work=True),
		Proposal("a", "Peer"),
		Proposal("s", "Subordinate"),
	]
	assert load == {"a": 1, "b": 1, "s": 1}  # oneself and the superior are no load


def test_shared_work_comes_first_then_who_has_least() -> None:
	load = Counter({"a": 1, "b": 0, "c": 1, "d": 0})
	# c shares work; b and d review nobody yet; a is left out
	assert choose("_", "abcd", {"c"}, 2, 3, 5, load) == ["c", "b", "d"]


def test_who_has_enough_is_spared_while_others_are_there() -> None:
	load = Counter({"a": 2, "b": 2, "c": 0, "d": 1})
	# a and b review two already: c and d alone, and the minimum of two is reached
	assert choose("_", "abcd", {"a"}, 2, 3, 2, load) == ["c", "d"]
	# the minimum of three needs one of them: who shares the work
	assert choose("_", "abcd", {"b"}, 3, 3, 2, load) == ["c", "d", "b"]


def test_a_team_is_shared_out_evenly() -> None:
	"""Six people with the same rater, three peers each: everybody reviews exactly three."""
	team, load = "abcdef", Counter()
	rules = Limits(3, 3, 0, 0, 3)
	for person in team:
		assert len(propose(person, "r", team, (), (), rules, load)) == 2 + 3
	# a: bcd; b: efa, the idle ones; c: def; d: abc; e: fab; f: cde
	assert set(load.values()) == {3}


def test_a_group_that_is_not_wanted_is_not_asked() -> None:
	rules = Limits(0, 0, 3, 0, 5)  # at most none goes before at least three
	found = propose("e", "r", "ab", "st", (), rules, Counter())
	assert [entry.group for entry in found] == ["Self", "Superior"]


def test_who_has_no_rater_has_no_superior() -> None:
	assert [entry.group for entry in propose("e", None, (), (), (), LIMITS, Counter())] == ["Self"]


PEOPLE = st.sets(st.sampled_from("abcdefgh"))


@given(PEOPLE, PEOPLE, st.integers(0, 5), st.integers(0, 5), st.integers(0, 3), st.data())
def test_the_choice_keeps_its_limits_and_its_order(
	people: set[str], preferred: set[str], minimum: int, maximum: int, per_person: int, data: st.DataObject
) -> None:
	load = Counter({person: data.draw(st.integers(0, 4)) for person in sorted(people)})
	chosen = choose("d", people, preferred, minimum, maximum, per_person, load)
	free = {person for person in people if load[person] < per_person}
	assert len(set(chosen)) == len(chosen) <= maximum
	assert set(chosen) <= people
	assert len(chosen) == max(min(len(free), maximum), min(minimum, maximum, len(people)))
	busy = [person for person in chosen if person not in free]
	assert not busy or free <= set(chosen)
	assert chosen == choose("d", sorted(people, reverse=True), preferred, minimum, maximum, per_person, load)

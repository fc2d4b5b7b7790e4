"""The graph of the cascade: where each planned result leads."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_kinerja.planning.chain import (
	End,
	Node,
	Way,
	ancestors,
	carried,
	carried_by,
	served_by,
	way_up,
)

# vision ← mission ← objective; the mayor names the objective, the head serves him, the clerk the head
OFFICE = {
	"mayor": Node(objective="S1"),
	"head": Node(superior="mayor"),
	"clerk": Node(superior="head"),
	"planner": Node(objective="P1", superior="head"),
	"archive": Node(),
	"helper": Node(superior="archive"),
	"lost": Node(superior="gone"),
	"direct": Node(objective="S2", superior="gone"),
	"left": Node(superior="right"),
	"right": Node(superior="left"),
	"onlooker": Node(superior="left"),
}


@pytest.mark.parametrize(
	("key", "way"),
	[
		("mayor", Way((), End.TOP, ("S1",))),
		("head", Way(("mayor",), End.TOP, ("S1",))),
		("clerk", Way(("head", "mayor"), End.TOP, ("S1",))),
		("planner", Way(("head", "mayor"), End.TOP, ("P1", "S1"))),
		("archive", Way((), End.TOP, ())),
		("helper", Way(("archive",), End.TOP, ())),
		("lost", Way((), End.MISSING, ())),
		("direct", Way((), End.MISSING, ("S2",))),
		("left", Way(("right", "left"), End.LOOP, ())),
		("onlooker", Way(("left", "right"), End.LOOP, ())),
	],
)
def test_the_way_up(key: str, way: Way) -> None:
	assert way_up(OFFICE[key], OFFICE) == way
	assert carried(OFFICE)[key] == way.objectives


def test_a_result_that_serves_itself_ends() -> None:
	alone = {"a": Node(superior="a")}
	assert way_up(alone["a"], alone) == Way(("a",), End.LOOP, ())
	assert carried(alone) == {"a": ()}


def test_what_nobody_serves_need_not_be_among_the_results() -> None:
	referenced = {key: OFFICE[key] for key in ("mayor", "head")}
	found = carried(referenced)
	assert carried_by(OFFICE["clerk"], found) == ("S1",)
	assert carried_by(OFFICE["planner"], found) == ("P1", "S1")
	assert carried_by(OFFICE["helper"], found) == ()


def test_who_serves_whom() -> None:
	assert served_by(OFFICE)["head"] == ["clerk", "planner"]
	assert "clerk" not in served_by(OFFICE)


def test_the_line_of_an_objective_up_to_the_vision() -> None:
	lines = ancestors({"V": None, "M": "V", "S": "M", "alone": "", "a": "b", "b": "a"})
	assert lines["S"] == ("S", "M", "V")
	assert lines["alone"] == ("alone",)
	assert lines["a"] == ("a", "b")


SLOW_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
keys = st.integers(0, 12).map(str)
graphs = st.dictionaries(
	keys,
	st.builds(
		Node,
		objective=st.sampled_from(["", "", "A", "B", "C"]),
		superior=st.one_of(st.just(""), st.integers(0, 14).map(str)),
	),
)


@SLOW_MACHINE
@given(graphs)
def test_every_result_is_reached_or_serves_nothing_and_loops_end(nodes: dict[str, Node]) -> None:
	found = carried(nodes)
	assert found.keys() == nodes.keys()
	for key, node in nodes.items():
		way = way_up(node, nodes)
		# one way or the other, found step by step or all at once; only the order within a loop may differ
		assert set(found[key]) == set(way.objectives)
		assert len(way.keys) == len(set(way.keys)) <= len(nodes)
		named = {nodes[step].objective for step in way.keys} | {node.objective}
		assert set(way.objectives) == named - {""}
		assert way.reaches == bool(named - {""})
		assert set(carried_by(node, found)) == set(way.objectives)


@SLOW_MACHINE
@given(graphs)
def test_a_result_carries_what_the_one_above_carries(nodes: dict[str, Node]) -> None:
	found = carried(nodes)
	for above, below in served_by(nodes).items():
		for key in below:
			assert set(found.get(above, ())) <= set(found[key])

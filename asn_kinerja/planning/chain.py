"""The cascade as a graph: planned results that serve a superior's result, up to one that names an objective.

Every result names at most one result of the superior, so the way up is a line; it may end at nothing, at a
result that is no longer there, or, by a mistake, come back to itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Node:
	"""A planned result (a row of a plan): the objective it names and the key of the superior's result it
	serves; either may be empty."""

	objective: str = ""
	superior: str = ""


class End(Enum):
	"""Where the way up ends."""

	TOP = "top"  # at a result that serves no other
	MISSING = "missing"  # at a key that is not among the results
	LOOP = "loop"  # where it began to repeat


@dataclass(frozen=True, slots=True)
class Way:
	"""The way up from a result: the keys of the superiors' results, nearest first; where it ends; the
	objectives named on it, nearest first, each once. Without an objective the result serves nothing."""

	keys: tuple[str, ...]
	end: End
	objectives: tuple[str, ...]

	@property
	def reaches(self) -> bool:
		return bool(self.objectives)


def way_up(node: Node, nodes: Mapping[str, Node]) -> Way:
	"""The way up from one result. `nodes`: key -> result, at least those that others serve.

	A loop ends before the key that would come a second time."""
	keys: list[str] = []
	objectives = [node.objective] if node.objective else []
	met: set[str] = set()
	while node.superior:
		if node.superior in met:
			return Way(tuple(keys), End.LOOP, tuple(objectives))
		if node.superior not in nodes:
			return Way(tuple(keys), End.MISSING, tuple(objectives))
		keys.append(node.superior)
		met.add(node.superior)
		node = nodes[node.superior]
		if node.objective and node.objective not in objectives:
			objectives.append(node.objective)
	return Way(tuple(keys), End.TOP, tuple(objectives))


def carried(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
	"""Key -> the objectives that each result carries, its own first; empty for one that serves nothing.

	Linear in the number of results, however long the ways are: each takes over what the one above carries."""
	found: dict[str, tuple[str, ...]] = {}
	for key in nodes:
		way = []
		current = key
		above: tuple[str, ...] = ()
		met: set[str] = set()
		while current in nodes and current not in met:
			if current in found:
				above = found[current]
				break
			way.append(current)
			met.add(current)
			current = nodes[current].superior
		if current in met:  # all results of a loop carry what any of them names
			loop = way[way.index(current) :]
			named = tuple(dict.fromkeys(nodes[k].objective for k in loop if nodes[k].objective))
			found.update((k, _joined(nodes[k].objective, named)) for k in loop)
			way, above = way[: way.index(current)], found[loop[0]] if loop else ()
		for step in reversed(way):
			above = found[step] = _joined(nodes[step].objective, above)
	return found


def carried_by(node: Node, of_nodes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
	"""The objectives of a result that others need not serve, from what `carried` found."""
	return _joined(node.objective, of_nodes.get(node.superior, ()))


def served_by(nodes: Mapping[str, Node]) -> dict[str, list[str]]:
	"""Key -> keys of the results that serve it directly."""
	below: dict[str, list[str]] = {}
	for key, node in nodes.items():
		if node.superior:
			below.setdefault(node.superior, []).append(key)
	return below


def ancestors(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
	"""Objective -> itself and those above it, up to the vision; a broken tree ends where it repeats."""
	found: dict[str, tuple[str, ...]] = {}
	for name in parents:
		line: dict[str, None] = {}
		current: str | None = name
		while current and current in parents and current not in line:
			line[current] = None
			current = parents[current]
		found[name] = tuple(line)
	return found


def _joined(objective: str, above: tuple[str, ...]) -> tuple[str, ...]:
	if not objective or (above and above[0] == objective):
		return above
	return (objective, *(other for other in above if other != objective))

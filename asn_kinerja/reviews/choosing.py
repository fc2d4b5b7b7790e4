"""Who reviews whom: the choice among those who could. No database here."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
	"""What the agency has set: least and most peers and subordinates of an employee, and how many reviews
	of peers and superiors together one person is asked for in a stage."""

	peers_minimum: int
	peers_maximum: int
	subordinates_minimum: int
	subordinates_maximum: int
	per_person: int

	def of(self, group: str) -> tuple[int, int]:
		"""Least and most reviewers of a group; the employee and the superior are one each."""
		return {
			"Peer": (self.peers_minimum, self.peers_maximum),
			"Subordinate": (self.subordinates_minimum, self.subordinates_maximum),
		}.get(group, (1, 1))


@dataclass(frozen=True, slots=True)
class Proposal:
	"""One reviewer of an employee; `shared_work`: both serve the same result of their superior."""

	reviewer: str
	group: str
	shared_work: bool = False


def propose(
	employee: str,
	rater: str | None,
	peers: Iterable[str],
	subordinates: Iterable[str],
	shared: Collection[str],
	limits: Limits,
	load: Counter[str],
) -> list[Proposal]:
	"""The reviewers of an employee: himself, his rater, peers and subordinates within the limits.

	`load`: how many colleagues each person reviews already in this stage; the chosen are counted into it.
	The choice is the same for the same input."""
	found = [Proposal(employee, "Self")]
	if rater and rater != employee:
		found.append(Proposal(rater, "Superior"))
	for group, people in (("Peer", peers), ("Subordinate", subordinates)):
		candidates = set(people) - {employee, rater}
		for reviewer in choose(employee, candidates, shared, *limits.of(group), limits.per_person, load):
			load[reviewer] += 1
			found.append(Proposal(reviewer, group, reviewer in shared))
	return found


def choose(
	employee: str,
	candidates: Collection[str],
	preferred: Collection[str],
	minimum: int,
	maximum: int,
	per_person: int,
	load: Counter[str],
) -> list[str]:
	"""Up to `maximum` of the candidates: the preferred first, then whoever reviews fewest others, then those
	whose names follow the employee's, as in a circle: so a team is shared out evenly. Who reviews
	`per_person` others already is taken only where the minimum is not reached otherwise."""
	circle = sorted(candidates, key=lambda person: (person < employee, person))
	order = sorted(circle, key=lambda person: (person not in preferred, load[person]))
	free = [person for person in order if load[person] < per_person]
	chosen = free[:maximum]
	if len(chosen) < min(minimum, maximum):
		busy = sorted((person for person in order if person not in free), key=lambda person: load[person])
		chosen += busy[: min(minimum, maximum) - len(chosen)]
	return chosen

"""Who asks: six people, from the one who sees his own records to those who see all."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from benchmarks.people import CITY, Person


def _first(level: int) -> Callable[[list[Person]], Person]:
	return lambda people: next(person for person in people if person.level == level)


@dataclass(frozen=True)
class Persona:
	"""`pick` chooses his Employee; an auditor has none."""

	key: str
	title: str
	pick: Callable[[list[Person]], Person | None]
	roles: tuple[str, ...] = ()
	only_company: str = ""

	@property
	def user(self) -> str:
		return f"{self.key}@bench-asn.example"


PERSONAS = {
	persona.key: persona
	for persona in (
		Persona("employee", "Employee", lambda people: next(p for p in people if p.level == 5)),
		Persona("rater", "Rater (20 people)", _first(4)),
		Persona("head", "Head of an office (a tenth)", _first(1)),
		Persona("division", "Head of a division (400 people)", _first(2)),
		Persona("mayor", "Mayor (nine tenths)", _first(0)),
		Persona(
			"manager",
			"Performance manager of one agency",
			lambda people: [p for p in people if p.level == 5][50],
			("ASN Performance Manager",),
			CITY,
		),
		Persona("auditor", "Auditor", lambda people: None, ("ASN Auditor",)),
	)
}


def secret_of(key: str) -> str:
	"""Key and secret of a persona's token, on a site with made-up data on this machine only."""
	return sha256(f"benchmark {key}".encode()).hexdigest()[:15]

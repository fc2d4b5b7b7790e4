"""The made-up agency: who stands below whom. Plain Python; the same for every run.

Six levels: the head of the region, heads of offices, of divisions, of sections and of teams, and staff, 15 to
25 of them below every head of a team. The last office is an agency of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

CITY, REGENCY = "Pemerintah Kota Uji Kecepatan", "Pemerintah Kabupaten Uji Kecepatan"
ABBREVIATIONS = {CITY: "PKUK", REGENCY: "PBUK"}
SEED = 2026
TYPES = ("JPT Madya", "JPT Pratama", "Administrator", "Pengawas", "Fungsional", "Pelaksana")
TITLES = (
	"Wali Kota",
	"Kepala Dinas",
	"Kepala Bidang",
	"Kepala Seksi",
	"Ketua Tim",
	"Penelaah Teknis Kebijakan",
)
UNITS = ("", "Dinas", "Bidang", "Seksi")  # who leads at these levels leads a unit of his own
FIRST_NAMES = ("Adi", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gita", "Hadi", "Indah", "Joko", "Kartika")
LAST_NAMES = ("Lestari", "Mahendra", "Nugroho", "Oktavia", "Pratama", "Rahayu", "Santoso", "Utami", "Wijaya")
OFFICES, PEOPLE_PER_TEAM, TEAMS_PER_SECTION, SECTIONS_PER_DIVISION = 10, 20, 5, 4
DELEGATED_EVERY = 40  # every 40th of the staff is rated by the head of another team


@dataclass(slots=True, eq=False)
class Person:
	"""`level` 0 (head of the region) to 5 (staff); `lft` and `rgt` are those of the Employee tree."""

	number: int
	level: int
	superior: "Person | None"
	company: str
	unit: "Unit"
	full_name: str = ""
	nip: str = ""
	delegated_rater: "Person | None" = None
	lft: int = 0
	rgt: int = 0

	@property
	def name(self) -> str:
		return f"BENCH-{self.number:05}"

	@property
	def rater(self) -> "Person | None":
		return self.delegated_rater or self.superior


@dataclass(slots=True, eq=False)
class Unit:
	"""A department; `parent` is None below the root of all departments."""

	title: str
	company: str
	parent: "Unit | None"
	lft: int = 0
	rgt: int = 0

	@property
	def name(self) -> str:
		return f"{self.title} - {ABBREVIATIONS[self.company]}"


def people(size: int) -> list[Person]:
	"""`size` people (at least 500), superiors before their subordinates, numbered from 1."""
	random = Random(SEED)
	teams = size // PEOPLE_PER_TEAM
	sections = max(OFFICES, teams // TEAMS_PER_SECTION)
	divisions = max(OFFICES, sections // SECTIONS_PER_DIVISION)
	top = _member([], 0, None, random)
	members = [top]
	above = [top]
	for level, count in ((1, OFFICES), (2, divisions), (3, sections), (4, teams)):
		heads = [_member(members, level, above[i * len(above) // count], random) for i in range(count)]
		above = heads
	_staff(members, above, size, random)
	_walk(members)
	return members


def units(members: list[Person]) -> list[Unit]:
	"""The units of these people, each parent before its children, numbered as nested sets below a root."""
	found = list({id(person.unit): person.unit for person in members}.values())
	children: dict[int, list[Unit]] = {}
	for unit in found:
		children.setdefault(id(unit.parent), []).append(unit)
	_number(children, id(None), start=2)
	return found


def _member(members: list[Person], level: int, superior: Person | None, random: Random) -> Person:
	number = len(members) + 1
	company = superior.company if superior else CITY
	if level == 1 and sum(person.level == 1 for person in members) == OFFICES - 1:
		superior, company = None, REGENCY
	if level < len(UNITS):
		above = superior.unit if superior and superior.level else None
		unit = Unit(f"{UNITS[level] or 'Sekretariat'} {number:05}", company, above)
	else:
		unit = superior.unit
	person = Person(number, level, superior, company, unit)
	person.full_name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)} {number}"
	born = date(1966 + number % 35, 1 + number % 12, 1 + number % 28)
	person.nip = f"{born:%Y%m%d}{born.year + 24}{1 + number % 12:02}{1 + number % 2}{number % 1000:03}"
	members.append(person)
	return person


def _staff(members: list[Person], heads: list[Person], size: int, random: Random) -> None:
	"""The rest, 15 to 25 below each head of a team."""
	left = size - len(members)
	for index, head in enumerate(heads):
		teams_left = len(heads) - index
		mean = left / teams_left
		count = left if teams_left == 1 else min(25, max(15, round(mean + random.uniform(-5, 5))))
		for _ in range(count):
			person = _member(members, 5, head, random)
			if person.number % DELEGATED_EVERY == 0:
				other = heads[(index + 1) % len(heads)]
				person.delegated_rater = other if other.company == person.company else None
		left -= count


def _walk(members: list[Person]) -> None:
	children: dict[int, list[Person]] = {}
	for person in members:
		children.setdefault(id(person.superior), []).append(person)
	_number(children, id(None), start=1)


def _number(children: dict[int, list], root: int, start: int) -> None:
	"""Nested sets, without recursion: lft on the way down, rgt on the way up."""
	counter = start
	stack: list[tuple[object, Iterator]] = [(None, iter(children.get(root, ())))]
	while stack:
		node, below = stack[-1]
		if (child := next(below, None)) is None:
			stack.pop()
			if node is not None:
				node.rgt = counter
				counter += 1
			continue
		child.lft = counter
		counter += 1
		stack.append((child, iter(children.get(id(child), ()))))

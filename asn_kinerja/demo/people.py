"""The people: made-up names of many regions, dates, ranks and NIPs that fit each other.

No name belongs to a real person as far as the author knows; birth dates, numbers and addresses are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from asn_kinerja.demo import agency
from asn_kinerja.demo.agency import ADMINISTRATOR, EXECUTOR, JPT, SUPERVISOR, Post, Seat

YEAR = 2025
SEED = 62022
DOMAIN = "kotacontoh.example"
IMAGE = "/assets/asn_kinerja/images/person.svg"
MALE, FEMALE = "Male", "Female"
PNS, PPPK = "PNS", "PPPK"


@dataclass(frozen=True, slots=True)
class Region:
	"""Given and second names that go together, of men and of women. An empty second name makes a person
	with one name, as many Javanese and Sundanese are."""

	men: tuple[str, ...]
	women: tuple[str, ...]
	seconds_of_men: tuple[str, ...]
	seconds_of_women: tuple[str, ...]


_BATAK = ("Simanjuntak", "Siregar", "Hutapea", "Nainggolan", "Sitorus", "Lubis", "Harahap")
_MINANG = ("Chaniago", "Piliang", "Tanjung", "Koto", "Sikumbang", "Jambak")
_EAST = ("Lumentaw", "Wowiling", "Lamanepa", "Bria Seran", "Wakerkwa", "Kogoyab", "Pattirajawane")

REGIONS = (
	Region(
		("Agus", "Bambang", "Slamet", "Wahyu", "Eko", "Heru", "Teguh", "Dwi", "Suryo", "Yoga"),
		("Endang", "Sri", "Wulan", "Retno", "Dwi", "Tri", "Ambar", "Laras", "Niken", "Ratih"),
		("Wicaksono", "Prasetya", "Handoyo", "Sulistyo", "Pamungkas", "Wardoyo", "Kuncoro"),
		("Nugraheni", "Lestari", "Utami", "Handayani", "Setyaningsih", "Wulandari", "Puspitarini"),
	),
	Region(
		("Asep", "Dadang", "Ujang", "Cecep", "Deden", "Iwan", "Yayan", "Tatang"),
		("Euis", "Neneng", "Imas", "Yuyun", "Lilis", "Teti", "Ai", "Rina"),
		("Suryaman", "Permana", "Gunawan", "Sopandi", "Hidayat", "Sutisna"),
		("Kurniasih", "Rohaeti", "Mulyani", "Komariah", "Sumiati", "Nurjanah"),
	),
	Region(
		("Togar", "Marlon", "Parlin", "Sahat", "Binsar", "Horas"),
		("Rotua", "Hotma", "Tiur", "Lamria", "Duma", "Sondang"),
		_BATAK,
		_BATAK,
	),
	Region(
		("Afrizal", "Syafril", "Zulkifli", "Rahmat", "Hendri", "Yusrizal"),
		("Yulia", "Fitria", "Rahmi", "Mardiana", "Desi", "Elvira"),
		_MINANG,
		_MINANG,
	),
	Region(
		("I Wayan", "I Made", "I Nyoman", "I Ketut"),
		("Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut"),
		("Sudarma", "Artana", "Wirasana", "Adnyana"),
		("Suwitri", "Sukerti", "Sriasih", "Widiastini"),
	),
	Region(
		("Andi Baso", "Muhammad Arsyad", "Syamsul", "Ruslan", "Amiruddin"),
		("Andi Tenri", "Nurhayati", "Hasnah", "Rosmini", "Marwah"),
		("Mappatoba", "Daeng Matutu", "Palinrungi", "Lamakkarennu"),
		("Daeng Kanang", "Pasolongi", "Palinrungi", "Mappatoba"),
	),
	Region(
		("Ferdinand", "Johny", "Yosef", "Yohanis", "Benediktus", "Melkior"),
		("Deitje", "Maria", "Yuliana", "Marlina", "Kristina", "Agustina"),
		_EAST,
		_EAST,
	),
	Region(
		("Muhammad Rizki", "Abdul Latif", "Ahmad Fauzan", "Hamdani", "Syahrani"),
		("Siti Rahmah", "Noor Laila", "Aisyah", "Khadijah", "Norhasanah"),
		("Fadhil", "Ramadhan", "Anshari", "Hakim", "Al Banjari"),
		("Maulida", "Ramadhani", "Azzahra", "Hidayah"),
	),
	Region(
		("Sukarman", "Paijo", "Wagimin", "Suhardi", "Tukimin", "Kosasih", "Ngadiman"),
		("Suparmi", "Sumiyati", "Wartini", "Sutinem", "Kartinah", "Juminten"),
		("",),
		("",),
	),
)

# Who is named here is the same person in every text about the demo: seat -> first name, last name, gender.
NAMED: dict[str, tuple[str, str, str]] = {
	"walikota": ("Hasanuddin", "Wiratmaja", MALE),
	"sekda": ("Sri Rahayu", "Kusumawardani", FEMALE),
	"dinkes": ("Parlindungan", "Hutabarat", MALE),
	"dpmptsp": ("Ni Luh", "Artiningsih", FEMALE),
	"dinkes.p2p": ("Asep", "Permanajaya", MALE),
	"dinkes.p2p.1": ("Lestari", "", FEMALE),
	"dinkes.p2p.2": ("Togar", "Simarmata", MALE),
	"dinkes.p2p.3": ("Budi", "<b>Santoso</b>", MALE),
	"dinkes.p2p.4": ("Maria Goreti", "Lamanepa", FEMALE),
	"dinkes.p2p.5": ("Muhammad Rizal", "Fadhilah", MALE),
	"dinkes.p2p.6": ("Wahyu", "Pangestuti", FEMALE),
	"dinkes.melati.1": ("Yuliana", "Bria Seran", FEMALE),
	"utara.sukamaju": ("Dewi", "Chaniago", FEMALE),
	"bkpsdm.kompetensi.1": ("Ratna", "Puspaningrum", FEMALE),
	"umum.organisasi.1": (
		"Raden Roro Kusumaningtyas Prameswari",
		"Hadiningrat Notonegoro Suryokusumo",
		FEMALE,
	),
}

# Seats rated by another than their superior: the epidemiologist of the health centre Melati answers to the
# division for disease control.
DELEGATED = {"dinkes.melati.1": "dinkes.p2p"}

AGES = {JPT: (48, 57), ADMINISTRATOR: (42, 56), SUPERVISOR: (36, 54), EXECUTOR: (25, 56)}
AGES_OF_LEVEL = {"Ahli Madya": (44, 57), "Ahli Muda": (35, 54), "Mahir": (32, 52)}
OTHER_AGES = (25, 45)
RANKS = {
	JPT: ("IV/b", "IV/c"),
	ADMINISTRATOR: ("III/d", "IV/a", "IV/b"),
	SUPERVISOR: ("III/c", "III/d"),
	EXECUTOR: ("II/a", "II/b", "II/c", "II/d", "III/a", "III/b"),
	"Ahli Madya": ("IV/a", "IV/b", "IV/c"),
	"Ahli Muda": ("III/c", "III/d"),
	"Ahli Pertama": ("III/a", "III/b"),
	"Mahir": ("III/a", "III/b"),
	"Terampil": ("II/c", "II/d"),
}
# Golongan of PPPK by schooling: secondary school V, diploma VII, bachelor IX (Perpres 98/2020).
CONTRACT_RANKS = {"Ahli Pertama": "IX", "Terampil": "VII", "Pengolah Data dan Informasi": "VII"}
CONTRACT_MONTH = "21"  # PPPK have a code in the place of the month


@dataclass(frozen=True, slots=True)
class Person:
	"""Who sits where. `number` is the employee number, by which the demo knows its records again."""

	number: str
	seat: Seat
	first_name: str
	last_name: str
	gender: str
	birth_date: date
	appointed: date
	asn_type: str
	nip: str
	rank: str
	position_since: date | None

	@property
	def full_name(self) -> str:
		"""As ERPNext composes it."""
		return " ".join(filter(None, (self.first_name, self.last_name)))

	@property
	def rank_since(self) -> date | None:
		"""Since when a PNS holds the rank: some for more than two years, some for less."""
		if self.asn_type != PNS:
			return None
		return max(self.appointed, date(YEAR - 1 - int(self.number[-3:]) % 5, 4, 1))


@cache
def people() -> tuple[Person, ...]:
	"""All people of the agency, superiors first; the same at every call."""
	random = Random(SEED)  # noqa: S311  made-up people, no secret
	names, nips = _names(random), set()
	found = []
	for index, seat in enumerate(agency.seats(), 1):
		first, last, gender = NAMED.get(seat.key) or next(names)
		person = _person(f"{agency.ABBR}-{index:03}", seat, (first, last, gender), random, nips)
		nips.add(person.nip)
		found.append(person)
	return tuple(found)


def _names(random: Random) -> Iterator[tuple[str, str, str]]:
	"""Names without end, each once: region by region, men and women mixed."""
	used = {" ".join(filter(None, (first, last))) for first, last, _gender in NAMED.values()}
	while True:
		region = random.choice(REGIONS)
		gender = random.choice((MALE, FEMALE))
		first = random.choice(region.men if gender == MALE else region.women)
		last = random.choice(region.seconds_of_men if gender == MALE else region.seconds_of_women)
		name = f"{first} {last}".strip()
		if name not in used:
			used.add(name)
			yield first, last, gender


def _person(number: str, seat: Seat, name: tuple[str, str, str], random: Random, taken: set[str]) -> Person:
	post = seat.post
	low, high = AGES_OF_LEVEL.get(post.level) or AGES.get(post.kind, OTHER_AGES)
	birth = date(YEAR - random.randint(low, high), random.randint(1, 12), random.randint(1, 28))
	asn_type = "" if not post.kind else PPPK if seat.contracted else PNS
	appointed = _appointed(birth, asn_type, random)
	month = CONTRACT_MONTH if asn_type == PPPK else f"{appointed:%m}"
	sex = "1" if name[2] == MALE else "2"
	nip = ""
	while asn_type and (not nip or nip in taken):
		nip = f"{birth:%Y%m%d}{appointed:%Y}{month}{sex}{random.randint(1, 30):03}"
	return Person(
		number=number,
		seat=seat,
		first_name=name[0],
		last_name=name[1],
		gender=name[2],
		birth_date=birth,
		appointed=appointed,
		asn_type=asn_type,
		nip=nip,
		rank=_rank(post, asn_type, appointed, random),
		position_since=_since(appointed, asn_type, random) if asn_type else None,
	)


def _appointed(birth: date, asn_type: str, random: Random) -> date:
	if asn_type == PPPK:
		return date(random.randint(2021, 2024), 3, 1)
	year = min(birth.year + random.randint(22, 28), YEAR - 4)
	return date(year, random.choice((1, 2, 3, 4, 12)), 1)


def _since(appointed: date, asn_type: str, random: Random) -> date:
	if asn_type == PPPK:
		return appointed
	return max(appointed, date(random.randint(2019, YEAR - 1), random.choice((1, 4, 7, 10)), 2))


def _rank(post: Post, asn_type: str, appointed: date, random: Random) -> str:
	if asn_type == PPPK:
		return CONTRACT_RANKS.get(post.level or post.title, "V")
	if not asn_type:
		return ""
	if post.title == agency.SECRETARY.title:
		return "IV/d"
	ranks = RANKS[post.level or post.kind]
	if post.kind != EXECUTOR:
		return random.choice(ranks)
	# a promotion every four years or so, from the rank of the first appointment
	return ranks[min((YEAR - appointed.year) // 5, len(ranks) - 1)]


@dataclass(frozen=True, slots=True)
class Account:
	"""A person who may log in; `seat` is empty for the auditor, who is no employee of these units. `shown`
	names the role in the summary of the demo."""

	name: str
	seat: str
	roles: tuple[str, ...] = ()
	shown: str = ""

	@property
	def email(self) -> str:
		return f"{self.name}@{DOMAIN}"


PASSWORD = "Kinerja-2026"  # noqa: S105  of made-up people, printed with the demo

ACCOUNTS = (
	Account("ratna", "bkpsdm.kompetensi.1", ("ASN Performance Manager", "HR Manager"), "HR admin"),
	Account("asep", "dinkes.p2p", shown="Rater"),
	Account("lestari", "dinkes.p2p.1", shown="Employee"),
	Account("sekda", "sekda"),
	Account("parlindungan", "dinkes"),
	Account("niluh", "dpmptsp"),
	Account("dewi", "utara.sukamaju"),
	Account("togar", "dinkes.p2p.2"),
	Account("budi", "dinkes.p2p.3"),
	Account("maria", "dinkes.p2p.4"),
	Account("rizal", "dinkes.p2p.5"),
	Account("wahyu", "dinkes.p2p.6"),
	Account("yuliana", "dinkes.melati.1"),
	Account("auditor", "", ("ASN Auditor",)),
)


def email_of(seat: str) -> str | None:
	"""The login of who sits there; None for those who do not log in."""
	return next((account.email for account in ACCOUNTS if seat and account.seat == seat), None)

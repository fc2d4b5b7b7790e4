"""What becomes of whom: how everyone performs, and in which state his plan and his evaluations end."""

from dataclasses import dataclass
from functools import cache
from random import Random

from asn_kinerja.demo.people import SEED, Person, people

ABOVE, AS, BELOW = "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"
FIRST, SECOND, ANNUAL = "Semester I", "Semester II", "Tahunan"

# Of every hundred people: rating of the work result, rating of the behaviour, how many.
PROFILES = (
	(ABOVE, ABOVE, 14),
	(ABOVE, AS, 12),
	(AS, ABOVE, 10),
	(AS, AS, 50),
	(BELOW, AS, 6),
	(BELOW, ABOVE, 2),
	(AS, BELOW, 3),
	(ABOVE, BELOW, 1),
	(BELOW, BELOW, 2),
)
# Those who log in, so that what is told about them stays true.
PROFILE_OF = {
	"sekda": (ABOVE, ABOVE),
	"dinkes": (AS, ABOVE),
	"dpmptsp": (ABOVE, ABOVE),
	"dinkes.p2p": (ABOVE, ABOVE),
	"dinkes.p2p.1": (AS, AS),
	"dinkes.p2p.2": (AS, AS),
	"dinkes.p2p.3": (ABOVE, ABOVE),
	"dinkes.p2p.4": (BELOW, AS),
	"dinkes.p2p.5": (AS, ABOVE),
	"dinkes.p2p.6": (AS, BELOW),
	"dinkes.melati.1": (ABOVE, AS),
	"utara.sukamaju": (AS, AS),
	"bkpsdm.kompetensi.1": (ABOVE, AS),
}

# Seats whose plan has not been approved, with its state; they have no evaluations.
UNAPPROVED = {
	"umum.organisasi.4": "Draft",
	"disdik.smp.10": "Draft",
	"selatan.mekarjaya.4": "Draft",
	"dinkes.p2p.7": "Waiting for Rater",
	"dpmptsp.izin.9": "Waiting for Rater",
	"utara.sukamaju.4": "Waiting for Rater",
	"dukcapil.dafduk.6": "Returned",
	"pupr.jalan.9": "Returned",
}
# Seats whose first approved plan was cancelled and made anew.
CANCELLED = ("utara.tirtasari.2", "dinkes.kenanga.4")
# Seats whose plan was revised after the first stage; the earlier version is superseded.
REVISED = ("dinkes.p2p.6", "disdik.smp.2", "pupr.jalan.3", "dpmptsp.izin.4", "bappeda.rencana.2")
# Seats whose revision waits for the rater: the approved version stays in force.
REVISING = ("dinkes.p2p.5",)
# Seats whose holder goes to another unit within the year -> seat of the new superior.
TRANSFERS = {"bkpsdm.kompetensi.7": "umum.organisasi"}

# A path: the states through which an evaluation goes, the last one being where it stays. "Corrected" is the
# replacement of a released evaluation, which is cancelled, by a new one, which is released.
PATHS: dict[str, tuple[str, ...]] = {
	"untouched": (),
	"with rater": ("Rater Assessment",),
	"released": ("Rater Assessment", "Released"),
	"acknowledged": ("Rater Assessment", "Released", "Acknowledged"),
	"objected": ("Rater Assessment", "Released", "Objected"),
	"final": ("Rater Assessment", "Released", "Acknowledged", "Final"),
	"upheld": ("Rater Assessment", "Released", "Objected", "Final"),
	"corrected": ("Rater Assessment", "Released", "Corrected"),
}
# Of every hundred evaluations of a stage: how many take which path.
SHARES = {
	FIRST: (("final", 70), ("acknowledged", 28), ("upheld", 1), ("corrected", 1)),
	SECOND: (("acknowledged", 36), ("released", 61), ("objected", 1), ("upheld", 1), ("corrected", 1)),
	ANNUAL: (("released", 78), ("with rater", 8), ("untouched", 8), ("acknowledged", 4), ("objected", 2)),
}
PATH_OF = {
	(ANNUAL, "dinkes.p2p.1"): "untouched",
	(ANNUAL, "dinkes.p2p.2"): "with rater",
	(ANNUAL, "dinkes.p2p.3"): "released",
	(ANNUAL, "dinkes.p2p.4"): "objected",
	(ANNUAL, "dinkes.p2p.5"): "acknowledged",
	(ANNUAL, "dinkes.p2p.6"): "released",
	(ANNUAL, "dinkes.melati.1"): "with rater",
	(ANNUAL, "dinkes.p2p"): "released",
	(ANNUAL, "sekda"): "released",
	(SECOND, "dinkes.p2p.6"): "upheld",
	(SECOND, "dinkes.p2p.3"): "corrected",
}


@dataclass(frozen=True, slots=True)
class Fate:
	"""How an evaluation goes: the two ratings, and the path (key of PATHS)."""

	work_result: str
	behaviour: str
	path: str


@cache
def fates() -> dict[tuple[str, str], Fate]:
	"""(stage, employee number) -> fate, for everyone with an approved plan."""
	random = Random(SEED)  # noqa: S311  made-up people, no secret
	evaluated = [person for person in people() if person.asn_type and person.seat.key not in UNAPPROVED]
	profiles = _dealt(evaluated, [((work, behaviour), n) for work, behaviour, n in PROFILES], random)
	profiles |= {p.number: PROFILE_OF[p.seat.key] for p in evaluated if p.seat.key in PROFILE_OF}
	found = {}
	for stage, shares in SHARES.items():
		paths = _dealt(evaluated, list(shares), random)
		for person in evaluated:
			work, behaviour = profiles[person.number]
			if stage != ANNUAL and person.seat.key not in PROFILE_OF and random.random() < 0.15:
				work, behaviour = AS, AS  # nobody is equally good or bad all the time
			path = PATH_OF.get((stage, person.seat.key), paths[person.number])
			found[stage, person.number] = Fate(work, behaviour, path)
	return found


def _dealt(evaluated: list[Person], shares: list[tuple[object, int]], random: Random) -> dict[str, object]:
	"""Deal the shares out like cards, so that the numbers are met whatever the draw: number -> share."""
	total = sum(count for _share, count in shares)
	cards, due = [], 0.0
	for share, count in shares:
		due += len(evaluated) * count / total
		cards += [share] * (round(due) - len(cards))
	random.shuffle(cards)
	return {person.number: card for person, card in zip(evaluated, cards, strict=True)}

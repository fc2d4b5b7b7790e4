"""Daily activities of some units over the year: those of the division for disease control every working day,
elsewhere what counts for a result.

Quantities add up, in each stage, to what the person's rating there says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import frappe

from asn_kinerja import bulk, people
from asn_kinerja.demo import agency
from asn_kinerja.demo.fates import ABOVE, AS, BELOW, FIRST, SECOND, fates
from asn_kinerja.demo.people import YEAR, Person, email_of
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.year import CYCLE, Progress, random_of
from asn_kinerja.planning import plans as planned

ACTIVITY = "ASN Daily Activity"
WAITING, VERIFIED, RETURNED = "Waiting", "Verified", "Returned"
STAGES = (
	(FIRST, date(YEAR, 1, 2), date(YEAR, 6, 30)),
	(SECOND, date(YEAR, 7, 1), date(YEAR, 12, 31)),
)
UNVERIFIED_FROM = date(YEAR, 12, 22)  # from here on the raters have not looked at everything yet
HOLIDAYS = {
	date(YEAR, month, day)
	for month, day in ((1, 27), (1, 29), (3, 31), (4, 1), (4, 18), (5, 1), (5, 12), (6, 6), (6, 27), (12, 25))
}

# The division whose people enter every day.
EVERY_DAY = "dinkes.p2p"
# What reaches so much of the target is rated so.
SHARES = {ABOVE: (1.12, 1.22), AS: (0.98, 1.04), BELOW: (0.62, 0.84)}


@dataclass(frozen=True, slots=True)
class Work:
	"""What is done for a result: the quantity of one entry, from and to, and how it is described."""

	least: int
	most: int
	texts: tuple[str, ...]


# By the unit of the indicator that daily activities fill.
COUNTED = {
	"kunjungan": Work(
		3,
		6,
		(
			"Kunjungan rumah dan pemantauan keluarga binaan di {place}",
			"Kunjungan rumah tindak lanjut hasil pemeriksaan di {place}",
			"Pendampingan keluarga dan pencatatan kondisi warga di {place}",
		),
	),
	"berkas": Work(
		8,
		14,
		(
			"Verifikasi dan penyelesaian berkas izin usaha",
			"Pemeriksaan kelengkapan dan penerbitan izin melalui sistem",
			"Penyelesaian berkas izin hasil peninjauan lapangan",
		),
	),
}
PLACES = ("RW 01", "RW 02", "RW 03", "RW 04", "RW 05", "RW 06", "Lingkungan Melati", "Lingkungan Kenanga")
# By a word of the result served; without one, what is done besides.
OTHER = (
	("imunisasi", "Rekapitulasi cakupan imunisasi dan pembaruan daftar sasaran"),
	("imunisasi", "Koordinasi jadwal imunisasi dengan puskesmas dan sekolah"),
	("penyakit", "Analisis laporan mingguan kewaspadaan dini penyakit"),
	("penyakit", "Penyelidikan epidemiologi dan pelacakan kontak di {place}"),
	("laporan", "Penyusunan laporan pelaksanaan tugas dan penataan bukti dukung"),
	("kompetensi", "Mengikuti pelatihan daring surveilans berbasis masyarakat"),
	("", "Apel pagi dan rapat koordinasi bidang"),
	("", "Menindaklanjuti disposisi kepala bidang"),
	("", "Menyiapkan bahan rapat lintas sektor"),
	("", "Melayani permintaan data dari perangkat daerah lain"),
)
PRAISE = (
	"Terima kasih, catatan lengkap dan mudah ditelusuri.",
	"Bagus. Sampaikan temuannya pada rapat mingguan.",
	"Sudah sesuai. Lampirkan foto kegiatan pada kesempatan berikutnya.",
)
RETURNS = (
	"Uraian belum menjelaskan hasil. Mohon dilengkapi dengan jumlah dan lokasi.",
	"Waktu tidak sesuai dengan jadwal kegiatan. Mohon diperbaiki.",
	"Bukti dukung belum dapat dibuka. Mohon diunggah ulang.",
)

Values = dict[str, Any]


def make_activities(employees: Mapping[str, str], progress: Progress) -> None:
	"""All entries at once; `employees`: employee number -> record name."""
	if frappe.db.exists(ACTIVITY, {"company": agency.COMPANY}):
		return
	plan_of = planned.in_force(employees.values(), CYCLE)
	headers = people.headers(plan_of)
	seat_of = {employees[person.number]: person.seat.key for person in everyone()}
	rows: list[Values] = []
	for person in everyone():
		if plan := plan_of.get(employees[person.number]):
			header = headers[plan["employee"]]
			rater = email_of(seat_of.get(header["rater"], "")) or "Administrator"
			common = {**header, "employee": plan["employee"], "verified_by": rater}
			rows += [{**common, **row} for row in entries(person, plan["items"], plan["name"])]
	bulk.insert(ACTIVITY, rows)
	frappe.db.commit()  # all or nothing, so that a repeated load knows
	progress("Daily activities", len(rows), len(rows))


def entries(person: Person, items: Sequence[Mapping[str, Any]], plan: str) -> list[Values]:
	"""The entries of a person by his plan's items, in the order of the days; nobody's times overlap."""
	random = random_of(person, "activities")
	every_day = person.seat.key.startswith(f"{EVERY_DAY}.")
	counted = [item for item in items if item["data_source"] == "Daily Activity"]
	if not counted:
		return []
	found: list[Values] = []
	for stage, first, last in STAGES:
		days = list(working_days(first, last))
		due: dict[date, list[Values]] = {}
		for item in counted:
			total = reached(person, stage, item, random)
			for day, entry in _spread(item, total, days, random):
				due.setdefault(day, []).append(entry)
		if every_day:
			for day in days:
				if random.random() < 0.92:  # leave and journeys
					due.setdefault(day, []).extend(_others(items, random, 2 - len(due.get(day, ()))))
		elif stage == SECOND:
			# not looked at yet, so it does not count
			late = [day for day in days if day >= UNVERIFIED_FROM]
			due.setdefault(random.choice(late), []).append(_count(counted[0], 2, random) | {"late": True})
		for day in sorted(due):
			found += _day(day, due[day], every_day, random)
	for row in found:
		row["work_plan"] = plan if row["plan_item"] else None
	return found


def reached(person: Person, stage: str, item: Mapping[str, Any], random: Random) -> int:
	"""The quantity of a stage that suits the person's rating in it: the target of the year is that of both
	stages together."""
	low, high = SHARES[fates()[stage, person.number].work_result]
	return round(item["target_min"] / len(STAGES) * random.uniform(low, high))


def working_days(first: date, last: date) -> Iterator[date]:
	for number in range((last - first).days + 1):
		day = first + timedelta(number)
		if day.weekday() < 5 and day not in HOLIDAYS:
			yield day


def _spread(
	item: Mapping[str, Any], total: int, days: Sequence[date], random: Random
) -> Iterator[tuple[date, Values]]:
	"""The quantity in portions over the days."""
	work = COUNTED[item["unit"]]
	portions: list[int] = []
	while (left := total - sum(portions)) > 0:
		portions.append(min(left, random.randint(work.least, work.most)))
	for day, portion in zip(sorted(random.sample(list(days), len(portions))), portions, strict=True):
		yield day, _count(item, portion, random)


def _count(item: Mapping[str, Any], quantity: int, random: Random) -> Values:
	return _entry(random.choice(COUNTED[item["unit"]].texts), item, random) | {
		"quantity": quantity,
		"unit": item["unit"],
	}


def _others(items: Sequence[Mapping[str, Any]], random: Random, number: int) -> Iterator[Values]:
	for _number in range(max(0, number)):
		word, text = random.choice(OTHER)
		item = next((item for item in items if word and word in item["result"]), None)
		yield _entry(text, item, random)


def _entry(text: str, item: Mapping[str, Any] | None, random: Random) -> Values:
	return {
		"description": text.format(place=random.choice(PLACES)),
		"plan_item": item and item["item_key"],
		"result": item and item["result"],
		"quantity": 0,
	}


def _day(day: date, due: list[Values], whole: bool, random: Random) -> Iterator[Values]:
	"""The entries of a day one after the other, with their states. A `whole` day is filled from the morning
	on, with a break at noon."""
	start = datetime.combine(day, time(8 if whole else random.randint(8, 13)))
	random.shuffle(due)
	for entry in due:
		if 11 <= start.hour < 13:
			start = datetime.combine(day, time(13))
		length = random.choice((180, 195, 210, 225) if whole else (90, 120, 150, 180))
		end = start + timedelta(minutes=length)
		late = entry.pop("late", False)
		yield {
			**entry,
			**_answered(day, bool(entry["quantity"]), late, random),
			"title": entry["description"],
			"date": day,
			"from_time": start.time(),
			"to_time": end.time(),
			"minutes": length,
			"creation": end,
			"modified": end,
		}
		start = end + timedelta(minutes=15)


def _answered(day: date, counts: bool, late: bool, random: Random) -> Values:
	"""What the rater said. What counts for a result is verified, so that it adds up; of the rest some wait
	at the end of the year, and a few were returned."""
	answered = {"verified_on": datetime.combine(day + timedelta(random.randint(1, 3)), time(15, 20))}
	if late or (not counts and day >= UNVERIFIED_FROM and random.random() < 0.7):
		return {"status": WAITING, "verified_by": None}
	if not counts and random.random() < 0.02:
		return {"status": RETURNED, "return_reason": random.choice(RETURNS), **answered}
	praise = random.choice(PRAISE) if random.random() < 0.06 else None
	return {"status": VERIFIED, "feedback": praise, **answered}

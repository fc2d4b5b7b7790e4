"""What raters and employees say to each other in the year: dialogues with agreed actions, and feedback."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import frappe
from frappe.utils import add_days, getdate, nowdate

from asn_kinerja import bulk, people
from asn_kinerja.demo import agency
from asn_kinerja.demo.fates import ABOVE, BELOW, SECOND, UNAPPROVED, fates
from asn_kinerja.demo.people import DELEGATED, YEAR, Person
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.planning import workday
from asn_kinerja.demo.year import CYCLE, random_of
from asn_kinerja.planning import plans as planned

DIALOGUE, ACTION = "ASN Performance Dialogue", "ASN Dialogue Action"
FEEDBACK, MARK = "ASN Feedback", "ASN Feedback Mark"
OPEN, DONE, CARRIED = "Open", "Done", "Carried Over"
AGREED, FOR_EMPLOYEE, FOR_RATER = "Agreed", "Waiting for Employee", "Waiting for Rater"
COACHING, COUNSELLING = "Coaching", "Counselling"
SHARED, PRIVATE, ANONYMOUS = "Shared", "Private to the Rater", "Anonymous"
NO_TIME = "2000-01-01 00:00:00"  # creation of anonymous feedback, which must not tell when it came

# The divisions whose dialogues are shown; and the seats whose last one is not agreed yet.
DIVISIONS = ("dinkes.p2p", "dpmptsp.izin", "utara.sukamaju", "bkpsdm.kompetensi")
UNFINISHED = {"dinkes.p2p.1": FOR_EMPLOYEE, "dinkes.p2p.3": FOR_RATER, "dpmptsp.izin.2": OPEN}
# Anonymous feedback: what has been released, and what waits until enough different people have given some.
RELEASED_BATCH, HELD_BATCH = "dinkes.p2p", "dinkes.p2p.2"

TOPICS = {
	COACHING: (
		"Penajaman target semester dan pembagian beban kerja",
		"Pengembangan kompetensi penyusunan laporan",
		"Percepatan penyelesaian pekerjaan yang tertunda",
		"Persiapan tugas baru dan pendampingan rekan",
	),
	COUNSELLING: ("Kedisiplinan dan komunikasi dengan rekan kerja",),
}
RATER_NOTES = {
	ABOVE: "Hasil kerja melampaui harapan. Diminta mendampingi rekan dan mendokumentasikan cara kerjanya.",
	BELOW: "Target belum tercapai. Penyebab dibahas satu per satu dan disepakati langkah mingguan.",
	"": "Hasil kerja sesuai harapan. Perlu lebih cepat memperbarui bukti dukung.",
}
EMPLOYEE_NOTES = (
	"Saya memerlukan dukungan data dari unit lain agar pekerjaan tidak tertunda.",
	"Saya siap melaksanakan kesepakatan dan melaporkan kemajuannya setiap minggu.",
	"Beban kerja di akhir bulan cukup tinggi; saya usulkan pembagian ulang.",
)
ACTIONS = (
	("Menyusun jadwal kerja mingguan dan membagikannya kepada tim", "Employee"),
	("Mengikuti pelatihan daring penyusunan laporan dan membagikan hasilnya", "Employee"),
	("Melengkapi bukti dukung yang belum diunggah", "Employee"),
	("Menyampaikan kebutuhan data kepada perangkat daerah terkait", "Rater"),
	("Mendampingi pelaksanaan kegiatan di lapangan sekurangnya satu kali", "Rater"),
)
RESULT_NOTE = "Sudah dilaksanakan dan dilaporkan pada rapat mingguan."

PRAISE = (
	"Penjelasan kepada warga sangat jelas dan sabar. Terima kasih sudah membantu menenangkan antrean.",
	"Laporan terakhir rapi dan selesai sebelum waktunya.",
	"Selalu bersedia membantu rekan yang pekerjaannya menumpuk.",
	"Usulan perbaikan alur kerja sangat membantu seluruh tim.",
)
SUGGESTIONS = (
	"Kabari lebih awal bila jadwal berubah, supaya unit lain dapat menyesuaikan.",
	"Bukti dukung sebaiknya diberi nama berkas yang seragam agar mudah dicari.",
	"Mohon lebih sering membagikan perkembangan pekerjaan dalam rapat mingguan.",
)
PRIVATE_NOTE = "Beberapa kali terlihat kelelahan karena merangkap tugas. Mohon pembagian tugasnya ditinjau."
RELEASED_TEXTS = (
	("Suggestion", "Rapat sebaiknya dimulai tepat waktu dan dibatasi satu jam."),
	("Appreciation", "Pimpinan mau mendengarkan pendapat yang berbeda. Suasana kerja menjadi baik."),
	("Suggestion", "Mohon arahan disampaikan tertulis, agar tidak berubah di tengah jalan."),
)
HELD_TEXTS = (
	("Appreciation", "Rekan yang ringan tangan dan mau berbagi ilmu."),
	("Suggestion", "Suaranya di ruang kerja kadang mengganggu saat yang lain menelepon warga."),
)

Values = dict[str, Any]


def make_dialogues(employees: Mapping[str, str]) -> None:
	"""Dialogues of some divisions: two in the year for most people. `employees`: number -> record name."""
	if frappe.db.exists(DIALOGUE, {"company": agency.COMPANY}):
		return
	found = [(employees[person.number], values) for person in members() for values in dialogues_of(person)]
	headers = people.headers({employee for employee, _values in found})
	dialogues, actions = [], []
	for employee, values in found:
		rows = values.pop("actions")
		dialogue = {**headers[employee], "employee": employee, **values}
		dialogue["title"] = f"{dialogue['employee_name']} · {dialogue['topic']}"[:140]
		if dialogue.get("rater_confirmed_on"):
			dialogue["rater_confirmed_by"] = dialogue["rater"]
		dialogues.append(dialogue)
		actions += [
			{**row, "parent": values["name"], "parenttype": DIALOGUE, "parentfield": "actions", "idx": idx}
			for idx, row in enumerate(rows, 1)
		]
	bulk.insert(DIALOGUE, dialogues)
	bulk.insert(ACTION, actions)
	frappe.db.commit()  # all or nothing, so that a repeated load knows


def members() -> list[Person]:
	"""Who is rated by the heads of the divisions and has an approved plan."""
	return [
		person
		for person in everyone()
		if DELEGATED.get(person.seat.key, person.seat.superior) in DIVISIONS
		and person.seat.key not in UNAPPROVED
	]


def dialogues_of(person: Person) -> Iterator[Values]:
	"""The dialogue of the spring, and that of the autumn, into which an unmet action is carried over."""
	random = random_of(person, "dialogues")
	spring = workday(date(YEAR, 4, random.randint(7, 25)))
	autumn = workday(date(YEAR, 10, random.randint(6, 28)))
	first = _dialogue(person, spring, random)
	first["actions"] = _actions(spring, random)
	second = _dialogue(person, autumn, random)
	second["actions"] = []
	if random.random() < 0.4:
		unmet = first["actions"][-1]
		unmet |= {"status": CARRIED, "done_on": None, "result_note": None}
		own = {"status": OPEN, "carried_from": unmet["name"], "times_carried": 1}
		second["actions"].append({**unmet, "name": frappe.generate_hash(length=10), **own})
	second["actions"] += _actions(autumn, random)
	last = second["actions"][-1]
	if state := UNFINISHED.get(person.seat.key):
		second["status"] = state
		second["employee_confirmed_on"] = second["employee_confirmed_on"] if state == FOR_RATER else None
		second["rater_confirmed_on"] = second["rater_confirmed_on"] if state == FOR_EMPLOYEE else None
		for row in second["actions"]:
			row |= {"status": OPEN, "done_on": None, "result_note": None}
	elif random.random() < 0.5:
		# one part of the open actions is overdue whenever the demo is loaded, the other is not
		due = (
			date(YEAR, 12, 12)
			if random.random() < 0.4
			else getdate(add_days(nowdate(), random.randint(7, 40)))
		)
		last |= {"status": OPEN, "done_on": None, "result_note": None, "due_date": due}
	yield first
	yield second


def _dialogue(person: Person, day: date, random: Random) -> Values:
	fate = fates()[SECOND, person.number]
	kind = COUNSELLING if fate.behaviour == BELOW else COACHING
	confirmed = f"{day + timedelta(1)} 09:10:00"
	return {
		"name": frappe.generate_hash(length=10),
		"dialogue_type": kind,
		"date": day,
		"topic": random.choice(TOPICS[kind]),
		"status": AGREED,
		"employee_note": random.choice(EMPLOYEE_NOTES),
		"rater_note": RATER_NOTES.get(fate.work_result, RATER_NOTES[""]),
		"employee_confirmed_on": f"{day} 15:30:00",
		"rater_confirmed_on": confirmed,
		"creation": f"{day} 10:00:00",
		"modified": confirmed,
	}


def _actions(day: date, random: Random) -> list[Values]:
	"""Two or three agreed actions, which were done in time."""
	found = []
	for text, responsible in random.sample(ACTIONS, random.randint(2, 3)):
		due = workday(day + timedelta(random.randint(14, 45)))
		found.append(
			{
				"name": frappe.generate_hash(length=10),
				"action": text,
				"responsible": responsible,
				"due_date": due,
				"status": DONE,
				"done_on": due - timedelta(random.randint(0, 6)),
				"result_note": RESULT_NOTE,
			}
		)
	return found


# --- feedback ----------------------------------------------------------------------------------------------


def make_feedback(employees: Mapping[str, str]) -> None:
	"""Feedback about people of some divisions, and two batches of anonymous one."""
	if frappe.db.exists(FEEDBACK, {"company": agency.COMPANY}):
		return
	by_seat = {person.seat.key: person for person in everyone()}
	headers = people.headers(employees[person.number] for person in everyone())
	plan_of = planned.in_force(employees.values(), CYCLE)
	rows = []
	for person in members():
		employee = employees[person.number]
		rows += [
			{**_header(headers, employee), **values, **_giver(headers, employees, by_seat[giver], relation)}
			for giver, relation, values in _given(person, plan_of[employee]["items"])
		]
	about = employees[by_seat[RELEASED_BATCH].number]
	released = {
		"released": 1,
		"date": f"{YEAR}-11-14",
		"creation": f"{YEAR}-11-14",
		"modified": f"{YEAR}-11-14",
	}
	rows += [{**_header(headers, about), **_anonymous(*text), **released} for text in RELEASED_TEXTS]
	held = employees[by_seat[HELD_BATCH].number]
	hidden = {"employee": held, "released": 0, "date": None, "creation": NO_TIME, "modified": NO_TIME}
	bulk.insert(FEEDBACK, [*rows, *({**_anonymous(*text), **hidden} for text in HELD_TEXTS)])
	marks = [{"employee": held, "mark": frappe.generate_hash(length=32)} for _text in HELD_TEXTS]
	bulk.insert(MARK, [{**mark, "creation": NO_TIME, "modified": NO_TIME} for mark in marks])
	frappe.db.commit()  # all or nothing, so that a repeated load knows


def _given(person: Person, items: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, Values]]:
	"""Who gave a person feedback (seat), what he is to him, and what he said."""
	random = random_of(person, "feedback")
	rater = DELEGATED.get(person.seat.key, person.seat.superior)
	peers = [other.seat.key for other in members() if other.seat.superior == rater and other is not person]
	givers = [(rater, "Superior"), *((peer, "Peer") for peer in random.sample(peers, min(2, len(peers))))]
	for giver, relation in givers:
		day = workday(date(YEAR, random.randint(2, 12), random.randint(1, 26)))
		praise = random.random() < 0.6
		values: Values = {
			"kind": "Appreciation" if praise else "Suggestion",
			"visibility": SHARED,
			"feedback": random.choice(PRAISE if praise else SUGGESTIONS),
			"about": "General",
			"date": day,
			"creation": f"{day} 13:45:00",
			"modified": f"{day} 13:45:00",
			"released": 1,
		}
		if relation == "Superior":
			item = random.choice(items)
			values |= {"about": "Planned Result", "plan_item": item["item_key"], "result": item["result"]}
		elif random.random() < 0.5:
			value = random.choice(("Berorientasi Pelayanan", "Harmonis", "Kolaboratif"))
			values |= {"about": "Behaviour Value", "behaviour_value": value}
		yield giver, relation, values
	if peers and random.random() < 0.2:
		day = workday(date(YEAR, 11, random.randint(3, 26)))
		yield (
			peers[0],
			"Peer",
			{
				"kind": "Suggestion",
				"visibility": PRIVATE,
				"feedback": PRIVATE_NOTE,
				"about": "General",
				"date": day,
				"creation": f"{day} 16:05:00",
				"modified": f"{day} 16:05:00",
				"released": 1,
			},
		)


def _header(headers: Mapping[str, Mapping[str, Any]], employee: str) -> Values:
	return {**headers[employee], "employee": employee, "title": headers[employee]["employee_name"]}


def _giver(
	headers: Mapping[str, Mapping[str, Any]], employees: Mapping[str, str], giver: Person, relation: str
) -> Values:
	employee = employees[giver.number]
	return {
		"given_by": employee,
		"given_by_name": headers[employee]["employee_name"],
		"relation": relation,
	}


def _anonymous(kind: str, text: str) -> Values:
	"""Without anything that leads to the giver."""
	return {"kind": kind, "visibility": ANONYMOUS, "about": "General", "feedback": text}

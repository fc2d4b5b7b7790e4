"""The made-up agency and its year: masters, users, plans, activities, evaluations, feedback and dialogues."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

import frappe
from frappe.utils.password import set_encrypted_password

from asn_kinerja import employee
from benchmarks import people
from benchmarks.people import CITY, REGENCY, SEED, Person
from benchmarks.personas import PERSONAS, secret_of

YEAR = 2026
SCHEME = "PermenPAN-RB 6/2022"
CYCLES = {company: f"Kecepatan {YEAR} {people.ABBREVIATIONS[company]}" for company in (CITY, REGENCY)}
ITEMS_PER_PLAN, STAGES = 5, ("Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV")
# records per person of the agency
ACTIVITIES, EVALUATIONS, FEEDBACKS, DIALOGUES, ACTIONS = 25, 2, 3, 1, 2
RUNNING = 20  # of so many people one has an evaluation that his rater has in hand
CHUNK = 1000  # rows of one statement
ABOVE, MEETS, BELOW = "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"
ROOT = "All Departments"
STAMP = datetime(YEAR, 1, 2, 8, 0, 0)

# emptied before they are filled
FILLED = (
	"Department",
	"Employee",
	"Designation",
	"User Permission",
	"ASN Performance Cycle",
	"ASN Cycle Stage",
	"ASN Strategic Objective",
	"ASN Work Plan",
	"ASN Work Plan Item",
	"ASN Work Plan Milestone",
	"ASN Work Plan Behaviour",
	"ASN Result Matrix",
	"ASN Result Matrix Cell",
	"ASN Daily Activity",
	"ASN Evaluation",
	"ASN Evaluation Result",
	"ASN Evaluation Behaviour",
	"ASN Evaluation Component",
	"ASN Feedback",
	"ASN Performance Dialogue",
	"ASN Dialogue Action",
	"ASN Evaluation Draft",
	"ASN Result Seal",
	"ASN Seal Chain",
	"ASN Attendance Recap",
	"ASN Attendance Exception",
	"ASN Behaviour Review",
	"ASN Behaviour Review Rating",
	"ASN Training Record",
	"ASN Competency Assessment",
	"ASN Innovation",
	"ASN Innovation Contributor",
	"ASN Innovation Verifier",
	"ASN Disciplinary Record",
	"ASN Organisation Result",
	"ASN Satisfaction Survey",
	"ASN Survey Officer",
	"ASN Survey Element",
	"ASN Survey Grade",
	"ASN Survey Response",
)

Row = dict[str, Any]


class Filling:
	"""One site's filling; every method inserts one kind of record and commits."""

	def __init__(self, size: int) -> None:
		self.random = Random(SEED)
		self.people = people.people(size)
		self.values = frappe.get_all(
			"ASN Behaviour Value", {"disabled": 0}, pluck="name", order_by="sequence, name"
		)
		self.numbers: dict[str, int] = {}
		self.plans: list[Row] = []
		self.assessed: list[tuple[Row, Person]] = []  # the evaluations

	def run(self) -> None:
		self.empty()
		self.masters()
		self.employees()
		self.users()
		self.objectives()
		self.work_plans()
		self.matrices()
		self.activities()
		self.evaluations()
		self.feedback()
		self.dialogues()

	def name(self, doctype: str) -> str:
		"""A new name that looks random, as Frappe's own do: they scatter over the primary key."""
		number = self.numbers[doctype] = self.numbers.get(doctype, 0) + 1
		return f"{number * 0x9E3779B97F4A7C15 & (1 << 40) - 1:010x}"  # an odd factor: never the same twice

	def insert(self, doctype: str, rows: Iterable[Row]) -> None:
		source = iter(rows)
		done = 0
		while chunk := list(islice(source, CHUNK)):
			for row in chunk:
				row.setdefault("name", self.name(doctype))
				row.setdefault("creation", STAMP)
				row.setdefault("modified", row["creation"])
				row.setdefault("owner", "Administrator")
				row.setdefault("modified_by", "Administrator")
			columns = list(chunk[0])
			place = f"({', '.join(['%s'] * len(columns))})"
			frappe.db.sql(
				# names of tables and columns are written above and below
				f"insert into `tab{doctype}` (`{'`, `'.join(columns)}`) "
				f"values {', '.join([place] * len(chunk))}",
				[row[column] for row in chunk for column in columns],
			)
			done += len(chunk)
			if done % 50_000 == 0:
				frappe.db.commit()
		frappe.db.commit()
		print(f"{doctype}: {done}", flush=True)

	def empty(self) -> None:
		for doctype in FILLED:
			frappe.db.truncate(doctype)
		for persona in PERSONAS.values():
			frappe.delete_doc("User", persona.user, force=True, ignore_missing=True)

	def masters(self) -> None:
		for company in CYCLES:
			if frappe.db.exists("Company", company):
				continue
			frappe.get_doc(
				doctype="Company",
				company_name=company,
				abbr=people.ABBREVIATIONS[company],
				default_currency="IDR",
				country="Indonesia",
			).insert()
		self.units()
		self.insert("Designation", ({"name": title, "designation_name": title} for title in people.TITLES))
		scheme = frappe.get_last_doc("ASN Scoring Scheme", {"title": SCHEME})
		if scheme.docstatus == 0:
			scheme.submit()
		for company, title in CYCLES.items():
			frappe.get_doc(
				doctype="ASN Performance Cycle",
				title=title,
				company=company,
				scheme=scheme.name,
				from_date=date(YEAR, 1, 1),
				to_date=date(YEAR, 12, 31),
				plan_due_date=date(YEAR, 1, 31),
				frequency="Quarterly",
				stages=[stage(number) for number in range(len(STAGES))],
			).insert()
		self.scheme = scheme.name
		rows = frappe.get_all(
			"ASN Cycle Stage", fields=["name", "parent", "stage_name"], order_by="parent, idx"
		)
		self.stage_names = {(row.parent, row.stage_name): row.name for row in rows}

	def units(self) -> None:
		"""All units below one root."""
		found = people.units(self.people)
		parents = {id(unit.parent) for unit in found}
		root = {
			"name": ROOT,
			"department_name": ROOT,
			"company": None,
			"parent_department": None,
			"is_group": 1,
			"lft": 1,
			"rgt": 2 * len(found) + 2,
		}
		self.insert(
			"Department",
			[
				root,
				*(
					{
						"name": unit.name,
						"department_name": unit.title,
						"company": unit.company,
						"parent_department": unit.parent.name if unit.parent else ROOT,
						"is_group": int(id(unit) in parents),
						"lft": unit.lft,
						"rgt": unit.rgt,
					}
					for unit in found
				),
			],
		)

	def employees(self) -> None:
		self.insert(
			"Employee",
			(
				{
					"name": person.name,
					"employee": person.name,
					"first_name": person.full_name,
					"employee_name": person.full_name,
					"gender": "Male",
					"date_of_birth": date(1985, 1, 1),
					"date_of_joining": date(2010, 1, 1),
					"status": "Active",
					"company": person.company,
					"department": person.unit.name,
					"designation": people.TITLES[person.level],
					"reports_to": person.superior.name if person.superior else None,
					"asn_delegated_rater": person.delegated_rater.name if person.delegated_rater else None,
					"asn_type": "PNS",
					"asn_nip": person.nip,
					"asn_position_type": people.TYPES[person.level],
					"lft": person.lft,
					"rgt": person.rgt,
				}
				for person in self.people
			),
		)

	def users(self) -> None:
		"""Users of the personas only; roles follow from the tree as always."""
		chosen = {key: persona.pick(self.people) for key, persona in PERSONAS.items()}
		for key, persona in PERSONAS.items():
			user = frappe.get_doc(
				doctype="User",
				email=persona.user,
				first_name=key,
				send_welcome_email=0,
				user_image="/assets/frappe/images/ui/user-avatar.png",  # else a picture service is asked
				roles=[{"role": role} for role in persona.roles],
			).insert()
			user.db_set("api_key", secret_of(key))
			set_encrypted_password("User", user.name, secret_of(key), "api_secret")
			if chosen[key]:
				frappe.db.set_value("Employee", chosen[key].name, "user_id", persona.user)
			if persona.only_company:
				frappe.get_doc(
					doctype="User Permission",
					user=persona.user,
					allow="Company",
					for_value=persona.only_company,
					apply_to_all_doctypes=1,
				).insert()
		employee.sync_roles()
		frappe.db.commit()

	def objectives(self) -> None:
		"""A tree of 4 levels per agency: 1 vision, 4 missions, 16 objectives, 64 programmes."""
		self.objective_names: dict[str, list[str]] = {}
		for company in CYCLES:
			above = [None]
			for level in ("Vision", "Mission", "Objective", "Programme"):
				above = [
					frappe.get_doc(
						doctype="ASN Strategic Objective",
						objective_name=f"{level} {number}",
						level=level,
						company=company,
						parent_asn_strategic_objective=parent,
						is_group=int(level != "Programme"),
					)
					.insert()
					.name
					for number, parent in enumerate(
						parent for parent in above for _ in range(1 if level == "Vision" else 4)
					)
				]
			self.objective_names[company] = above
		frappe.db.commit()

	def header(self, person: Person) -> Row:
		return {
			"employee": person.name,
			"employee_name": person.full_name,
			"department": person.unit.name,
			"company": person.company,
			"rater": person.rater.name if person.rater else None,
			"rater_name": person.rater.full_name if person.rater else None,
		}

	def work_plans(self) -> None:
		"""One plan a person: of 100, 85 approved, 6 wait, 5 drafts, 2 returned, 2 have none; as many plans as
		are missing by that are first versions, superseded by revisions."""
		plans: list[Row] = []
		for person in self.people:
			roll = person.number % 100
			if roll >= 98:
				continue
			state = state_of_plan(roll)
			plans.append(self.work_plan(person, state))
			if roll < 2:
				plans.append(self.work_plan(person, "Superseded"))
		self.plans = plans
		item_keys = {plan["employee"]: plan["items"] for plan in plans}
		rows: dict[str, list[Row]] = {
			"ASN Work Plan Item": [],
			"ASN Work Plan Milestone": [],
			"ASN Work Plan Behaviour": [],
		}
		by_name = {person.name: person for person in self.people}
		for plan in plans:
			self.plan_rows(plan, by_name[plan["employee"]], item_keys, rows)
		self.insert("ASN Work Plan", ({k: v for k, v in p.items() if k != "items"} for p in plans))
		for doctype, found in rows.items():
			self.insert(doctype, found)

	def work_plan(self, person: Person, state: str) -> Row:
		cycle = CYCLES[person.company]
		approved = state in ("Approved", "Superseded")
		# 6 of 7 in January, in time; the others in February and March
		made = datetime(YEAR, 1 if person.number % 7 else 2 + person.number % 2, 1 + person.number % 28, 9)
		name = self.name("ASN Work Plan")
		key = f"{person.name}::{cycle}" if state != "Superseded" else None
		return {
			**self.header(person),
			"name": name,
			"title": f"{person.full_name} · {cycle}",
			"nip": person.nip,
			"designation": people.TITLES[person.level],
			"position_type": people.TYPES[person.level],
			"workflow_state": state,
			"docstatus": int(approved),
			"cycle": cycle,
			"approach": "Quantitative",
			"from_date": date(YEAR, 1, 1),
			"to_date": date(YEAR, 12, 31),
			"months": 12,
			"weight_total": 100,
			"version": 1,
			"plan_key": key,
			"submitted_on": made if state not in ("Draft",) else None,
			"approved_on": made + timedelta(days=2) if approved else None,
			"creation": made + timedelta(seconds=person.number),
			"items": [f"{name}-{idx}" for idx in range(1, ITEMS_PER_PLAN + 1)],
		}

	def plan_rows(
		self, plan: Row, person: Person, item_keys: dict[str, list[str]], rows: dict[str, list[Row]]
	) -> None:
		above = item_keys.get(plan["rater"] or "", [])
		objectives = self.objective_names[person.company]
		for idx, key in enumerate(plan["items"], 1):
			serves = above and (person.number + idx) % 10  # a tenth of the items serve nothing
			rows["ASN Work Plan Item"].append(
				{
					**child(plan, "items", idx),
					"category": "Utama",
					"result": f"Hasil kerja {idx} dari {person.full_name}",
					"superior_item": above[(idx - 1) % len(above)] if serves else None,
					"superior_result": "Hasil kerja atasan" if serves else None,
					"cascading": "Direct" if serves else "",
					"objective": objectives[(person.number + idx) % len(objectives)] if idx == 1 else None,
					"measure": f"jumlah dokumen {idx}",
					"aspect": "Kuantitas",
					"direction": "Higher",
					"target_min": 120,
					"unit": "dokumen",
					"weight": 20,
					"data_source": "Daily Activity" if idx < 3 else "Manual",
					"summarise": "Added Up" if idx < 3 else "",
					"item_key": key,
				}
			)
		for idx, name in enumerate(STAGES, 1):
			rows["ASN Work Plan Milestone"].append(
				{
					**child(plan, "milestones", idx),
					"item_no": 1,
					"item_key": plan["items"][0],
					"result": "Hasil kerja 1",
					"stage_name": name,
					"action": f"Rencana aksi {idx}",
					"target": 30 * idx,
				}
			)
		for idx, value in enumerate(self.values, 1):
			rows["ASN Work Plan Behaviour"].append(
				{**child(plan, "behaviours", idx), "behaviour_value": value}
			)

	def matrices(self) -> None:
		"""A result matrix of every rater with an approved plan, a cell for each of his people."""
		teams: dict[str, list[Person]] = {}
		for person in self.people:
			if person.superior:
				teams.setdefault(person.superior.name, []).append(person)
		by_name = {person.name: person for person in self.people}
		matrices, cells = [], []
		for plan in self.plans:
			if plan["workflow_state"] != "Approved" or plan["employee"] not in teams:
				continue
			matrix = {
				**self.header(by_name[plan["employee"]]),
				"name": self.name("ASN Result Matrix"),
				"title": plan["title"],
				"work_plan": plan["name"],
				"cycle": plan["cycle"],
			}
			del matrix["rater_name"]
			matrices.append(matrix)
			for idx, person in enumerate(teams[plan["employee"]], 1):
				cells.append(
					{
						**child(matrix, "cells", idx, "ASN Result Matrix"),
						"employee": person.name,
						"employee_name": person.full_name,
						"superior_item": plan["items"][idx % ITEMS_PER_PLAN],
						"superior_result": "Hasil kerja atasan",
						"contribution": f"Bagian {idx}",
						"cascading": "Direct",
					}
				)
		self.insert("ASN Result Matrix", matrices)
		self.insert("ASN Result Matrix Cell", cells)

	def in_force(self) -> list[tuple[Row, Person]]:
		by_name = {person.name: person for person in self.people}
		return [(p, by_name[p["employee"]]) for p in self.plans if p["workflow_state"] == "Approved"]

	def activities(self) -> None:
		"""Day by day through the year, as they would be written."""
		total, in_force = ACTIVITIES * len(self.people), self.in_force()
		rounds = -(-total // len(in_force))
		work = ((number, plan, person) for number in range(rounds) for plan, person in in_force)
		self.insert(
			"ASN Daily Activity",
			(self.activity(number, rounds, plan, person) for number, plan, person in islice(work, total)),
		)

	def activity(self, number: int, rounds: int, plan: Row, person: Person) -> Row:
		day = date(YEAR, 1, 5) + timedelta(days=(number * 355 + person.number % 355) // rounds)
		roll = (number * 7 + person.number) % 20
		status = "Verified" if roll < 16 else "Waiting" if roll < 19 else "Returned"
		index = (number + person.number) % ITEMS_PER_PLAN
		written = datetime.combine(day, time(16)) + timedelta(seconds=person.number % 3600)
		return {
			**self.header(person),
			"title": f"{person.full_name} · {day}",
			"date": day,
			"from_time": time(8 + number % 6),
			"to_time": time(10 + number % 6),
			"minutes": 120,
			"status": status,
			"description": f"Menyusun dan memeriksa dokumen pelayanan bagian {number}",
			"plan_item": plan["items"][index],
			"result": f"Hasil kerja {index + 1} dari {person.full_name}",
			"quantity": 1 + roll % 5,
			"unit": "dokumen",
			"work_plan": plan["name"],
			"verified_on": written + timedelta(days=1) if status == "Verified" else None,
			"creation": written,
		}

	def evaluations(self) -> None:
		total = EVALUATIONS * len(self.people)
		found = list(
			islice(
				((s, p, w) for s in STAGES for p, w in self.in_force()), total + len(self.people) // RUNNING
			)
		)
		evaluations = [
			self.evaluation(*each) if index < total else self.running(*each)
			for index, each in enumerate(found)
		]
		self.assessed = [(made, person) for made, (_, _, person) in zip(evaluations, found, strict=True)]
		self.insert("ASN Evaluation", evaluations)
		self.insert(
			"ASN Evaluation Result",
			(
				{
					**child(made, "results", idx, "ASN Evaluation"),
					"category": "Utama",
					"result": f"Hasil kerja {idx} dari {person.full_name}",
					"measure": f"jumlah dokumen {idx}",
					"direction": "Higher",
					"target": "120 dokumen",
					"target_min": 120,
					"unit": "dokumen",
					"weight": 20,
					"realisation": "125",
					"achievement": 104.17,
					"value": 104.17,
					"rating": MEETS if made["docstatus"] else None,
					"work_plan_item": plan["items"][idx - 1],
				}
				for made, (_, plan, person) in zip(evaluations, found, strict=True)
				for idx in range(1, ITEMS_PER_PLAN + 1)
			),
		)
		self.insert(
			"ASN Evaluation Behaviour",
			(
				{
					**child(made, "behaviours", idx, "ASN Evaluation"),
					"behaviour_value": value,
					"rating": (ABOVE if person.number * idx % 7 == 1 else MEETS)
					if made["docstatus"]
					else None,
				}
				for made, person in self.assessed
				for idx, value in enumerate(self.values, 1)
			),
		)
		self.insert(
			"ASN Evaluation Component",
			(
				{
					**child(made, "components", idx, "ASN Evaluation"),
					"source": source,
					"weight": weight,
					"effective_weight": weight,
					"score": 100,
					"contribution": weight,
				}
				for made in evaluations
				if made["docstatus"]
				for idx, (source, weight) in enumerate((("Work Result", 70), ("Behaviour", 30)), 1)
			),
		)

	def evaluation(self, stage_name: str, plan: Row, person: Person) -> Row:
		roll = person.number % 20
		predicate = "Sangat Baik" if roll < 2 else "Baik" if roll < 17 else "Butuh Perbaikan"
		cycle = CYCLES[person.company]
		dates = stage(STAGES.index(stage_name))
		released = datetime.combine(dates["due_date"], time(10)) + timedelta(seconds=person.number)
		row = self.stage_names[cycle, stage_name]
		return {
			**self.header(person),
			"name": self.name("ASN Evaluation"),
			"title": f"{person.full_name} · {stage_name} · {cycle}",
			"nip": person.nip,
			"designation": people.TITLES[person.level],
			"position_type": people.TYPES[person.level],
			"workflow_state": "Final"
			if stage_name == STAGES[0]
			else "Acknowledged"
			if roll % 2
			else "Released",
			"docstatus": 1,
			"work_plan": plan["name"],
			"cycle": cycle,
			"stage_name": stage_name,
			"from_date": dates["from_date"],
			"to_date": dates["to_date"],
			"due_date": dates["due_date"],
			"scheme": self.scheme,
			"approach": "Quantitative",
			"work_result_rating": ABOVE if roll < 2 else MEETS if roll < 17 else BELOW,
			"behaviour_rating": ABOVE if roll < 2 else MEETS,
			"suggested_work_result": MEETS,
			"suggested_behaviour": MEETS,
			"predicate": predicate,
			"score": 90 + roll,
			"scored": 1,
			"explanation": "{}" + " " * 2000,  # the length of a real one
			"released_on": released,
			"final_on": released + timedelta(days=20) if stage_name == STAGES[0] else None,
			"months": 3,
			"stage": row,
			"stage_key": f"{person.name}::{row}",
			"creation": released - timedelta(days=10),
		}

	def running(self, stage_name: str, plan: Row, person: Person) -> Row:
		"""One that its rater has in hand: in its own fields stands nothing of his yet."""
		made = self.evaluation(stage_name, plan, person)
		nothing = dict.fromkeys(
			(
				"work_result_rating",
				"behaviour_rating",
				"suggested_work_result",
				"suggested_behaviour",
				"predicate",
				"explanation",
				"released_on",
			)
		)
		return {
			**made,
			**nothing,
			"workflow_state": "Rater Assessment",
			"docstatus": 0,
			"score": 0,
			"scored": 0,
		}

	def feedback(self) -> None:
		"""From a colleague of the same team, of three kinds; one in twenty is still held back."""
		visibilities = ("Shared", "Private to the Rater", "Anonymous")

		def rows() -> Iterator[Row]:
			for number in range(FEEDBACKS):
				for index, person in enumerate(self.people):
					giver = self.people[index - 1 - number]
					anonymous = visibilities[number % 3] == "Anonymous"
					day = date(YEAR, 1, 5) + timedelta(days=(number * 110 + person.number) % 350)
					yield {
						**self.header(person),
						"title": f"{person.full_name} · {day}",
						"kind": "Appreciation" if person.number % 3 else "Suggestion",
						"visibility": visibilities[number % 3],
						"date": day,
						"about": "Behaviour Value",
						"behaviour_value": self.values[person.number % len(self.values)],
						"feedback": "Selalu membantu rekan yang lain menyelesaikan pekerjaannya.",
						"given_by": None if anonymous else giver.name,
						"given_by_name": None if anonymous else giver.full_name,
						"relation": "Peer",
						"released": int((person.number + number) % 20 != 0),
						"creation": datetime.combine(day, time(14)),
					}

		self.insert("ASN Feedback", rows())

	def dialogues(self) -> None:
		dialogues = [self.dialogue(person) for _ in range(DIALOGUES) for person in self.people]
		self.insert("ASN Performance Dialogue", dialogues)
		self.insert(
			"ASN Dialogue Action",
			(
				{
					**child(made, "actions", idx, "ASN Performance Dialogue"),
					"action": f"Tindak lanjut {idx}",
					"responsible": "Employee" if idx % 2 else "Rater",
					"due_date": made["date"] + timedelta(days=30 * idx),
					"status": "Open" if index % 3 else "Done",
					"done_on": None if index % 3 else made["date"] + timedelta(days=20),
				}
				for index, made in enumerate(dialogues)
				for idx in range(1, ACTIONS + 1)
			),
		)

	def dialogue(self, person: Person) -> Row:
		day = date(YEAR, 1, 5) + timedelta(days=person.number % 350)
		return {
			**self.header(person),
			"name": self.name("ASN Performance Dialogue"),
			"title": f"{person.full_name} · {day}",
			"dialogue_type": "Coaching" if person.number % 4 else "Counselling",
			"date": day,
			"topic": "Pencapaian target triwulan",
			"status": ("Open", "Waiting for Employee", "Waiting for Rater", "Agreed", "Agreed")[
				person.number % 5
			],
			"creation": datetime.combine(day, time(11)),
		}


def stage(number: int) -> Row:
	start = date(YEAR, 1 + 3 * number, 1)
	end = date(YEAR + (number == 3), 1 + 3 * (number + 1) % 12, 1) - timedelta(days=1)
	return {
		"stage_name": STAGES[number],
		"stage_type": "Periodic",
		"from_date": start,
		"to_date": end,
		"due_date": end + timedelta(days=10),
	}


def state_of_plan(roll: int) -> str:
	if roll < 85:
		return "Approved"
	if roll < 91:
		return "Waiting for Rater"
	return "Draft" if roll < 96 else "Returned"


def child(parent: Row, field: str, idx: int, doctype: str = "ASN Work Plan") -> Row:
	return {
		"parent": parent["name"],
		"parentfield": field,
		"parenttype": doctype,
		"idx": idx,
		"docstatus": parent.get("docstatus", 0),
	}

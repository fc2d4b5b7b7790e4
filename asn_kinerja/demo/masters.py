"""The agency's master data: company, units, positions, people, strategy, indicators, users."""

import frappe
from frappe.utils.nestedset import get_root_of

from asn_kinerja.demo import agency, plans
from asn_kinerja.demo.people import ACCOUNTS, DELEGATED, IMAGE, PASSWORD, Account, Person, people
from asn_kinerja.demo.year import Progress, commit_chunk

# Positions and indicators belong to no company: this text tells those of the demo from the site's own.
MARK = f"Data contoh {agency.COMPANY}"


def make_company() -> None:
	"""The agency itself. With the real ERPNext this also makes its chart of accounts."""
	if not frappe.db.exists("Company", agency.COMPANY):
		frappe.get_doc(
			doctype="Company",
			company_name=agency.COMPANY,
			abbr=agency.ABBR,
			default_currency="IDR",
			country="Indonesia",
		).insert()


def make_units() -> dict[str, str]:
	"""The tree of units; unit -> record name."""
	found = unit_names()
	for unit, above in agency.units().items():
		if unit not in found:
			found[unit] = (
				frappe.get_doc(
					doctype="Department",
					department_name=unit,
					company=agency.COMPANY,
					parent_department=found[above] if above else get_root_of("Department"),
					is_group=int(unit in agency.units().values()),
				)
				.insert()
				.name
			)
	return found


def unit_names() -> dict[str, str]:
	"""Unit -> record name, of those there are."""
	rows = frappe.get_all(
		"Department",
		filters={"company": agency.COMPANY, "department_name": ["in", list(agency.units())]},
		fields=["department_name", "name"],
		order_by="name",
	)
	return {row.department_name: row.name for row in rows}


def make_designations() -> None:
	"""The titles of all posts; one that the site has already is used as it is."""
	titles = dict.fromkeys(seat.post.title for seat in agency.seats())
	there = set(frappe.get_all("Designation", {"name": ["in", list(titles)]}, pluck="name", order_by="name"))
	for title in titles:
		if title not in there:
			frappe.get_doc(doctype="Designation", designation_name=title, description=MARK).insert()


def employee_names() -> dict[str, str]:
	"""Employee number -> record name, of those there are."""
	rows = frappe.get_all(
		"Employee",
		filters={"company": agency.COMPANY, "employee_number": ["in", [p.number for p in people()]]},
		fields=["employee_number", "name"],
		order_by="name",
	)
	return {row.employee_number: row.name for row in rows}


def make_employees(units: dict[str, str], progress: Progress) -> dict[str, str]:
	"""All people, superiors first; employee number -> record name."""
	found = employee_names()
	number_of = {person.seat.key: person.number for person in people()}
	todo = [person for person in people() if person.number not in found]
	for done, person in enumerate(todo, 1):
		superior = found[number_of[person.seat.superior]] if person.seat.superior else None
		rater = DELEGATED.get(person.seat.key)
		doc = frappe.get_doc(
			{
				"doctype": "Employee",
				"naming_series": "HR-EMP-",
				**_employee_values(person),
				"department": units[person.seat.unit],
				"reports_to": superior,
				"asn_delegated_rater": found[number_of[rater]] if rater else None,
			}
		)
		doc.flags.asn_roles_later = True
		doc.flags.notify_update = False
		found[person.number] = doc.insert().name
		commit_chunk(done, len(todo), "Employees", progress)
	return found


def _employee_values(person: Person) -> dict[str, object]:
	return {
		"employee_number": person.number,
		"first_name": person.first_name,
		"last_name": person.last_name,
		"gender": person.gender,
		"date_of_birth": person.birth_date,
		"date_of_joining": person.appointed,
		"status": "Active",
		"company": agency.COMPANY,
		"designation": person.seat.post.title,
		"image": IMAGE,
		"asn_type": person.asn_type,
		"asn_nip": person.nip,
		"asn_golongan": person.rank,
		"asn_golongan_since": person.rank_since,
		"asn_position_type": person.seat.post.kind,
		"asn_functional_level": person.seat.post.level,
		"asn_position_since": person.position_since,
	}


def make_objectives() -> dict[str, str]:
	"""The strategy; code -> record name."""
	rows = frappe.get_all(
		"ASN Strategic Objective", {"company": agency.COMPANY}, ["code", "name"], order_by="lft"
	)
	found = {row.code: row.name for row in rows}
	groups = {objective.parent for objective in plans.OBJECTIVES}
	for objective in plans.OBJECTIVES:
		if objective.code not in found:
			found[objective.code] = (
				frappe.get_doc(
					doctype="ASN Strategic Objective",
					objective_name=objective.name,
					level=objective.level,
					code=objective.code,
					company=agency.COMPANY,
					parent_asn_strategic_objective=found.get(objective.parent),
					perspective=objective.perspective,
					is_group=int(objective.code in groups),
				)
				.insert()
				.name
			)
	return found


def make_indicators() -> None:
	"""The indicator library; an indicator that the site has already is used as it is."""
	for key, indicator in plans.INDICATORS.items():
		if not frappe.db.exists("ASN Indicator", indicator.name):
			frappe.get_doc(
				doctype="ASN Indicator",
				indicator_name=indicator.name,
				unit=indicator.unit,
				aspect=indicator.aspect,
				direction=indicator.direction,
				data_source="Daily Activity" if indicator.daily else "Manual",
				description=MARK,
				designations=[{"designation": title} for title in plans.designations_of(key)],
			).insert()


def make_users(employees: dict[str, str], progress: Progress) -> None:
	"""The few people who may log in, linked to their employee records."""
	by_seat = {person.seat.key: person for person in people()}
	for done, account in enumerate(ACCOUNTS, 1):
		person = by_seat.get(account.seat)
		if not frappe.db.exists("User", account.email):
			_make_user(account, person)
		if person and not frappe.db.get_value("Employee", employees[person.number], "user_id"):
			doc = frappe.get_doc("Employee", employees[person.number])
			doc.user_id = account.email
			# who has a role of his own (HR admin) sees more than his own employee record
			doc.create_user_permission = int(not account.roles)
			doc.flags.asn_roles_later = True
			doc.save()
		frappe.db.commit()
		progress("Users", done, len(ACCOUNTS))


def _make_user(account: Account, person: Person | None) -> None:
	roles = [role for role in ("Employee", *account.roles) if frappe.db.exists("Role", role)]
	frappe.get_doc(
		doctype="User",
		email=account.email,
		first_name=person.first_name if person else account.name.title(),
		last_name=person.last_name if person else "Inspektorat",
		language="id",
		user_image=IMAGE,
		send_welcome_email=0,
		new_password=PASSWORD,
		roles=[{"role": role} for role in roles],
	).insert()

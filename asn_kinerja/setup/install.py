"""What the installation makes once. Everything here may be edited, or deleted, by an administrator later."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils.fixtures import sync_fixtures

from asn_kinerja import bulk
from asn_kinerja.employee import sync_roles
from asn_kinerja.setup.workflows import FLOWS, Flow, condition

RECORDS = Path(__file__).parent / "records"
BEHAVIOUR_BASIS = "SE MenPAN-RB 20/2021"
# Names of shared records (workflow states and actions) that were missing, for the uninstallation to remove.
CREATED = "asn_kinerja_created_records"
SETTINGS = "ASN Performance Settings"
RUPIAH = "IDR"
COMPETENCY, STANDARD = "ASN Competency", "ASN Position Standard"
TABLES = {
	"attendance_rules": "ASN Attendance Rule",
	"discipline_rules": "ASN Discipline Rule",
	"competency_rules": "ASN Competency Rule",
	"credit_rules": "ASN Credit Rule",
	"allowance_rules": "ASN Allowance Rule",
	"follow_up_rules": "ASN Follow Up Rule",
	"talent_rules": "ASN Talent Rule",
}
INDEXES = {"Employee": ("asn_user_index", ("user_id", "lft"))}


def after_install() -> None:
	"""Create settings, behaviour values, schemes, tables and workflows where they are missing."""
	# Frappe syncs fixtures only after this hook, and the records below need the custom fields and roles
	sync_fixtures("asn_kinerja")
	make_settings()
	make_indexes()
	make_behaviour_values()
	make_impact_levels()
	enable_currency()
	make_tables()
	choose_follow_up_rule()
	make_competencies()
	make_standard_templates()
	make_schemes()
	make_distribution_guide()
	make_development_rules()
	make_workflows()
	sync_roles()


def records(name: str) -> list[dict]:
	"""The shipped records of a file."""
	return json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))


def make_settings() -> None:
	"""Store the default of every setting that has no value yet: a new version brings new settings, and a
	setting that is not stored reads as off. Runs at the installation and after every migrate."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	for df in frappe.get_meta(SETTINGS).fields:
		if df.default and df.fieldname not in stored:
			frappe.db.set_single_value(SETTINGS, df.fieldname, df.default, update_modified=False)


def make_indexes() -> None:
	"""Indexes on tables of ERPNext: every question asks who a user is. Of two columns, because Frappe drops
	those of one column that the DocType does not name. Runs after every migrate too."""
	for doctype, (name, columns) in INDEXES.items():
		frappe.db.add_index(doctype, list(columns), name)


def make_impact_levels() -> None:
	for record in records("impact_levels"):
		if not frappe.db.exists("ASN Impact Level", record["level_name"]):
			frappe.get_doc({**record, "doctype": "ASN Impact Level"}).insert(ignore_permissions=True)


def make_behaviour_values() -> None:
	for record in records("behaviour_values"):
		if not frappe.db.exists("ASN Behaviour Value", record["value_name"]):
			guides = [{"guide": guide} for guide in record["guides"]]
			frappe.get_doc(
				{**record, "doctype": "ASN Behaviour Value", "legal_basis": BEHAVIOUR_BASIS, "guides": guides}
			).insert(ignore_permissions=True)


def make_schemes(titles: Iterable[str] | None = None) -> None:
	"""The national schemes and those of the reference agencies (or only those named), as drafts to read,
	adapt and submit; their legal basis in the site's language."""
	for record in records("scoring_schemes"):
		if titles is not None and record["title"] not in titles:
			continue
		if not frappe.db.exists("ASN Scoring Scheme", {"title": record["title"]}):
			basis = _(record["legal_basis"], frappe.db.get_default("lang"))
			frappe.get_doc({**record, "doctype": "ASN Scoring Scheme", "legal_basis": basis}).insert(
				ignore_permissions=True
			)


def make_tables() -> None:
	"""Published tables of deductions and sanctions, submitted: another one is a new record or version."""
	for name, doctype in TABLES.items():
		for record in records(name):
			_make_table(doctype, record)


def make_development_rules() -> None:
	"""The published table of measures, submitted; after the dictionary, to whose competencies it points. One
	that an administrator has renamed or deleted is left out of its rows."""
	known = set(frappe.get_all("ASN Competency", pluck="name", order_by="name"))
	values = set(frappe.get_all("ASN Behaviour Value", pluck="name", order_by="name"))
	for record in records("development_rules"):
		rows = [
			{**row, "competency": row["competency"] if row["competency"] in known else None}
			for row in record["rows"]
			if not row["behaviour_value"] or row["behaviour_value"] in values
		]
		_make_table("ASN Development Rule", {**record, "rows": rows})


def _make_table(doctype: str, record: dict[str, Any]) -> None:
	if frappe.db.exists(doctype, {"title": record["title"], "version": record["version"]}):
		return
	language = frappe.db.get_default("lang")
	texts = {
		"legal_basis": _(record["legal_basis"], language),
		"notes": _(record["notes"], language) if record["notes"] else None,
	}
	table = frappe.get_doc({**record, **texts, "doctype": doctype})
	table.insert(ignore_permissions=True)
	table.flags.ignore_permissions = True
	table.submit()


def choose_follow_up_rule() -> None:
	"""The published table of follow-ups as the site's one, where none is chosen. Runs once, so that whoever
	empties the setting later is left alone."""
	if frappe.db.get_single_value(SETTINGS, "follow_up_rule"):
		return
	(record,) = records("follow_up_rules")
	name = frappe.db.exists("ASN Follow Up Rule", {"title": record["title"], "docstatus": 1})
	if name:
		frappe.db.set_single_value(SETTINGS, "follow_up_rule", name, update_modified=False)


def make_competencies() -> None:
	"""The managerial and socio-cultural competencies of PermenPAN-RB 38/2017; technical ones are the
	agency's."""
	for record in records("competencies"):
		if not frappe.db.exists(COMPETENCY, record["title"]):
			frappe.get_doc({**record, "doctype": COMPETENCY}).insert(ignore_permissions=True)


def make_standard_templates() -> None:
	"""Templates of position standards: one level for all shipped competencies, by kind of position. Once, for
	an agency that has made templates of its own has no use for these."""
	if frappe.db.exists(STANDARD, {"is_template": 1}):
		return
	names = [row["title"] for row in records("competencies")]
	offered = [name for name in names if frappe.db.exists(COMPETENCY, {"name": name, "disabled": 0})]
	for record in records("position_standards"):
		# of no agency: newer Frappe fills in the default company where none is given
		kind = {key: record[key] for key in ("position_type", "functional_level")} | {"company": ""}
		rows = [{"competency": name, "level": record["level"], "weight": 1} for name in offered]
		if rows:
			frappe.get_doc({**kind, "doctype": STANDARD, "is_template": 1, "competencies": rows}).insert(
				ignore_permissions=True
			)


def enable_currency() -> None:
	"""Rupiah, in which the allowance is counted: Frappe tells the browser of enabled currencies only."""
	if frappe.db.exists("Currency", RUPIAH):
		frappe.db.set_value("Currency", RUPIAH, "enabled", 1)


def make_distribution_guide() -> None:
	"""The guide of SE MenPAN-RB 3/2023 as rows of the settings; deleting them there switches it off."""
	if frappe.db.exists("ASN Distribution Rule", {"parent": SETTINGS}):
		return
	place = {"parent": SETTINGS, "parenttype": SETTINGS, "parentfield": "distribution_guide"}
	rows = [{**record, **place, "idx": idx} for idx, record in enumerate(records("distribution_guide"), 1)]
	bulk.insert("ASN Distribution Rule", rows)


def make_workflows(flows: Iterable[Flow] = FLOWS) -> None:
	"""Create the missing workflows, and note which shared records had to be made for them."""
	created = json.loads(frappe.db.get_default(CREATED) or "[]")
	made = [record for flow in flows for record in make_workflow(flow)]
	frappe.db.set_default(CREATED, json.dumps([*created, *made]))


def make_workflow(flow: Flow) -> list[tuple[str, str]]:
	"""Create a workflow when it is missing; return the shared records that had to be made for it."""
	# an active one that an agency has put in its place would be switched off by Frappe
	replaced = {"document_type": flow.doctype, "is_active": 1}
	if frappe.db.exists("Workflow", flow.name) or frappe.db.exists("Workflow", replaced):
		return []
	created = []
	for state in flow.states:
		if not frappe.db.exists("Workflow State", state.name):
			frappe.get_doc(
				doctype="Workflow State", workflow_state_name=state.name, style=state.style
			).insert(ignore_permissions=True)
			created.append(("Workflow State", state.name))
	for action in dict.fromkeys(transition.action for transition in flow.transitions):
		if not frappe.db.exists("Workflow Action Master", action):
			frappe.get_doc(doctype="Workflow Action Master", workflow_action_name=action).insert(
				ignore_permissions=True
			)
			created.append(("Workflow Action Master", action))
	frappe.get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": flow.name,
			"document_type": flow.doctype,
			"workflow_state_field": "workflow_state",
			"is_active": 1,
			"send_email_alert": 0,
			"states": [
				{"state": state.name, "doc_status": str(state.status), "allow_edit": state.role}
				for state in flow.states
			],
			"transitions": [
				{
					"state": transition.state,
					"action": transition.action,
					"next_state": transition.next_state,
					"allowed": transition.role,
					# `owner` is whoever ran the job that made the record; who may act is checked by relation
					"allow_self_approval": 1,
					"condition": condition(transition),
				}
				for transition in flow.transitions
			],
		}
	).insert(ignore_permissions=True)
	return created

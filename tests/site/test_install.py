"""Installing and uninstalling leave a site as it was: compared on a site made for this and thrown away."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import frappe
import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = "asn_kinerja"

# Logs and caches, which tell what happened and are nobody's settings
LOGS = {
	"tabAccess Log",
	"tabActivity Log",
	"tabComment",
	"tabCommunication",
	"tabDeleted Document",
	"tabError Log",
	"tabInstalled Application",
	"tabLogs To Clear",
	"tabPatch Log",
	"tabRoute History",
	"tabScheduled Job Log",
	"tabVersion",
	"tabView Log",
	"tabNotification Log",
	"tabSessions",
}

COMMON = """
import json, sys, frappe
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()
frappe.flags.mute_emails = True
"""

PEOPLE = """
if frappe.db.exists("DocType", "Warehouse Type") and not frappe.db.exists("Warehouse Type", "Transit"):
	frappe.get_doc(doctype="Warehouse Type", name="Transit").insert()  # the setup wizard brings these two
if not frappe.db.exists("Gender", "Male"):
	frappe.get_doc(doctype="Gender", gender="Male").insert()
company = frappe.get_doc(
	doctype="Company", company_name="Pemkot", abbr="PK", default_currency="IDR", country="Indonesia").insert()
boss = None
for name in ("atasan", "staf"):
	user = frappe.get_doc(doctype="User", email=f"{name}@uji.example", first_name=name, send_welcome_email=0,
		user_image="/assets/frappe/images/ui/user-avatar.png").insert()
	boss = frappe.get_doc(doctype="Employee", first_name=name, gender="Male", date_of_birth="1980-05-17",
		date_of_joining="2005-03-01", company=company.name, status="Active", user_id=user.name,
		reports_to=boss).insert().name
frappe.db.commit()
"""

USE = """
from frappe.model.workflow import apply_workflow
for name in frappe.get_all("Employee", pluck="name"):
	frappe.get_doc("Employee", name).update({"asn_type": "PNS", "asn_position_type": "Pelaksana"}).save()
frappe.db.set_single_value("ASN Performance Settings", "approval_waits_for_superior", 0)
scheme = frappe.get_doc("ASN Scoring Scheme", {"title": "PermenPAN-RB 6/2022"}).submit()
cycle = frappe.get_doc(doctype="ASN Performance Cycle", title="2026", company="Pemkot", scheme=scheme.name,
	from_date="2026-01-01", to_date="2026-12-31", frequency="Quarterly").insert()
frappe.set_user("staf@uji.example")
row = {"result": "Dokumen", "measure": "jumlah", "direction": "Higher", "target_min": 10, "weight": 100}
plan = frappe.get_doc(doctype="ASN Work Plan", cycle=cycle.name, items=[row]).insert()
apply_workflow(plan, "Submit for Approval")
frappe.set_user("atasan@uji.example")
apply_workflow(frappe.get_doc("ASN Work Plan", plan.name), "Approve")
frappe.set_user("Administrator")
from asn_kinerja.cycle import opening
assert opening.open_stage(cycle.name, cycle.stages[0].name).made == 1
flow = frappe.get_doc("Workflow", "ASN Evaluation Process")
flow.send_email_alert = 1
flow.save()
frappe.get_doc("ASN Performance Settings").update({"objection_days": 7}).save()
doc = frappe.get_doc(doctype="Property Setter", doctype_or_field="DocField", doc_type="ASN Evaluation",
	field_name="self_note", property="bold", property_type="Check", value="1").insert()
frappe.db.commit()
"""

FORGET_JOBS = """
from frappe.utils.background_jobs import get_queue, get_queues_timeout
for queue in get_queues_timeout():
	get_queue(queue).delete(delete_jobs=True)
"""

NOTICES = """
print(frappe.db.count("Notification Log", {"document_type": ["like", "ASN %"]}))
"""

SNAPSHOT = """
def rows(query):
	return sorted(json.dumps(row, default=str) for row in frappe.db.sql(query, as_list=True))
found = {
	"columns": rows("select table_name, column_name, column_type, is_nullable, column_default "
		"from information_schema.columns where table_schema = database()"),
	"indexes": rows("select table_name, index_name, seq_in_index, column_name, non_unique "
		"from information_schema.statistics where table_schema = database()"),
	"Singles": rows("select doctype, field from tabSingles"),
	"DefaultValue": rows("select parent, defkey, defvalue from tabDefaultValue"),
	"Series": rows("select name from tabSeries"),
	"user types": rows("select name, user_type from tabUser"),
	"installed apps": frappe.get_installed_apps(),
}
named = frappe.db.sql("select table_name from information_schema.columns where table_schema = database() "
	"and column_name = 'name' and table_name like 'tab%'", pluck=True)
parts = {"tabHas Role": "parent, role", "tabDocPerm": "parent, role, permlevel",
	"tabDocField": "parent, fieldname",
	"tabCustom DocPerm": "parent, role", "tabDefaultValue": "parent, defkey"}
for table in named:
	found[table] = rows(f"select {parts.get(table, 'name')} from `{table}`")
print("\\n" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def root_password(own_bench: bool) -> str:
	if own_bench:
		from dev import config

		return config.DATABASE_PASSWORD
	password = os.environ.get("DB_ROOT_PASSWORD")
	if not password:
		pytest.skip("a site is made for this: set DB_ROOT_PASSWORD to the database's root password")
	return password


@pytest.fixture(scope="module")
def bench(sites: Path) -> Callable[..., str]:
	"""Runs a bench command and returns what it prints."""

	def run(*arguments: str) -> str:
		command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", *arguments]
		done = subprocess.run(command, cwd=sites, capture_output=True, text=True)
		assert done.returncode == 0, (
			f"{' '.join(arguments[:4])}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
		)
		return done.stdout

	return run


@pytest.fixture(scope="module")
def other_apps(site: str) -> list[str]:
	"""What the site under test has beside the framework and this app: ERPNext, and Frappe HR where it is."""
	return [app for app in frappe.get_installed_apps() if app not in ("frappe", APP)]


@pytest.fixture(scope="module")
def throwaway(
	bench: Callable[..., str],
	other_apps: list[str],
	root_password: str,
	tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
	"""A new site with the same other apps and two employees, gone afterwards."""
	name = f"uji-{secrets.token_hex(4)}.localhost"
	root = ("--db-root-username", "root", "--db-root-password", root_password)
	try:
		bench("new-site", name, "--no-mariadb-socket", "--admin-password", "admin", *root)
		# its jobs wait in a queue of its own, for no worker
		bench("--site", name, "set-config", "bench_id", name)
		for app in other_apps:
			bench("--site", name, "install-app", app)
		python(bench, name, PEOPLE)
		yield name
	finally:
		with suppress(AssertionError):
			python(bench, name, FORGET_JOBS)
		archive = str(tmp_path_factory.mktemp("archived"))
		bench("drop-site", name, "--no-backup", "--force", "--archived-sites-path", archive, *root)


def python(bench: Callable[..., str], site: str, program: str) -> str:
	sites = Path(os.environ["TEST_SITES"])
	done = subprocess.run(
		[sys.executable, "-c", COMMON + program, site], cwd=sites, capture_output=True, text=True
	)
	assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
	return done.stdout


def snapshot(bench: Callable[..., str], site: str) -> dict[str, Any]:
	return json.loads(python(bench, site, SNAPSHOT).splitlines()[-1])


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
	found = []
	for part in sorted({*before, *after} - LOGS):
		old, new = before.get(part, []), after.get(part, [])
		found += [f"{part}: left behind {row}" for row in new if row not in old]
		found += [f"{part}: lost {row}" for row in old if row not in new]
	return found


def test_after_the_uninstallation_the_site_is_as_before(bench: Callable[..., str], throwaway: str) -> None:
	before = snapshot(bench, throwaway)
	bench("--site", throwaway, "install-app", APP)
	installed = snapshot(bench, throwaway)
	assert APP in installed["installed apps"]
	assert any("asn_nip" in row for row in installed["columns"])
	assert any("ASN Employee" in row and "staf@" in row for row in installed["tabHas Role"])
	python(bench, throwaway, USE)
	assert json.loads(python(bench, throwaway, NOTICES).splitlines()[-1]) > 0
	bench("--site", throwaway, "uninstall-app", APP, "--yes", "--no-backup")
	assert json.loads(python(bench, throwaway, NOTICES).splitlines()[-1]) == 0
	found = differences(before, snapshot(bench, throwaway))
	assert not found, "\n".join(found)


def test_the_app_can_be_installed_again(bench: Callable[..., str], throwaway: str) -> None:
	bench("--site", throwaway, "install-app", APP)
	assert APP in snapshot(bench, throwaway)["installed apps"]
	bench("--site", throwaway, "uninstall-app", APP, "--yes", "--no-backup")

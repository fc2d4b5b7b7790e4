"""What the app ships: DocTypes, hooks, patches; and what it must not use, to run on every version."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

APP = Path(__file__).resolve().parents[2] / "asn_kinerja"
MODULE = "ASN Kinerja"
JSONS = sorted(APP.glob("asn_kinerja/doctype/*/*.json"))
SOURCES = sorted(path for path in APP.rglob("*.py") if "__pycache__" not in path.parts)
MANAGERS = {"ASN Performance Manager", "System Manager"}
# plain stores: nobody may read them
WITHOUT_ROLES = {"ASN Evaluation Draft", "ASN Competency Draft", "ASN Feedback Mark", "ASN Seal Chain"}
# made by the server only; what citizens have answered
READ_ONLY = {"ASN Allowance Line", "ASN Result Seal", "ASN Survey Response", "ASN Talent Placement"}
LAYOUT = {"Section Break", "Column Break"}
REAL_LINKS = {"Link", "Table", "Table MultiSelect"}

# absent before or after some supported version; see the notes on the framework the app is built on
FORBIDDEN_NAMES = {
	"frappe._lt": "since 15.x only",
	"frappe.client_cache": "since 16",
	"frappe.db.bulk_update": "late 15",
	"frappe.db.rename_column": "late 15",
	"frappe.db.unbuffered_cursor": "late 15",
	"frappe.utils.safe_exec": "rules are data",
	"frappe.safe_eval": "rules are data",
	"frappe.get_app_source_path": "late 15",
	"frappe.enqueue_doc": "no job id",
}
FORBIDDEN_IMPORTS = {"get_app_source_path", "IntegrationTestCase", "UnitTestCase", "safe_exec", "_lt"}
FORBIDDEN_ARGUMENTS = {
	"has_permission": {"debug"},
	"get_value": {"skip_locked", "wait"},
	"sql": {"as_iterator"},
	"publish_progress": {"task_id"},
	"throw": {"primary_action"},
}


def shipped(path: Path) -> dict[str, Any]:
	return json.loads(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
	return path.stem


@pytest.fixture(params=JSONS, ids=name_of)
def doctype(request: pytest.FixtureRequest) -> dict[str, Any]:
	return shipped(request.param)


@pytest.fixture(params=SOURCES, ids=lambda path: str(path.relative_to(APP)))
def tree(request: pytest.FixtureRequest) -> ast.Module:
	return ast.parse(request.param.read_text(encoding="utf-8"))


def test_a_doctype_carries_module_prefix_and_order(doctype: dict[str, Any]) -> None:
	assert doctype["module"] == MODULE  # else the uninstallation leaves it behind
	assert doctype["name"].startswith("ASN ")
	assert not doctype.get("custom")
	assert doctype["engine"] == "InnoDB"
	if not doctype.get("issingle"):
		assert doctype["sort_field"]  # the default differs between versions
		assert doctype["sort_field"] in {
			"creation",
			"modified",
			"idx",
			*(f["fieldname"] for f in doctype["fields"]),
		}


def test_every_field_has_a_label(doctype: dict[str, Any]) -> None:
	assert not [
		f["fieldname"] for f in doctype["fields"] if f["fieldtype"] not in LAYOUT and not f.get("label")
	]
	names = [f["fieldname"] for f in doctype["fields"]]
	assert len(names) == len(set(names))
	assert set(doctype.get("field_order", names)) == set(names)


def test_links_point_to_something(site: str, doctype: dict[str, Any]) -> None:
	for field in doctype["fields"]:
		if field["fieldtype"] in REAL_LINKS:
			target = field.get("options")
			assert target
			assert frappe.db.exists("DocType", target), f"{field['fieldname']} → {target}"


def test_a_manager_can_work_with_it_and_an_auditor_only_read(doctype: dict[str, Any]) -> None:
	rights = doctype.get("permissions", [])
	if doctype.get("istable") or doctype["name"] in WITHOUT_ROLES:
		assert not rights
		return
	writers = {row["role"] for row in rights if row.get("read") and row.get("write")}
	readers = {row["role"] for row in rights if row.get("read")}
	assert (readers if doctype["name"] in READ_ONLY else writers) & MANAGERS
	assert not (writers and doctype["name"] in READ_ONLY)
	for row in rights:
		if row["role"] == "ASN Auditor":
			assert not {"write", "create", "delete", "submit", "cancel", "amend", "share"} & {
				key for key, value in row.items() if value
			}
	assert {row["role"] for row in rights} <= {
		role["role_name"] for role in shipped(APP / "fixtures/role.json")
	} | MANAGERS


def test_every_row_type_is_changed_through_its_parent_only(doctype: dict[str, Any]) -> None:
	if doctype.get("istable"):
		from frappe.model.base_document import get_controller

		from asn_kinerja.child_row import ChildRow

		assert issubclass(get_controller(doctype["name"]), ChildRow)


def test_the_site_has_what_the_files_say(site: str, doctype: dict[str, Any]) -> None:
	"""A forgotten `modified` leaves the old DocType on every site that migrates."""
	meta = frappe.get_meta(doctype["name"], cached=False)
	fields = {f["fieldname"]: (f["fieldtype"], f.get("options"), f.get("label")) for f in doctype["fields"]}
	there = {f.fieldname: (f.fieldtype, f.options, f.label) for f in meta.fields if f.fieldname in fields}
	assert there == fields


def test_unique_keys_are_indexes_in_the_database(site: str) -> None:
	for table, column in (
		("ASN Work Plan", "plan_key"),
		("ASN Evaluation", "stage_key"),
		("Employee", "asn_nip"),
		("ASN Evaluation Draft", "evaluation"),
		("ASN Result Seal", "cycle"),
		("ASN Result Seal", "sequence"),
		("ASN Result Seal", "evaluation"),
		("ASN Seal Chain", "cycle"),
		("ASN Behaviour Review", "review_key"),
		("ASN Attendance Recap", "recap_key"),
		("ASN Disciplinary Record", "proposal_key"),
		("ASN Credit Point", "point_key"),
		("ASN Allowance Sheet", "sheet_key"),
		("ASN Allowance Line", "line_key"),
		("ASN Training Record", "training_key"),
		("ASN Development Plan", "plan_key"),
		("ASN Competency Assessment", "assessment_key"),
		("ASN Follow Up", "proposal_key"),
		("ASN Talent Placement", "placement_key"),
	):
		keys = frappe.db.sql(
			f"show index from `tab{table}` where Column_name = %s and Non_unique = 0", column
		)
		assert keys, f"{table}.{column}"


def test_the_patches_can_be_imported(site: str) -> None:
	lines = (APP / "patches.txt").read_text().splitlines()
	for line in lines:
		if line.strip() and not line.startswith(("#", "[")):
			method = line.split("#")[0].split()[0]
			assert callable(frappe.get_attr(f"{method}.execute")), method
	assert [line for line in lines if line.startswith("[")] == ["[pre_model_sync]", "[post_model_sync]"]


def dotted(value: Any) -> Iterator[str]:
	if isinstance(value, str) and re.fullmatch(r"asn_kinerja(\.\w+)+", value):
		yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from dotted(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from dotted(inner)


def test_no_hook_is_written_twice() -> None:
	"""The second one would silently take the place of the first."""
	tree = ast.parse((APP / "hooks.py").read_text(encoding="utf-8"))
	names = [target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
	assert sorted(names) == sorted(set(names))


def test_every_path_in_the_hooks_leads_to_a_function(site: str) -> None:
	from asn_kinerja import hooks

	values = {name: value for name, value in vars(hooks).items() if not name.startswith("__")}
	paths = list(dotted(values))
	assert len(paths) > 10
	for path in paths:
		assert callable(frappe.get_attr(path)), path


def test_hooks_name_only_doctypes_that_exist(site: str) -> None:
	from asn_kinerja import hooks

	named = {*hooks.doc_events, *hooks.has_permission, *hooks.permission_query_conditions}
	assert not [doctype for doctype in named if not frappe.db.exists("DocType", doctype)]


def test_overridden_methods_exist_and_take_the_same_arguments(site: str) -> None:
	import inspect

	from asn_kinerja import hooks

	for theirs, ours in hooks.override_whitelisted_methods.items():
		original, replacement = frappe.get_attr(theirs), frappe.get_attr(ours)
		assert replacement in frappe.whitelisted
		assert (original in frappe.guest_methods) == (replacement in frappe.guest_methods)
		arguments = list(inspect.signature(original).parameters)
		taken = inspect.signature(replacement).parameters.values()
		named = [parameter.name for parameter in taken if parameter.kind != parameter.VAR_KEYWORD]
		if len(named) < len(taken):  # hands on whatever is sent
			assert set(named) <= set(arguments)
		elif arguments != ["args", "kwargs"]:  # some decorators of the framework hide them
			assert named == arguments


def test_every_file_the_hooks_include_is_there() -> None:
	from asn_kinerja import hooks

	found = [*dotted_assets(vars(hooks))]
	assert not [path for path in found if not (APP / "public" / path).exists()]


def dotted_assets(value: Any) -> Iterator[str]:
	if isinstance(value, str) and value.startswith("/assets/asn_kinerja/"):
		yield value.removeprefix("/assets/asn_kinerja/")
	elif isinstance(value, dict):
		for inner in value.values():
			yield from dotted_assets(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from dotted_assets(inner)


def written(node: ast.AST) -> str:
	return ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""


def test_no_name_is_used_that_some_version_lacks(tree: ast.Module) -> None:
	used = {written(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
	assert not used & FORBIDDEN_NAMES.keys()
	imported = {
		alias.name
		for node in ast.walk(tree)
		if isinstance(node, ast.Import | ast.ImportFrom)
		for alias in node.names
	}
	assert not imported & FORBIDDEN_IMPORTS


def test_no_argument_is_used_that_some_version_lacks(tree: ast.Module) -> None:
	for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
		function = written(call.func).rpartition(".")[2]
		assert not FORBIDDEN_ARGUMENTS.get(function, set()) & {keyword.arg for keyword in call.keywords}


def whitelist(function: ast.AST) -> ast.expr | None:
	for decorator in getattr(function, "decorator_list", []):
		if "frappe.whitelist" in ast.unparse(decorator):
			return decorator
	return None


def test_whitelisted_functions_have_checked_types(tree: ast.Module) -> None:
	functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and whitelist(node)]
	if not functions:
		return
	future = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
	assert not future  # it turns Frappe's check of the arguments off
	for function in functions:
		arguments = [*function.args.args, *function.args.kwonlyargs]
		untyped = [a.arg for a in arguments if a.arg not in ("self", "cls") and a.annotation is None]
		assert not untyped, function.name


def test_jobs_have_an_identity(tree: ast.Module) -> None:
	for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
		if written(call.func) == "frappe.enqueue":
			assert {"job_id", "deduplicate"} <= {keyword.arg for keyword in call.keywords}


def test_queries_say_their_order_and_count_without_sql_text(tree: ast.Module) -> None:
	"""The default order differs between versions, and 16 takes no functions as text."""
	for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
		if written(call.func) in (
			"frappe.get_all",
			"frappe.get_list",
			"frappe.db.get_all",
			"frappe.db.get_list",
		):
			arguments = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
			assert "order_by" in arguments or None in arguments, ast.unparse(call)
			assert "(" not in arguments.get("fields", "") or "*" in arguments["fields"], ast.unparse(call)


def test_only_for_gets_a_list(tree: ast.Module) -> None:
	for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
		if written(call.func) == "frappe.only_for":
			assert len(call.args) == 1, "only the first role is checked"


def test_nothing_is_cached_at_module_level_that_depends_on_the_site(tree: ast.Module) -> None:
	for node in tree.body:
		if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
			assert "frappe.db" not in ast.unparse(node.value)
			assert "frappe.get_" not in ast.unparse(node.value)


@pytest.mark.parametrize("hook", ["has_permission", "permission_query_conditions"])
def test_permission_hooks_take_arguments_of_later_versions(site: str, hook: str) -> None:
	import inspect

	from asn_kinerja import hooks

	for path in getattr(hooks, hook).values():
		parameters = inspect.signature(frappe.get_attr(path)).parameters
		if hook == "has_permission":
			assert any(p.kind is p.VAR_KEYWORD for p in parameters.values()), path
			assert inspect.signature(frappe.get_attr(path)).return_annotation is bool
		else:
			frappe.get_attr(path)(
				user="Administrator", doctype="ASN Work Plan"
			)  # later versions name the DocType


def test_nothing_commits_in_a_request() -> None:
	commits = {
		str(path.relative_to(APP))
		for path in SOURCES
		if "frappe.db.commit(" in path.read_text(encoding="utf-8") and "demo" not in path.parts
	}
	# jobs, chunk by chunk; and a hook after which Frappe does not commit
	jobs = {
		"allowance/calculating.py",
		"allowance/salary.py",
		"allowance/telling.py",
		"attendance/proposals.py",
		"batches/job.py",
		"competency/opening.py",
		"credit/posting.py",
		"cycle/opening.py",
		"cycle/reminders.py",
		"development/opening.py",
		"development/pull.py",
		"evaluation/objections.py",
		"follow_up/proposing.py",
		"planning/batch.py",
		"reviews/proposing.py",
		"talent/placing.py",
		"talent/publishing.py",
	}
	assert commits <= {*jobs, "setup/uninstall.py"}

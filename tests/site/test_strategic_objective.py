"""The tree of strategic objectives: what may stand where, and what may be deleted."""

from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.doctype.asn_strategic_objective.asn_strategic_objective import tree_nodes
from tests.support.agency import ELSEWHERE, HERE, Agency
from tests.support.cascade import objective, store, strategy

OBJECTIVE = "ASN Strategic Objective"
LEVELS = ("Vision", "Mission", "Objective", "Programme")


def change(name: str, **values: Any) -> Any:
	doc = frappe.get_doc(OBJECTIVE, name)
	doc.update(values)
	return doc.save()


@pytest.fixture(autouse=True)
def _agency(agency: Agency) -> None:
	"""The companies of the test agency."""


@pytest.mark.parametrize("above", LEVELS)
@pytest.mark.parametrize("below", LEVELS)
def test_a_node_stands_below_a_higher_level(above: str, below: str) -> None:
	parent = objective("Atas", above)
	if LEVELS.index(below) > LEVELS.index(above):
		assert objective("Bawah", below, parent)
		return
	with pytest.raises(frappe.ValidationError) as refusal:
		objective("Bawah", below, parent)
	assert "stands at the top" in str(refusal.value) or "cannot stand below Atas" in str(refusal.value)


@pytest.mark.parametrize("level", LEVELS)
def test_the_tree_may_begin_at_any_level(level: str) -> None:
	made = frappe.get_doc(OBJECTIVE, objective("Awal", level))
	assert made.lft < made.rgt


@pytest.mark.parametrize("level", LEVELS)
def test_what_may_have_something_below_it_is_a_group_without_a_tick(level: str) -> None:
	made = objective("Simpul", level)
	assert frappe.db.get_value(OBJECTIVE, made, "is_group") == (level != "Programme")
	change(made, is_group=0)
	assert frappe.db.get_value(OBJECTIVE, made, "is_group") == (level != "Programme")


def test_a_level_leaves_room_for_what_stands_below() -> None:
	goals = strategy()
	with pytest.raises(frappe.ValidationError, match="Program pemeliharaan jalan"):
		change(goals["roads"], level="Programme")
	change(goals["permits"], level="Programme")  # nothing stands below this one


def test_a_branch_is_moved_with_all_that_is_below_it() -> None:
	goals = strategy()
	other = objective("Misi lain", "Mission", goals["vision"])
	change(goals["roads"], parent_asn_strategic_objective=other)
	tree = {name: frappe.db.get_value(OBJECTIVE, name, ["lft", "rgt"]) for name in (*goals.values(), other)}
	inside = tree[other]
	for name in ("roads", "repair"):
		assert inside[0] < tree[goals[name]][0] < tree[goals[name]][1] < inside[1]
	assert not inside[0] < tree[goals["permits"]][0] < inside[1]
	with pytest.raises(frappe.ValidationError, match="cannot stand below"):
		change(other, parent_asn_strategic_objective=goals["repair"])


def test_parent_and_child_belong_to_the_same_agency() -> None:
	goals = strategy()
	with pytest.raises(frappe.ValidationError, match=f"belongs to {HERE}"):
		objective("Tamu", "Programme", goals["roads"], company=ELSEWHERE)
	alone = objective("Sendiri", "Vision")
	change(alone, company=ELSEWHERE)
	with pytest.raises(frappe.ValidationError, match="has others below it"):
		change(goals["vision"], company=ELSEWHERE)


def test_what_plans_name_keeps_its_agency_and_is_not_deleted(agency: Agency) -> None:
	goals = strategy()
	cycle = agency.cycle().name
	store(agency, "head", cycle, [{"objective": goals["repair"]}, {"objective": goals["repair"]}])
	change(goals["repair"], parent_asn_strategic_objective=None)
	with pytest.raises(frappe.ValidationError, match="Work plans name Program pemeliharaan jalan"):
		change(goals["repair"], company=ELSEWHERE)
	with pytest.raises(frappe.LinkExistsError, match=r"Program pemeliharaan jalan.*\(2\)"):
		frappe.delete_doc(OBJECTIVE, goals["repair"])
	assert frappe.db.exists(OBJECTIVE, goals["repair"])


def test_what_has_others_below_it_is_not_deleted_and_says_which() -> None:
	goals = strategy()
	with pytest.raises(frappe.LinkExistsError, match="Jalan mantap"):
		frappe.delete_doc(OBJECTIVE, goals["mission"])
	frappe.delete_doc(OBJECTIVE, goals["permits"])
	assert not frappe.db.exists(OBJECTIVE, goals["permits"])


def test_the_tree_view_shows_one_agency_level_by_level() -> None:
	goals = strategy()
	elsewhere = objective("Visi seberang", "Vision", company=ELSEWHERE)

	def shown(**arguments: Any) -> list[str]:
		return [node.value for node in tree_nodes(doctype=OBJECTIVE, **arguments)]

	roots = shown(parent=HERE, company=HERE, is_root="true")
	assert goals["vision"] in roots
	assert elsewhere not in roots
	assert not set(roots) & {goals["mission"], goals["roads"]}
	assert {goals["vision"], elsewhere} <= set(shown(parent="", is_root=True))
	assert shown(parent=goals["mission"], company=HERE) == [goals["permits"], goals["roads"]]
	(programme,) = tree_nodes(doctype=OBJECTIVE, parent=goals["roads"])
	assert (programme.level, programme.expandable) == ("Programme", 0)

"""Objections: both sides are heard, the superior upholds or changes; what nobody objects to becomes final."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_to_date, now_datetime

from asn_kinerja.evaluation import objections, seals
from tests.support.agency import ABOVE, BANDS, BELOW, EVALUATION, MEETS, Agency
from tests.support.queries import number_of_queries

SETTINGS = "ASN Performance Settings"


@pytest.fixture(autouse=True)
def days(agency: Agency) -> Iterator[None]:
	frappe.db.set_single_value(
		SETTINGS, {"objection_days": 14, "statement_days": 5, "finalise_automatically": 1}
	)
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


@pytest.fixture
def objected(agency: Agency) -> str:
	"""Of staff1, rated Di Atas × Sesuai = Baik by lead1, whose rater is head."""
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), "Released")
	with agency.acting("staff1"):
		mine = frappe.get_doc(EVALUATION, evaluation.name)
		mine.objection_reason = "Perilaku melayani belum dinilai"
		apply_workflow(mine.save(), "Object")
	return evaluation.name


def state(agency: Agency, name: str, who: str = "lead1") -> None:
	with agency.acting(who):
		frappe.get_doc(EVALUATION, name).give_statement("Saya menilai dari survei")


def change(agency: Agency, name: str, who: str = "head", work: str = ABOVE, behaviour: str = ABOVE) -> str:
	with agency.acting(who):
		return frappe.get_doc(EVALUATION, name).change_result("Survei mendukung pegawai", work, behaviour)


def test_a_changed_result_takes_the_place_of_the_old_one(agency: Agency, objected: str) -> None:
	state(agency, objected)
	new = frappe.get_doc(EVALUATION, change(agency, objected))
	old = frappe.get_doc(EVALUATION, objected)
	assert (old.docstatus, old.workflow_state, old.predicate) == (2, "Cancelled", "Baik")
	assert (old.objection_outcome, old.objection_decision) == ("Changed", "Survei mendukung pegawai")
	assert old.rater_statement == "Saya menilai dari survei"
	# above × above
	assert (new.docstatus, new.workflow_state, new.predicate) == (1, "Final", "Sangat Baik")
	assert (new.amended_from, new.behaviour_rating) == (objected, ABOVE)
	assert new.behaviour_reason == "Survei mendukung pegawai"
	assert new.released_by == agency.user("head")
	assert {row.rating for row in new.behaviours} == {row.rating for row in old.behaviours}
	assert seals.is_sealed(new.name)
	with agency.acting("staff1"):
		assert frappe.has_permission(EVALUATION, "read", doc=objected)
		assert frappe.has_permission(EVALUATION, "read", doc=new.name)


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin", "auditor", "outside", "lead2"])
def test_only_the_superior_of_the_rater_changes_it(agency: Agency, objected: str, who: str) -> None:
	state(agency, objected)
	with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
		change(agency, objected, who)
	assert frappe.db.get_value(EVALUATION, objected, "workflow_state") == "Objected"


@pytest.mark.parametrize(
	("work", "behaviour", "message"),
	[
		(ABOVE, MEETS, "ratings that were objected to"),
		("Istimewa", MEETS, "not one of the choices"),
		(BELOW, "", "not one"),
	],
)
def test_the_new_ratings_are_checked(
	agency: Agency, objected: str, work: str, behaviour: str, message: str
) -> None:
	state(agency, objected)
	with pytest.raises(frappe.ValidationError, match=message):
		change(agency, objected, work=work, behaviour=behaviour)
	assert frappe.db.get_value(EVALUATION, objected, "docstatus") == 1


def test_realisations_and_values_may_be_changed_too(agency: Agency, objected: str) -> None:
	state(agency, objected)
	old = frappe.get_doc(EVALUATION, objected)
	with agency.acting("head"):
		new = frappe.get_doc(EVALUATION, objected).change_result(
			"Bukti baru",
			ABOVE,
			MEETS,
			{old.results[1].name: "90"},
			{old.behaviours[0].behaviour_value: ABOVE},
		)
	new = frappe.get_doc(EVALUATION, new)
	# 6.5 of 7 days: 107.14 %; 90 of 100 files instead of 105: 40 % × 107.142857… + 60 % × 90 = 96.857…
	assert [row.score for row in new.components] == [96.86, 102.86]  # six values of 100 points, one of 120
	assert (new.results[1].realisation, new.results[1].corrected_realisation) == ("105", "90")
	assert new.results[1].correction_reason == "Bukti baru"
	assert [row.rating for row in new.behaviours] == [ABOVE, *[MEETS] * 6]


def test_a_predicate_from_the_score_needs_a_change_of_the_score(agency: Agency) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle(BANDS)), "Released")
	frappe.db.set_value(EVALUATION, evaluation.name, "workflow_state", "Objected")
	frappe.db.set_value(EVALUATION, evaluation.name, "objected_on", now_datetime())
	state(agency, evaluation.name)
	with pytest.raises(frappe.ValidationError, match="comes from the score"):
		change(agency, evaluation.name)
	row = evaluation.results[1].name
	with agency.acting("head"):
		doc = frappe.get_doc(EVALUATION, evaluation.name)
		with pytest.raises(frappe.ValidationError, match="is no row of this evaluation"):
			doc.change_result("Keliru", ABOVE, MEETS, {"lain": "90"})
		with pytest.raises(frappe.ValidationError, match="not one of the choices"):
			doc.change_result("Keliru", ABOVE, MEETS, {}, {"Loyal": "Istimewa"})
		new = doc.change_result("Bukti baru", ABOVE, MEETS, {row: "60"})
	new = frappe.get_doc(EVALUATION, new)
	# days: 107 % = Sangat Baik, 120; files: 60 of 100 = Kurang, 60. One indicator a result:
	# 40 % × 120 + 60 % × 60 = 84; behaviour 100: 70 % × 84 + 30 % × 100 = 88.8, below 90 = Cukup
	assert (new.score, new.predicate) == (88.8, "Cukup")
	assert frappe.db.get_value(EVALUATION, evaluation.name, "predicate") == "Baik"


def test_the_rater_is_heard_unless_he_lets_the_time_pass(agency: Agency, objected: str) -> None:
	with pytest.raises(frappe.ValidationError, match="has not been heard yet"):
		change(agency, objected)
	long_ago = add_to_date(now_datetime(), days=-5, minutes=-1)
	frappe.db.set_value(EVALUATION, objected, "objected_on", long_ago)
	assert frappe.db.get_value(EVALUATION, change(agency, objected), "workflow_state") == "Final"


@pytest.mark.parametrize("who", ["staff1", "head", "admin"])
def test_only_the_rater_writes_his_statement(agency: Agency, objected: str, who: str) -> None:
	with pytest.raises(frappe.PermissionError, match="Only the rater"):
		state(agency, objected, who)
	with agency.acting(who):
		doc = frappe.get_doc(EVALUATION, objected)
		doc.rater_statement = "Atas nama penilai"
		with pytest.raises(frappe.PermissionError):
			doc.save()


# --- the clock ---------------------------------------------------------------------------------------------


def old(name: str, **since: int) -> str:
	frappe.db.set_value(EVALUATION, name, "released_on", add_to_date(now_datetime(), **since))
	return name


@pytest.fixture
def several(agency: Agency) -> dict[str, str]:
	"""Released evaluations of one cycle: past the time, within it, acknowledged and past it, objected."""
	cycle = agency.cycle()
	names = {
		key: agency.evaluation(agency.plan(key, cycle), "Released").name
		for key in ("staff1", "staff2", "lent", "staff3")
	}
	with agency.acting("lent"):
		apply_workflow(frappe.get_doc(EVALUATION, names["lent"]), "Acknowledge")
	with agency.acting("staff3"):
		mine = frappe.get_doc(EVALUATION, names["staff3"])
		mine.objection_reason = "Belum lengkap"
		apply_workflow(mine.save(), "Object")
	for key in ("staff1", "lent", "staff3"):
		old(names[key], days=-14, minutes=-1)
	old(names["staff2"], days=-14, minutes=5)
	return names


def states(names: dict[str, str]) -> dict[str, str]:
	return {key: frappe.db.get_value(EVALUATION, name, "workflow_state") for key, name in names.items()}


def without_commit(monkeypatch: pytest.MonkeyPatch) -> int:
	"""What the job does, in the transaction of the test."""
	with monkeypatch.context() as patch:
		patch.setattr(frappe.db, "commit", lambda *a, **k: None)
		return objections.close_expired()


def test_what_nobody_objected_to_becomes_final_and_is_sealed(
	agency: Agency, several: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
	others = {"name": ["not in", list(several.values())], "docstatus": 1}
	frappe.db.set_value(EVALUATION, others, "released_on", now_datetime())  # of other tests
	assert without_commit(monkeypatch) == 2
	assert states(several) == {"staff1": "Final", "staff2": "Released", "lent": "Final", "staff3": "Objected"}
	assert [key for key, name in several.items() if seals.is_sealed(name)] == ["staff1", "lent"]
	told = frappe.get_all(
		"Notification Log",
		{"document_name": several["staff1"], "for_user": agency.user("staff1")},
		pluck="subject",
	)
	assert any("is final" in subject for subject in told)
	cycle = frappe.db.get_value(EVALUATION, several["staff1"], "cycle")
	assert not seals.check_cycle(cycle).findings
	assert without_commit(monkeypatch) == 0


def test_the_number_of_queries_does_not_grow(
	agency: Agency, several: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
	one, other = several["staff1"], several["lent"]
	few = number_of_queries(lambda: objections._finalise([one]))
	frappe.db.set_value(EVALUATION, one, "workflow_state", "Released")
	frappe.db.delete("ASN Result Seal", {"evaluation": one})
	assert number_of_queries(lambda: objections._finalise([one, other])) <= few + 1  # the cache of one more


def test_an_agency_may_do_it_by_hand(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	queued: list[Any] = []
	monkeypatch.setattr(frappe, "enqueue", lambda *a, **k: queued.append(k))
	frappe.db.set_single_value(SETTINGS, "finalise_automatically", 0)
	objections.enqueue()
	assert queued == []
	frappe.db.set_single_value(SETTINGS, "finalise_automatically", 1)
	objections.enqueue()
	assert [job["job_id"] for job in queued] == ["asn_close_expired"]

"""Verified trainings and the measures they belong to."""

from datetime import date

import frappe
import pytest

from asn_kinerja.development.effects import verified_records
from tests.support import development as dev
from tests.support.agency import Agency
from tests.support.queries import number_of_queries
from tests.support.training import TRAINING, act, handed_in, training, verified

TITLE, OTHER = "Uji Diklat Kerja Sama", "Uji Diklat Pelayanan"


@pytest.fixture(autouse=True)
def afresh(agency: Agency) -> None:
	dev.clear(agency)
	dev.competencies()


def found(agency: Agency, *trainings: str, who: str = "staff1") -> dict[str, str]:
	return verified_records(agency.employee(who), trainings)


# --- which there are ---------------------------------------------------------------------------------------


def test_the_newest_verified_record_whenever_it_was(agency: Agency) -> None:
	dev.training()
	dev.training(OTHER)
	assert found(agency, TITLE, OTHER) == {}
	verified(agency, training=TITLE, from_date="2024-03-02", to_date="2024-03-04")
	newest = verified(agency, training=TITLE, from_date="2025-12-02", to_date="2025-12-04")
	handed_in(agency, training=TITLE)
	verified(agency, "staff2", training=OTHER)
	assert found(agency, TITLE, OTHER) == {TITLE: newest.name}
	assert found(agency) == {}


def test_a_record_that_only_has_the_title_is_one_of_the_training(agency: Agency) -> None:
	"""It was verified before the training came into the catalogue."""
	mine = verified(agency, title=TITLE.upper())
	dev.training()
	assert frappe.db.get_value(TRAINING, mine.name, "training") is None
	assert found(agency, TITLE) == {TITLE: mine.name}


def test_a_record_belongs_to_one_measure(agency: Agency) -> None:
	dev.training()
	dev.approved(agency, agency.cycle(), "staff1", dev.measure(training=TITLE))
	verified(agency, training=TITLE)  # within the cycle: the measure is done by it
	assert found(agency, TITLE) == {}
	later = verified(agency, training=TITLE, from_date="2026-05-04", to_date="2026-05-06")
	assert found(agency, TITLE) == {TITLE: later.name}


def test_it_costs_two_queries(agency: Agency) -> None:
	names = [dev.training(f"Uji Diklat {number}").name for number in range(3)]
	for name in names:
		verified(agency, training=name)
	for asked in (names[:1], names):
		assert number_of_queries(lambda asked=asked: found(agency, *asked)) == 2


# --- a title that is the catalogue's ------------------------------------------------------------------------


def test_who_types_the_title_of_a_training_means_it(agency: Agency) -> None:
	"""The measure is done by it, as if it had been chosen."""
	dev.training()
	plan = dev.approved(agency, agency.cycle(), "staff1", dev.measure(training=TITLE))
	mine = verified(agency, title=" uji diklat  KERJA sama ", kind="Workshop", hours=20)
	assert (mine.training, mine.title, mine.kind, mine.hours) == (TITLE, TITLE, "Managerial Training", 20)
	(row,) = dev.stored(plan).items
	assert (row.status, row.training_record, row.done_on) == ("Done", mine.name, date(2026, 3, 4))


def test_another_title_or_one_that_is_not_offered_is_none_of_the_catalogue(agency: Agency) -> None:
	entry = dev.training()
	assert training(agency, title=f"{TITLE} II").training is None
	entry.disabled = 1
	entry.save()
	assert training(agency, title=TITLE).training is None


def test_what_came_into_the_catalogue_while_it_waited(agency: Agency) -> None:
	"""Verified, it belongs to the training; what was handed in stays as it was."""
	mine = handed_in(agency, title=TITLE.lower(), organiser="LAN")
	dev.training()
	mine = act(agency, "lead1", mine, "verify")
	assert (mine.training, mine.title, mine.organiser) == (TITLE, TITLE.lower(), "LAN")

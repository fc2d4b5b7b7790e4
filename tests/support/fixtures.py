"""Fixtures of the tests that work with the agency; each folder's conftest takes what it needs."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.agency import Agency, build, start_afresh
from tests.support.http import Client, Server


@pytest.fixture(scope="session")
def agency(site: str) -> Agency:
	return build(site)


@pytest.fixture(scope="session")
def client(http: Server, agency: Agency) -> Callable[[str], Client]:
	"""`client("staff1")` talks to the server as that person."""

	def of(key: str) -> Client:
		return agency.client(http, key)

	return of


@pytest.fixture(autouse=True)
def _transaction(site: str) -> Iterator[None]:
	"""A transaction of its own, rolled back; the caches stay, for a cleared one costs each test a second.

	A test that leaves something wrong in a cache asks for `clean_cache`."""
	start_afresh()
	yield
	start_afresh()


@pytest.fixture
def clean_cache(_transaction: None) -> Iterator[None]:
	"""For tests that change roles or settings and roll them back."""
	yield
	import frappe

	frappe.db.rollback()
	frappe.clear_cache()

"""The agency and its people's clients."""

from collections.abc import Callable

import pytest

from tests.support.agency import Agency, build
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

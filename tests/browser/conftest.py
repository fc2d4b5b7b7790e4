"""The agency, and its people's passwords."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.agency import Agency, keep, user_of
from tests.support.fixtures import _transaction, agency

__all__ = ["_transaction", "agency", "log_in"]


@pytest.fixture
def log_in(agency: Agency, browser: Any) -> Callable[[str], None]:
	"""`log_in("staff1")` logs the person in through the login page."""
	from frappe.utils.password import update_password

	passwords: dict[str, str] = {}

	def log_in(key: str) -> None:
		if key not in passwords:
			passwords[key] = secrets.token_urlsafe(16)
			update_password(user_of(key), passwords[key])
			keep()
		browser.login(user_of(key), passwords[key])

	return log_in

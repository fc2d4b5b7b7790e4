"""The agency and its people's clients; these tests clear the caches after each test."""

from tests.support.fixtures import agency, client

__all__ = ["agency", "client"]

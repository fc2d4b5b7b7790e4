"""The agency and its people's clients."""

from tests.support.fixtures import _transaction, agency, clean_cache, client

__all__ = ["_transaction", "agency", "clean_cache", "client"]

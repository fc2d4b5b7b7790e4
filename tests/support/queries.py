"""How many queries some work takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe


@contextmanager
def counted() -> Iterator[list[str]]:
	"""The queries made inside."""
	asked: list[str] = []
	original = frappe.db.sql

	def sql(query: Any, *args: Any, **kwargs: Any) -> Any:
		asked.append(str(query))
		return original(query, *args, **kwargs)

	frappe.db.sql = sql
	try:
		yield asked
	finally:
		del frappe.db.sql


def number_of_queries(work: Callable[[], Any]) -> int:
	with counted() as asked:
		work()
	return len(asked)

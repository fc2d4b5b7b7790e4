"""Runs a request through Frappe's own web application, inside this process, and counts its queries."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import frappe
from frappe.app import application
from frappe.database.database import Database
from werkzeug.test import Client

from benchmarks.personas import PERSONAS, secret_of
from benchmarks.requests import Asked

WARM_UPS = 2


@dataclass(frozen=True)
class Measured:
	"""Milliseconds of a whole request; of processor time that it took here and in the database, which other
	work on the machine changes little (`cpu`, a median too); number of queries."""

	median: float
	worst: float
	cpu: float
	queries: int

	def as_dict(self) -> dict[str, Any]:
		return asdict(self)


class Queries:
	"""Number of all queries since the last `reset`."""

	def __init__(self) -> None:
		self.number = 0

	def reset(self) -> None:
		self.number = 0

	def watch(self) -> None:
		original = Database.sql
		counter = self

		def sql(database: Database, *args: Any, **kwargs: Any) -> Any:
			counter.number += 1
			return original(database, *args, **kwargs)

		Database.sql = sql


queries = Queries()


def request(site: str, asked: Asked, runs: int) -> Measured:
	"""Measure one request. Raises RuntimeError when the server does not answer it with success."""
	client = Client(application)
	secret = secret_of(asked.persona)
	headers = {
		"Host": site,
		"Authorization": f"token {secret}:{secret}",
		"Accept": "application/json",
		"Content-Type": "application/x-www-form-urlencoded",
	}

	def run() -> None:
		answer = client.post(f"/api/method/{asked.method}", data=asked.arguments, headers=headers)
		if answer.status_code != 200:
			text = answer.get_data(as_text=True)[-2000:]
			raise RuntimeError(f"{asked.what} as {PERSONAS[asked.persona].user}: {answer.status}\n{text}")

	return repeated(run, runs)


def repeated(run: Callable[[], None], runs: int, warm_ups: int = WARM_UPS) -> Measured:
	"""Run it, first without counting, and keep the figures."""
	for _ in range(warm_ups):
		run()
	seconds, cpu = [], []
	for _ in range(runs):
		queries.reset()
		busy, started = processor_seconds(), time.perf_counter()
		run()
		seconds.append(time.perf_counter() - started)
		cpu.append(processor_seconds() - busy)
	return Measured(
		1000 * statistics.median(seconds),
		1000 * max(seconds),
		1000 * statistics.median(cpu),
		queries.number,
	)


def processor_seconds() -> float:
	"""Processor time so far of this process and of the database server."""
	tasks = Path(f"/proc/{os.environ['DATABASE_PID']}/task").glob("*/schedstat")
	return time.process_time() + sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def connected(site: str, user: str = "Administrator") -> Iterator[None]:
	"""This process on the site as this user; nothing is kept."""
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.destroy()

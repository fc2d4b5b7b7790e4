"""Programs in processes of their own on the site under test: two users at once, or one that is killed."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe

SECONDS = 60
CONNECTED = """
import sys, json, frappe
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()
"""


@contextmanager
def starter(site: str, sites: Path) -> Iterator[Callable[..., Any]]:
	"""Starts a program (`sys`, `json` and a connected `frappe` are there, its arguments begin with
	`sys.argv[2]`) and returns its process. None is left behind."""
	started: list[subprocess.Popen[str]] = []

	def start(program: str, *arguments: str) -> "subprocess.Popen[str]":
		command = [sys.executable, "-c", CONNECTED + program, site, *arguments]
		pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
		started.append(subprocess.Popen(command, cwd=sites, **pipes))
		return started[-1]

	yield start
	frappe.db.rollback()
	for process in started:
		if process.poll() is None:
			process.kill()
		process.communicate()


def result(process: "subprocess.Popen[str]") -> Any:
	"""What the program printed last, as JSON (None for nothing), after it has ended well."""
	output, errors = process.communicate(timeout=SECONDS)
	assert process.returncode == 0, errors[-3000:]
	lines = output.splitlines()
	return json.loads(lines[-1]) if lines else None


def wait_for_waiting(query: str, processes: "list[subprocess.Popen[str]]") -> None:
	"""Until as many queries like this one as there are processes wait for a lock."""
	deadline = time.monotonic() + SECONDS
	waiting = (
		"select count(*) from information_schema.processlist "
		"where db = database() and id != connection_id() and time_ms > 200 and info like %s"
	)
	while frappe.db.sql(waiting, query)[0][0] < len(processes):
		assert time.monotonic() < deadline, "the processes did not get there"
		for process in processes:
			assert process.poll() is None, process.communicate()[1][-3000:]

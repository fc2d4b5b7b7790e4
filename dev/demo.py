"""The demo: a made-up agency on the demo site, and what to look at."""

import json
from typing import Any

from dev import config, shell

LOADER = f"{config.APP}.demo.load"
# Not by `bench execute`, which shows an error of its own in the place of the loader's
PROGRAM = f"""
import sys, frappe
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()
from {LOADER} import run
run()
"""


def check() -> None:
	if not (config.ROOT / config.APP / "demo/load.py").exists():
		raise shell.Failed(
			f"The demo loader {config.APP}/demo/load.py is not in this repository",
			"`make site` brings up the site without it.",
		)


def load() -> None:
	"""Fill the site; the loader is idempotent."""
	shell.run(config.PYTHON, "-c", PROGRAM, config.DEMO.name, cwd=config.SITES, env=config.environment())


def summary() -> str:
	"""Address, logins and the table of predicates per unit."""
	printed = shell.bench_output("execute", f"{LOADER}.summary", site=config.DEMO.name)
	found = json.loads(printed.splitlines()[-1])
	logins = [[x["role"], x["user"], x["password"]] for x in found["logins"]]
	return "\n".join(
		(
			"",
			f"http://{config.DEMO.name}:{config.WEB_PORT}",
			"",
			text_table(["Role", "User", "Password"], logins),
			"",
			text_table(found["table"]["columns"], found["table"]["rows"]),
			"",
		)
	)


def text_table(columns: list[str], rows: list[list[Any]]) -> str:
	"""Columns padded to their widest cell, numbers to the right."""
	cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
	widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
	right = [
		bool(rows) and all(isinstance(row[i], int | float) or row[i] is None for row in rows)
		for i in range(len(columns))
	]

	def line(row: list[str]) -> str:
		padded = (
			cell.rjust(width) if is_number else cell.ljust(width)
			for cell, width, is_number in zip(row, widths, right, strict=True)
		)
		return "  ".join(padded).rstrip()

	return "\n".join([line(columns), "  ".join("─" * width for width in widths), *map(line, cells)])

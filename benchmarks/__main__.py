"""Measures and prints: python -m benchmarks RESULT SITE=PEOPLE SITE=PEOPLE [--only TEXT] [--runs N]."""

import argparse
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import measure, naive, requests, table
from benchmarks.personas import PERSONAS


def main(arguments: list[str]) -> int:
	options = parse(arguments)
	sites = dict(text.split("=") for text in options.sites)
	small, large = sites
	measure.queries.watch()
	with measure.connected(large):
		asked = [
			each for each in requests.all_of_them() if re.search(options.only, f"{each.kind} {each.what}")
		]
	rows = [
		{
			"kind": each.kind,
			"what": each.what,
			"who": PERSONAS[each.persona].title,
			"budget": each.budget,
			**{
				size: measure.request(site, each, options.runs).as_dict()
				for size, site in (("small", small), ("large", large))
			},
		}
		for each in progress(asked)
	]
	found = {
		"date": str(date.today()),
		"people": sites,
		"runs": options.runs,
		"warm_ups": measure.WARM_UPS,
		"rows": rows,
	}
	if not options.only:
		found["baselines"] = naive.compare(large)
	Path(options.result).write_text(json.dumps(found, indent=1) + "\n")
	print(table.whole(found))
	return 0


def parse(arguments: list[str]) -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="benchmarks")
	parser.add_argument("result", help="file for the figures (JSON)")
	parser.add_argument("sites", nargs=2, help="site=people, the small one first")
	parser.add_argument("--only", default="", help="regular expression on kind and name")
	parser.add_argument("--runs", type=int, default=7)
	return parser.parse_args(arguments)


def progress(asked: list[requests.Asked]) -> Any:
	for number, each in enumerate(asked, 1):
		print(
			f"\r{number} of {len(asked)}: {each.kind} {each.what}"[:100].ljust(100), end="", file=sys.stderr
		)
		yield each
	print(file=sys.stderr)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))

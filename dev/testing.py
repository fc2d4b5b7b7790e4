"""Runs the tests: on sites of their own here, or on an existing bench."""

import json
import os
import subprocess
import sys
from pathlib import Path

from dev import config, environment, plan, shell, steps

CHECK = """
import json, os, sys, frappe, asn_kinerja
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()
package = os.path.dirname(os.path.realpath(asn_kinerja.__file__))
print(json.dumps({"apps": frappe.get_installed_apps(), "package": package}))
"""


def run(arguments: list[str]) -> int:
	"""Run pytest with these arguments; returns its exit code."""
	bench = os.environ.get("BENCH")
	return on_existing_bench(Path(bench).resolve(), arguments) if bench else on_own_sites(arguments)


def on_own_sites(arguments: list[str]) -> int:
	sites = config.TESTS[: _processes(arguments)]
	names = " ".join(site.name for site in sites)
	# which test runs where is decided in tests/conftest.py
	side_by_side = ["-n", str(len(sites)), "--dist", "loadscope"] if len(sites) > 1 else []
	with steps.exclusive("test"):  # two runs at once would see each other's records
		with steps.exclusive():
			print(f"Tests on {names}", flush=True)
			steps.run(plan.whole(*sites))
		return _pytest(
			config.PYTHON,
			[*side_by_side, *arguments],
			config.environment(**_settings(config.SITES, names, own=True)),
		)


def _processes(arguments: list[str]) -> int:
	"""One site for chosen files, which is ready sooner; for all tests as many as the machine can use."""
	chosen = any(Path(config.ROOT, argument.split("::")[0]).exists() for argument in arguments)
	return 1 if chosen else min(len(config.TESTS), os.cpu_count() or 1)


def on_existing_bench(bench: Path, arguments: list[str]) -> int:
	"""The bench stays as it is: test packages are put beside it, its servers are left alone."""
	site = os.environ.get("SITE", "")
	if not site:
		raise shell.Failed(
			"SITE is not set", f"Name a site of the bench: BENCH={bench} SITE=<name> make test"
		)
	python, sites = bench / "env/bin/python", bench / "sites"
	for path in (python, sites / site / "site_config.json"):
		if not path.exists():
			raise shell.Failed(
				f"{path} is missing", "Give a bench and a site of it: BENCH=<path> SITE=<name>"
			)
	_check_app(python, sites, site)
	with steps.exclusive():
		steps.run([plan.test_packages(python)])
	paths = (str(environment.TEST_PACKAGES), os.environ.get("PYTHONPATH", ""))
	env = {
		**os.environ,
		**_settings(sites, site, own=False),
		"PYTHONPATH": os.pathsep.join(p for p in paths if p),
	}
	return _pytest(python, arguments, env)


def _settings(sites: Path, names: str, own: bool) -> dict[str, str]:
	"""What tests/conftest.py reads: the bench's folder of sites, and the site of each process."""
	return {"TEST_SITES": str(sites), "TEST_SITE": names, "TEST_OWN_BENCH": "1" if own else ""}


def _pytest(python: Path, arguments: list[str], env: dict[str, str]) -> int:
	sys.stdout.flush()
	return subprocess.run([python, "-m", "pytest", *arguments], cwd=config.ROOT, env=env).returncode


def _check_app(python: Path, sites: Path, site: str) -> None:
	"""The app must be on the site, and be this very folder."""
	done = subprocess.run([python, "-c", CHECK, site], cwd=sites, capture_output=True, text=True)
	advice = (
		f"In the bench's folder: bench get-app {config.ROOT} && bench --site {site} install-app {config.APP}"
	)
	if done.returncode:
		reason = done.stderr.strip().splitlines()[-1]
		raise shell.Failed(f"{config.APP} cannot be used on {site}: {reason}", advice)
	found = json.loads(done.stdout.splitlines()[-1])
	if config.APP not in found["apps"]:
		raise shell.Failed(f"{config.APP} is not installed on {site}", advice)
	if Path(found["package"]) != config.ROOT / config.APP:
		raise shell.Failed(
			f"The bench runs {config.APP} from {found['package']}, not from here",
			f"Run the same command in {Path(found['package']).parent}.",
		)

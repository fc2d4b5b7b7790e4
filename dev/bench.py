"""Measures the speed of lists and reports on two sites with made-up data (see benchmarks/)."""

import subprocess

from dev import config, plan, services, shell, site
from dev.processes import running_pid
from dev.steps import Step

FOLDER = config.ROOT / "benchmarks"
RESULT = config.HOME / "bench.json"
# what the rows follow from
DATA = tuple(FOLDER / f"{name}.py" for name in ("fill", "year", "sources", "people", "personas"))


def steps() -> list[Step]:
	"""Both sites with their data; what has been filled stays until the data or the site change."""
	apps = ["erpnext", config.APP]
	sites = [step for which, _ in config.BENCHMARKED for step in plan.site_steps(which, apps)]
	return [
		*plan.bench(),
		*sites,
		plan.app_assets(config.APP),
		*(_filling(*each) for each in config.BENCHMARKED),
	]


def run(arguments: list[str]) -> int:
	"""Measure and print; returns the exit code."""
	sites = [f"{which.name}={size}" for which, size in config.BENCHMARKED]
	command = [config.PYTHON, "-m", "benchmarks", RESULT, *sites, *arguments]
	database = running_pid(services.database().pid_file)
	return subprocess.run(command, cwd=config.SITES, env=_environment(DATABASE_PID=str(database))).returncode


def _filling(which: config.Site, size: int) -> Step:
	return Step(
		f"fill-{which.name}",
		f"{size:,} people and their year on {which.name}",
		lambda: shell.run(
			*(config.PYTHON, "-m", "benchmarks.fill", which.name, size),
			cwd=config.SITES,
			env=_environment(),
		),
		after=(f"{config.APP}-{which.name}",),
		inputs=lambda: [site.identity(which), *DATA],
	)


def _environment(**extra: str) -> dict[str, str]:
	return config.environment(PYTHONPATH=str(config.ROOT), **extra)

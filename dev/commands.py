"""What `make` offers."""

import shutil
import subprocess
from collections.abc import Callable

from dev import (
	assets,
	bench,
	config,
	demo,
	environment,
	framework,
	plan,
	servers,
	services,
	site,
	steps,
	testing,
)
from dev.processes import stop as stop_processes


def demo_site(_: list[str]) -> int:
	"""The demo: site, made-up agency with a whole year, servers; prints logins and results"""
	demo.check()
	with steps.exclusive():
		print(f"Demo on {config.DEMO.name}", flush=True)
		steps.run([*plan.whole(config.DEMO), plan.demo_data()])
		_serve()
	print(demo.summary())
	return 0


def test(arguments: list[str]) -> int:
	"""All tests on sites of their own; ARGS="…" goes to pytest; BENCH=… SITE=… an existing bench"""
	return testing.run(arguments)


def measure(arguments: list[str]) -> int:
	"""Speed of lists and reports with 20,000 people; ARGS="…" as benchmarks/README.md says"""
	with steps.exclusive("bench"):
		with steps.exclusive():
			print("Sites " + ", ".join(which.name for which, _ in config.BENCHMARKED), flush=True)
			steps.run(bench.steps())
		return bench.run(arguments)


def bring_up(_: list[str]) -> int:
	"""The demo's site and its servers without the agency; resumes where it stopped"""
	with steps.exclusive():
		print(f"Site {config.DEMO.name}", flush=True)
		steps.run(plan.whole(config.DEMO))
		_serve()
	print(f"http://{config.DEMO.name}:{config.WEB_PORT} · Administrator / {config.ADMIN_PASSWORD}")
	return 0


def stop(_: list[str]) -> int:
	"""End the servers that were started here, and no others"""
	names = [p.name for p in (*reversed(servers.processes()), *services.PROCESSES)]
	stopped = stop_processes(names)
	print(f"Stopped: {', '.join(stopped)}" if stopped else "Nothing was running.")
	return 0


def lint(_: list[str]) -> int:
	"""ruff check and ruff format --check"""
	with steps.exclusive("lint"):
		steps.run([plan.linter()])
	ruff = environment.LINT / "bin/ruff"
	checks = (["check", "."], ["format", "--check", "."])
	codes = [
		subprocess.run([ruff, *check], cwd=config.ROOT, env=environment.lint_variables()).returncode
		for check in checks
	]
	return max(codes)


def clean(_: list[str]) -> int:
	"""Stop, and remove everything generated"""
	with steps.exclusive():  # not from under a running bring-up
		stop([])
		shutil.rmtree(config.HOME)
	print(f"Removed {config.HOME}")
	return 0


def show_help(_: list[str]) -> int:
	"""This list"""
	print(overview())
	return 0


def overview() -> str:
	return "\n".join(f"  make {name:<6} {command.__doc__}" for name, command in COMMANDS.items())


def _serve() -> None:
	bench = [framework.SHA256, *framework.common_settings(), *environment.bench_requirements()]
	apps = [f for app in framework.present_apps() for f in site.app_files(app)]
	servers.start(steps.fingerprint([*bench, config.DEV / "web.py", assets.SOURCE / assets.REALTIME, *apps]))


COMMANDS: dict[str, Callable[[list[str]], int]] = {
	"demo": demo_site,
	"test": test,
	"site": bring_up,
	"bench": measure,
	"stop": stop,
	"lint": lint,
	"clean": clean,
	"help": show_help,
}

"""Fixtures for tests on a real site; tests/unit needs neither the framework nor a site."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / ".dev"
WITHOUT_SITE = ROOT / "tests/unit"
OUTCOME = pytest.StashKey[bool]()

os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(GENERATED / "cache/hypothesis"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
	report = yield
	if report.when == "call":
		item.stash[OUTCOME] = report.failed
	return report


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
	"""Two halves that take about as long, each in its own process and always in the same order: what tests
	commit stays on the site, so whether one passes must not depend on chance."""
	from xdist.scheduler import LoadScopeScheduling

	class Halves(LoadScopeScheduling):
		def _split_scope(self, nodeid: str) -> str:
			return "years" if nodeid.startswith(("tests/scenarios/", "tests/security/")) else "parts"

	return Halves(config, log)


@pytest.fixture(scope="session")
def sites() -> Path:
	"""The `sites` folder of the bench under test."""
	folder = os.environ.get("TEST_SITES")
	if not folder:
		pytest.fail("This test needs a site: run it with `make test`.", pytrace=False)
	return Path(folder)


@pytest.fixture(scope="session")
def own_bench() -> bool:
	"""Whether the bench is the one that `make test` brings up."""
	return bool(os.environ.get("TEST_OWN_BENCH"))


@pytest.fixture(scope="session")
def site(sites: Path) -> Iterator[str]:
	"""Name of the site under test; this process is connected to it as Administrator, in English."""
	import frappe

	name = os.environ["TEST_SITE"].split()[_process()]
	before = Path.cwd()
	os.chdir(sites)
	frappe.init(site=name, sites_path=".")
	frappe.connect()
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	_start_afresh()
	yield name
	frappe.destroy()
	os.chdir(before)


def _process() -> int:
	"""Which of the processes that run tests side by side this is, from 0."""
	return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture
def db(site: str) -> Iterator[Any]:
	"""`frappe.db` in a transaction that is rolled back after the test.

	What a test commits (so that a server or a worker sees it) stays; such a test removes it itself.
	"""
	import frappe

	frappe.db.rollback()
	yield frappe.db
	frappe.db.rollback()
	_start_afresh()


@pytest.fixture
def start(site: str, sites: Path) -> Iterator[Callable[..., Any]]:
	"""Starts a program in a process of its own, see `tests.support.processes`."""
	from tests.support.processes import starter

	with starter(site, sites) as start:
		yield start


@pytest.fixture(autouse=True)
def _transaction(request: pytest.FixtureRequest) -> None:
	"""Every test outside tests/unit runs in a transaction of its own."""
	if WITHOUT_SITE not in request.path.parents:
		request.getfixturevalue("db")


@pytest.fixture(scope="session")
def http(site: str, sites: Path) -> Iterator[Any]:
	"""A web server process for the site: tests.support.http.Server."""
	from tests.support.http import Server

	with Server(site, sites, log=GENERATED / f"logs/{site}-web.log") as server:
		yield server


@pytest.fixture
def worker(site: str, sites: Path) -> Callable[..., list[str]]:
	"""Call it to run all queued jobs in a worker process and wait for its end.

	`worker()` fails the test when a job fails; `worker(failures=True)` returns the tracebacks.
	"""
	from tests.support.jobs import run_queued_jobs

	def run(failures: bool = False) -> list[str]:
		found = run_queued_jobs(site, sites)
		if found and not failures:
			pytest.fail(f"{len(found)} background jobs failed:\n" + "\n".join(found), pytrace=False)
		return found

	return run


@pytest.fixture
def browser(request: pytest.FixtureRequest, http: Any, own_bench: bool, tmp_path: Path) -> Iterator[Any]:
	"""Headless Chromium on the web server: tests.support.browser.Browser; a screenshot on failure."""
	from tests.support.browser import Browser, missing_programs

	if missing := missing_programs():
		message = f"Browser tests need {' and '.join(missing)} (Debian: chromium, chromium-driver)."
		(pytest.fail if own_bench else pytest.skip)(message)
	opened = Browser(http.url, tmp_path / "profile")
	yield opened
	if request.node.stash.get(OUTCOME, True):
		opened.screenshot(GENERATED / "screenshots" / f"{request.node.name}.png")
	opened.close()


def _start_afresh() -> None:
	"""Administrator, English, nothing cached, no message left."""
	import frappe

	frappe.set_user("Administrator")
	frappe.clear_cache()
	frappe.local.lang = "en"
	frappe.local.message_log = []
	frappe.local.document_cache = {}

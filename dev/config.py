"""Names, paths and ports: the one place that knows them."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / "dev"
HOME = ROOT / ".dev"  # everything generated
BENCH = HOME / "bench"
SITES = BENCH / "sites"
LOGS = HOME / "logs"
RUN = HOME / "run"
STAMPS = HOME / "stamps"
CACHE = HOME / "cache"
NODE = HOME / "node"
PYTHON = BENCH / "env/bin/python"

APP = "asn_kinerja"
APPS = {"erpnext": DEV / "standin", APP: ROOT}  # app name -> folder that holds its package


def _port_base() -> int:
	text = os.environ.get("DEV_PORT_BASE", "33000")
	if not text.isdigit() or not 1024 <= int(text) <= 65400:
		raise SystemExit(f"DEV_PORT_BASE must be a number from 1024 to 65400, not {text!r}.")
	return int(text)


PORT_BASE = _port_base()
CACHE_PORT = PORT_BASE + 1
QUEUE_PORT = PORT_BASE + 2
DATABASE_PORT = PORT_BASE + 6
WEB_PORT = PORT_BASE + 80
REALTIME_PORT = PORT_BASE + 90

# The database listens on this machine only and holds made-up data.
DATABASE_PASSWORD = "root"
ADMIN_PASSWORD = "admin"
ADMIN_EMAIL = "administrator@asn.example"


@dataclass(frozen=True)
class Site:
	name: str
	language: str
	language_name: str
	settings: dict[str, str | int] = field(default_factory=dict)  # of its site_config.json


DEMO = Site("asn.localhost", "id", "Bahasa Indonesia")
# Two sites with the same agency, one ten times the other: what grows with the data shows.
SMALL = Site("small.localhost", "id", "Bahasa Indonesia", {"pause_scheduler": 1})
LARGE = Site("large.localhost", "id", "Bahasa Indonesia", {"pause_scheduler": 1})
BENCHMARKED = ((SMALL, 2_000), (LARGE, 20_000))  # people


def _test_site(name: str) -> Site:
	settings: dict[str, str | int] = {
		"allow_tests": 1,
		"bench_id": f"{APP}-{name}",  # prefix of its queues: its jobs wait for the tests' own worker
		"pause_scheduler": 1,
	}
	return Site(f"{name}.localhost", "en", "English", settings)


TESTS = (_test_site("test"), _test_site("test2"))  # all tests run on both, side by side


def environment(**extra: str) -> dict[str, str]:
	"""Environment of every process on the bench.

	The proxy is a closed port: whatever the framework wants to ask on the internet ends there.
	"""
	nowhere = "http://127.0.0.1:9"
	return {
		**os.environ,
		"PATH": f"{os.environ['PATH']}:/usr/sbin",  # mariadbd is there
		"PYTHONPYCACHEPREFIX": str(CACHE / "pycache"),
		"HTTP_PROXY": nowhere,
		"HTTPS_PROXY": nowhere,
		"http_proxy": nowhere,
		"https_proxy": nowhere,
		"NO_PROXY": "localhost,127.0.0.1,.localhost",
		"no_proxy": "localhost,127.0.0.1,.localhost",
		**extra,
	}

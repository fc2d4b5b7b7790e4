"""What the machine itself must bring: Debian packages and Node."""

import os
import re
import subprocess

from dev import shell

PACKAGES = (
	"chromium",
	"chromium-driver",
	"libpango-1.0-0",
	"libpangoft2-1.0-0",
	"mariadb-client",
	"mariadb-server-core",
	"redis-server",
	"wkhtmltopdf",
)
OLDEST_NODE = 18


def missing() -> list[str]:
	"""Packages of the list that are not installed."""
	try:
		status = subprocess.run(
			["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES],
			capture_output=True,
			text=True,
		).stdout
	except FileNotFoundError:
		raise shell.Failed(
			"This is not a Debian machine: `dpkg-query` is missing", "Use Debian 12."
		) from None
	installed = {line.split()[0] for line in status.splitlines() if line.endswith(" installed")}
	return [p for p in PACKAGES if p not in installed]


def install() -> None:
	"""As root install what is missing; as an ordinary user say what to install."""
	check_node()
	wanted = missing()
	if not wanted:
		return
	line = f"apt-get install --no-install-recommends -y {' '.join(wanted)}"
	if os.geteuid() != 0:
		raise shell.Failed(
			f"{len(wanted)} Debian packages are missing and only root may install them",
			f"Run this, then the same command again:\n\n      sudo apt-get update && sudo {line}\n",
		)
	env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
	advice = "Debian's packages must be reachable; run the line in the log by hand to see more."
	shell.run("apt-get", "-q", "update", env=env, advice=advice)
	# another apt on the machine may hold the lock for a while
	shell.run(*line.split(), "-q", "-o", "DPkg::Lock::Timeout=300", env=env, advice=advice)


def check_node() -> None:
	try:
		version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
		subprocess.run(["npm", "--version"], capture_output=True, check=True)
	except (FileNotFoundError, subprocess.CalledProcessError):
		raise shell.Failed("node or npm is missing", f"Install Node {OLDEST_NODE} or newer.") from None
	major = re.match(r"v(\d+)", version)
	if not major or int(major[1]) < OLDEST_NODE:
		raise shell.Failed(f"Node {version} is too old", f"Install Node {OLDEST_NODE} or newer.")

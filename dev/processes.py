"""Background processes: started once, known by pid file, ended only if they are really ours.

A pid file holds the pid and the moment the process started, so that a number which the system
has given to another process since is never taken for ours.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dev import config, shell


@dataclass(frozen=True)
class Process:
	"""`port` is the one it listens on at 127.0.0.1, if it does."""

	name: str
	command: tuple[shell.Argument, ...]
	port: int | None = None
	cwd: Path = config.HOME
	env: Mapping[str, str] | None = None

	@property
	def pid_file(self) -> Path:
		return config.RUN / f"{self.name}.pid"

	@property
	def log(self) -> Path:
		return config.LOGS / f"{self.name}.log"

	def start(self, ready: Callable[[], bool] | None = None, seconds: float = 60) -> None:
		"""Start it unless it runs, and wait until it is ready (by default: until its port answers)."""
		if running_pid(self.pid_file):
			return
		if self.port and answers(self.port):
			raise shell.Failed(
				f"Port {self.port} for {self.name} is taken by another program",
				"End that program, or choose other ports: DEV_PORT_BASE=34000 make …",
			)
		for folder in (config.RUN, config.LOGS):
			folder.mkdir(parents=True, exist_ok=True)
		with self.log.open("wb") as log:
			process = subprocess.Popen(
				[str(a) for a in self.command],
				cwd=self.cwd,
				env=self.env or config.environment(),
				stdin=subprocess.DEVNULL,
				stdout=log,
				stderr=subprocess.STDOUT,
				start_new_session=True,
			)
		self.pid_file.write_text(f"{process.pid} {_started(process.pid)}\n")
		ready = ready or (lambda: not self.port or answers(self.port))
		deadline = time.monotonic() + seconds
		while not ready():
			if process.poll() is not None:
				self.pid_file.unlink()
				raise shell.Failed(f"{self.name} ended while starting", log=self.log)
			if time.monotonic() > deadline:
				raise shell.Failed(f"{self.name} is not ready after {seconds:.0f} s", log=self.log)
			time.sleep(0.1)

	def is_running(self) -> bool:
		return running_pid(self.pid_file) is not None


def answers(port: int) -> bool:
	"""Whether something listens on the port of this machine."""
	with socket.socket() as probe:
		probe.settimeout(1)
		return probe.connect_ex(("127.0.0.1", port)) == 0


def running_pid(pid_file: Path) -> int | None:
	"""The pid in the file if that very process still lives."""
	try:
		pid, started = pid_file.read_text().split()
	except (FileNotFoundError, ValueError):
		return None
	return int(pid) if _started(int(pid)) == started else None


def stop(names: list[str]) -> list[str]:
	"""End the processes of these names, politely at first; returns those that were running."""
	stopped = []
	for name in names:
		pid_file = config.RUN / f"{name}.pid"
		if pid := running_pid(pid_file):
			os.kill(pid, signal.SIGTERM)
			if not _gone(pid_file, seconds=30):
				os.killpg(pid, signal.SIGKILL)
				_gone(pid_file, seconds=5)
			stopped.append(name)
		pid_file.unlink(missing_ok=True)
	return stopped


def _gone(pid_file: Path, seconds: float) -> bool:
	deadline = time.monotonic() + seconds
	while running_pid(pid_file):
		if time.monotonic() > deadline:
			return False
		time.sleep(0.05)
	return True


def _started(pid: int) -> str | None:
	"""The process's start time in clock ticks since boot; None once it is dead."""
	try:
		stat = Path(f"/proc/{pid}/stat").read_text()
	except (FileNotFoundError, ProcessLookupError):
		return None
	fields = stat.rpartition(")")[2].split()  # the command's name may hold blanks
	return None if fields[0] in "ZX" else fields[19]

"""Runs commands; their output goes to the log of the step that runs them."""

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from dev import config

Argument = str | int | Path

BENCH = ("-m", "frappe.utils.bench_helper", "frappe")

_log: ContextVar[Path] = ContextVar("log")
_running: set[subprocess.Popen[bytes]] = set()
_lock = threading.Lock()
_stopping = False
_kept_open: list[int] = []


class Failed(Exception):
	"""A step could not be done: `what` went wrong, `advice` says what to do."""

	def __init__(self, what: str, advice: str = "", log: Path | None = None) -> None:
		super().__init__(what)
		self.what = what
		self.advice = advice
		self.log = log


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
	"""Send the output of every command run inside to `path`."""
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_bytes(b"")
	token = _log.set(path)
	try:
		yield
	finally:
		_log.reset(token)


def run(
	*args: Argument,
	cwd: Path | None = None,
	env: Mapping[str, str] | None = None,
	advice: str = "",
) -> None:
	"""Run a command; raises Failed with the log's path unless it exits with 0."""
	command = [str(a) for a in args]
	log = _log.get()
	with log.open("ab") as out:
		out.write(f"$ {' '.join(command)}\n".encode())
		out.flush()
		with _lock:
			if _stopping:
				raise Failed("Stopped, because another step failed", log=log)
			process = subprocess.Popen(
				command,
				cwd=cwd,
				env=env,
				stdin=subprocess.DEVNULL,
				stdout=out,
				stderr=subprocess.STDOUT,
				pass_fds=_kept_open,
			)
			_running.add(process)
		try:
			process.wait()
		finally:
			with _lock:
				_running.discard(process)
	if process.returncode:
		raise Failed(f"`{_short(command)}` exited with {process.returncode}", advice, log)


@contextmanager
def kept_open(descriptor: int) -> Iterator[None]:
	"""Hand an open file to every command: a lock then lasts as long as any of them runs."""
	_kept_open.append(descriptor)
	try:
		yield
	finally:
		_kept_open.remove(descriptor)


def stop_running() -> None:
	"""End the commands still running, after another step has failed, and start no more."""
	global _stopping
	with _lock:
		_stopping = True
		for process in _running:
			process.terminate()


def bench(*args: Argument, site: str | None = None, advice: str = "") -> None:
	"""Run a bench command as the `bench` executable would."""
	run(*bench_command(*args, site=site), cwd=config.SITES, env=config.environment(), advice=advice)


def bench_output(*args: Argument, site: str | None = None) -> str:
	"""What a bench command prints."""
	command = [str(a) for a in bench_command(*args, site=site)]
	done = subprocess.run(command, cwd=config.SITES, env=config.environment(), capture_output=True, text=True)
	if done.returncode:
		log = config.LOGS / "bench.log"
		log.write_text(done.stdout + done.stderr)
		raise Failed(f"`{_short(command)}` exited with {done.returncode}", log=log)
	return done.stdout


def bench_command(*args: Argument, site: str | None = None) -> list[Argument]:
	which = ["--site", site] if site else []
	return [config.PYTHON, *BENCH, *which, *args]


def _short(command: list[str]) -> str:
	"""The start of a command, as a person would type it."""
	words = command[1:]
	if words[: len(BENCH)] == [*BENCH]:
		words = ["bench", *words[len(BENCH) :]]
	else:
		words = [os.path.basename(command[0]), *words]
	return " ".join(words[:5]) + (" …" if len(words) > 5 else "")

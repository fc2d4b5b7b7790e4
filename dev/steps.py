"""Runs steps, side by side where they allow it, and remembers the finished ones.

A finished step leaves a stamp with a fingerprint of its inputs.  It is done again when the
fingerprint differs, when the stamp is missing (the step was interrupted) or when what it made
is gone.
"""

import contextvars
import fcntl
import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import config, shell

Input = str | Path


def _nothing() -> Iterable[Input]:
	return ()


def _intact() -> bool:
	return True


@dataclass(frozen=True)
class Step:
	"""`inputs` are texts, files and folders; `intact` tells whether the result is still there."""

	name: str
	title: str
	action: Callable[[], None]
	after: tuple[str, ...] = ()
	inputs: Callable[[], Iterable[Input]] = _nothing
	intact: Callable[[], bool] = _intact

	@property
	def stamp(self) -> Path:
		return config.STAMPS / self.name

	def is_done(self) -> bool:
		return self.stamp.exists() and self.stamp.read_text() == fingerprint(self.inputs()) and self.intact()

	def perform(self) -> None:
		config.STAMPS.mkdir(parents=True, exist_ok=True)
		self.stamp.unlink(missing_ok=True)
		before = fingerprint(self.inputs())  # what changes while the step runs is done next time
		with shell.logging_to(config.LOGS / f"{self.name}.log"):
			self.action()
		self.stamp.write_text(before)


def fingerprint(inputs: Iterable[Input]) -> str:
	"""SHA-256 over texts, and over paths with contents.

	A bench holds absolute paths, so this folder's own path belongs to it.
	"""
	digest = hashlib.sha256(str(config.HOME).encode())
	for item in inputs:
		if isinstance(item, str):
			digest.update(f"text {item}\n".encode())
			continue
		for file in _files(item):
			digest.update(f"file {file} {file.stat().st_size}\n".encode())
			digest.update(file.read_bytes())
	return digest.hexdigest()


def _files(path: Path) -> list[Path]:
	if not path.is_dir():
		return [path]
	return sorted(f for f in path.rglob("*") if f.is_file() and "__pycache__" not in f.parts)


@contextmanager
def exclusive(purpose: str = "bring-up") -> Iterator[None]:
	"""Only one process at a time does this in the generated folder."""
	config.HOME.mkdir(exist_ok=True)
	with (config.HOME / f"{purpose}.lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			print(f"Another {purpose} in this folder is running; waiting for it …", flush=True)
			fcntl.flock(lock, fcntl.LOCK_EX)
		with shell.kept_open(lock.fileno()):
			yield


def run(steps: list[Step]) -> None:
	"""Do what is not done yet, each step as soon as those it comes after are done."""
	started = time.monotonic()
	with ThreadPoolExecutor(max_workers=4) as pool:
		try:
			performed = _run_all(steps, pool)
		except BaseException:
			shell.stop_running()
			raise
	seconds = time.monotonic() - started
	print(f"{performed} of {len(steps)} steps done now, the others before · {seconds:.1f} s", flush=True)


def _run_all(steps: list[Step], pool: ThreadPoolExecutor) -> int:
	"""How many steps had to be performed."""
	waiting = list(steps)
	done: set[str] = set()
	performed = 0
	running: dict[Future[bool], Step] = {}
	while waiting or running:
		ready = [step for step in waiting if set(step.after) <= done]
		if not (ready or running):
			raise ValueError(f"These steps come after steps that are not there: {waiting}")
		for step in ready:
			waiting.remove(step)
			context = contextvars.copy_context()  # where the step's log is kept
			running[pool.submit(context.run, _do, step)] = step
		for future in wait(running, return_when=FIRST_COMPLETED).done:
			done.add(running.pop(future).name)
			performed += future.result()
	return performed


def _do(step: Step) -> bool:
	"""Whether the step had to be performed."""
	started = time.monotonic()
	try:
		if step.is_done():
			return False
		_say(f"  … {step.title}")
		step.perform()
	except shell.Failed as error:
		raise shell.Failed(f"{step.title}: {error.what}", error.advice, error.log) from error
	except Exception as error:
		log = config.LOGS / f"{step.name}.log"
		raise shell.Failed(f"{step.title}: {type(error).__name__}: {error}", log=log) from error
	_say(f"  ✓ {step.title} · {time.monotonic() - started:.1f} s")
	return True


def _say(line: str) -> None:
	"""Print a line in one piece, whatever other steps print."""
	sys.stdout.write(line + "\n")
	sys.stdout.flush()


def report(error: shell.Failed) -> None:
	"""Tell what failed, where the log is, how it ends and what to do."""
	print(f"\n  ✗ {error.what}", file=sys.stderr)
	if error.log and error.log.exists():
		print(f"    log: {error.log}", file=sys.stderr)
		for line in error.log.read_text(errors="replace").splitlines()[-15:]:
			print(f"    │ {line}", file=sys.stderr)
	advice = error.advice or "Correct the cause and run the same command again: it resumes at this step."
	print(f"    → {advice}", file=sys.stderr)

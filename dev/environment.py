"""The Python environments: the bench's own, and a small one for the linter."""

import os
import shutil
import sys
from pathlib import Path

from dev import config, shell
from dev.steps import Input

REQUIREMENTS = config.DEV / "requirements.txt"
LINT_REQUIREMENTS = config.DEV / "requirements-lint.txt"
TEST_REQUIREMENTS = config.DEV / "requirements-test.txt"
BUILD_REQUIREMENTS = config.DEV / "requirements-build.txt"
LINT = config.HOME / "lint"
TEST_PACKAGES = config.HOME / "test-packages"

PIP = ("-m", "pip", "--disable-pip-version-check")
ADVICE = "If the log says that PyPI cannot be reached, see to that and run the same command again."


def bench_requirements() -> list[Input]:
	return [sys.version, BUILD_REQUIREMENTS, REQUIREMENTS, TEST_REQUIREMENTS]


def create() -> None:
	"""The bench's environment, from pinned versions only."""
	_virtual_environment(config.BENCH / "env")
	pip = [config.PYTHON, *PIP, "install", "-q", "--no-deps"]
	shell.run(*pip, "-r", BUILD_REQUIREMENTS, advice=ADVICE)
	# a few packages exist as source only: built with the pinned tools, not with the newest ones
	shell.run(*pip, "--no-build-isolation", "-r", REQUIREMENTS, "-r", TEST_REQUIREMENTS, advice=ADVICE)
	shell.run(config.PYTHON, *PIP, "check")


def create_lint() -> None:
	_virtual_environment(LINT)
	shell.run(LINT / "bin/python", *PIP, "install", "-q", "--no-deps", "-r", LINT_REQUIREMENTS, advice=ADVICE)


def lint_variables() -> dict[str, str]:
	return {**os.environ, "RUFF_CACHE_DIR": str(config.CACHE / "ruff")}


def add_test_packages(python: Path) -> None:
	"""The test packages beside a bench that is not ours, which stays as it is."""
	shutil.rmtree(TEST_PACKAGES, ignore_errors=True)
	shell.run(
		python,
		*PIP,
		"install",
		"-q",
		"--no-deps",
		"--target",
		TEST_PACKAGES,
		"-r",
		TEST_REQUIREMENTS,
		advice=ADVICE,
	)


def _virtual_environment(folder: Path) -> None:
	advice = "Python 3.10 or newer with its venv module is needed (Debian: python3-venv)."
	shell.run(sys.executable, "-m", "venv", "--clear", folder, advice=advice)

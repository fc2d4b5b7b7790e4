"""`python -m asn_kinerja.scoring TASK < in.json > out.json`: recalculates any number without Frappe."""

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from io import TextIOWrapper

from .errors import ScoringError
from .tasks import TASKS, Task

_USAGE = "python -m asn_kinerja.scoring TASK < in.json > out.json"
_BAD_INPUT = 2


class _Refused(Exception):
	"""A command line or an input that cannot be used; its text is the one line for the user."""


def main(arguments: Sequence[str]) -> int:
	"""Runs one task from standard input to standard output and returns the exit code.

	0 done, 1 `verify` found differences, 2 bad input (one line on standard error).
	"""
	try:
		name = _task_name(arguments)
		if set(arguments) & {"-h", "--help"}:
			print(_task_help(name) if name else _general_help())
			return 0
		if name is None:
			raise _Refused(f"TASK is missing. Choose one of: {', '.join(TASKS)}. Usage: {_USAGE}")
		output = TASKS[name].run(_read_input())
	except ScoringError as error:
		return _refuse(error.message)
	except _Refused as error:
		return _refuse(str(error))
	print(json.dumps(output, ensure_ascii=False, indent="\t", default=str))
	return TASKS[name].exit_code(output)


def _task_name(arguments: Sequence[str]) -> str | None:
	names = [argument for argument in arguments if argument not in ("-h", "--help")]
	if len(names) > 1:
		raise _Refused(f'"{names[1]}" is one argument too many. Usage: {_USAGE}')
	if names and names[0] not in TASKS:
		raise _Refused(f'TASK "{names[0]}" is unknown. Choose one of: {", ".join(TASKS)}.')
	return names[0] if names else None


def _read_input() -> object:
	try:
		# Decimal keeps the digits as they were written, 0.1 included.
		return json.loads(sys.stdin.buffer.read().decode("utf-8-sig"), parse_float=Decimal)
	except UnicodeDecodeError as error:
		raise _Refused("input: the text is not UTF-8. Save it as UTF-8.") from error
	except json.JSONDecodeError as error:
		raise _Refused(
			f"input: no valid JSON at line {error.lineno}, column {error.colno}: {error.msg}."
		) from error
	except (ValueError, RecursionError) as error:
		raise _Refused("input: no usable JSON: a number is too long or the nesting too deep.") from error


def _refuse(line: str) -> int:
	print(" ".join(line.split()), file=sys.stderr)
	return _BAD_INPUT


def _general_help() -> str:
	tasks = "\n".join(f"  {name:<12} {task.summary}" for name, task in TASKS.items())
	examples = "\n\n".join(_example(name, task) for name, task in TASKS.items())
	return (
		f"Usage: {_USAGE}\n\nTasks (TASK --help tells more):\n{tasks}\n\n"
		f"Exit codes: 0 done, 1 verify found differences, 2 bad input.\n\nExamples:\n\n{examples}"
	)


def _task_help(name: str) -> str:
	task = TASKS[name]
	return f"{name}: {task.summary}\n\n{task.explanation}\n\nExample:\n\n{_example(name, task)}"


def _example(name: str, task: Task) -> str:
	return f"echo '{task.example_input}' |\n  python -m asn_kinerja.scoring {name}\n→ {task.example_output}"


if __name__ == "__main__":
	for stream in (sys.stdout, sys.stderr):
		if isinstance(stream, TextIOWrapper):
			stream.reconfigure(encoding="utf-8")
	sys.exit(main(sys.argv[1:]))

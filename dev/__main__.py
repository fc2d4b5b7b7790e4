"""Commands: python3 -m dev COMMAND [ARGUMENT ...]"""

import signal
import sys

from dev import commands, shell, steps


def main(arguments: list[str]) -> int:
	name, *rest = arguments or ["help"]
	command = commands.COMMANDS.get(name)
	if command is None:
		print(f"There is no command {name!r}.\n\n{commands.overview()}", file=sys.stderr)
		return 2
	signal.signal(signal.SIGTERM, signal.default_int_handler)
	try:
		return command(rest)
	except shell.Failed as error:
		steps.report(error)
		return 1
	except KeyboardInterrupt:
		shell.stop_running()
		print("\nInterrupted; the same command resumes where it stopped.", file=sys.stderr)
		return 130


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))

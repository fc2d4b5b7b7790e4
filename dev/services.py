"""A private MariaDB and two private Redis servers, on 127.0.0.1 and ports of their own.

No configuration, data or socket of a server that is already on the machine is used.
"""

import getpass
import shutil
import subprocess

from dev import config, shell
from dev.processes import Process, stop

DATA = config.HOME / "mysql"
INITIALISED = config.HOME / "mysql.ready"  # there once passwords are set
SOCKET = config.RUN / "mysql.sock"
LONGEST_SOCKET_PATH = 107  # bytes, a limit of the system


def redis(name: str, port: int) -> Process:
	keep_nothing = ("--save", "", "--appendonly", "no")
	return Process(
		name,
		("redis-server", "--port", port, "--bind", "127.0.0.1", *keep_nothing, "--dir", config.RUN),
		port=port,
	)


def database() -> Process:
	return Process(
		"mariadb",
		(
			"mariadbd",
			"--no-defaults",
			f"--datadir={DATA}",
			f"--socket={SOCKET}",
			f"--port={config.DATABASE_PORT}",
			f"--user={getpass.getuser()}",
			"--bind-address=127.0.0.1",
			f"--pid-file={config.RUN}/mariadbd.own.pid",
			"--character-set-server=utf8mb4",
			"--collation-server=utf8mb4_unicode_ci",
			"--skip-log-bin",
			"--skip-name-resolve",
			"--performance-schema=OFF",
			"--innodb-buffer-pool-size=512M",
			# made-up data may be lost when the machine dies; in return it is fast
			"--innodb-flush-log-at-trx-commit=0",
			"--skip-innodb-doublewrite",
		),
		port=config.DATABASE_PORT,
	)


PROCESSES = (
	redis("redis-cache", config.CACHE_PORT),
	redis("redis-queue", config.QUEUE_PORT),
	database(),
)


def settings() -> list[str]:
	"""What they run with; servers of other settings are replaced."""
	return [repr(process.command) for process in PROCESSES]


def start() -> None:
	stop([process.name for process in PROCESSES])
	*caches, mariadb = PROCESSES
	for process in caches:
		process.start()
	if not INITIALISED.exists():
		_create_data_folder()
	mariadb.start(ready=_database_answers)
	if not INITIALISED.exists():
		_set_passwords()
		INITIALISED.touch()


def are_running() -> bool:
	return all(process.is_running() for process in PROCESSES)


def _create_data_folder() -> None:
	if len(str(SOCKET).encode()) > LONGEST_SOCKET_PATH:
		raise shell.Failed(
			f"The path of this folder is too long for a database socket: {SOCKET}",
			"Move the project to a folder with a shorter path.",
		)
	shutil.rmtree(DATA, ignore_errors=True)
	shell.run(
		"mariadb-install-db",
		"--no-defaults",
		f"--datadir={DATA}",
		"--auth-root-authentication-method=normal",
		"--skip-test-db",
		f"--user={getpass.getuser()}",
		env=config.environment(),
	)


def _client(*args: str) -> list[str]:
	return ["mariadb", "--no-defaults", f"--socket={SOCKET}", "-uroot", *args]


def _database_answers() -> bool:
	password = [f"-p{config.DATABASE_PASSWORD}"] if INITIALISED.exists() else []
	return subprocess.run(_client(*password, "-e", "select 1"), capture_output=True).returncode == 0


def _set_passwords() -> None:
	password = config.DATABASE_PASSWORD
	# anonymous users would shadow 'user'@'%' on local connections
	statements = ["delete from mysql.global_priv where User = ''"]
	for host in ("localhost", "127.0.0.1"):
		statements += [
			f"create or replace user root@'{host}' identified by '{password}'",
			f"grant all on *.* to root@'{host}' with grant option",
		]
	statements.append("flush privileges")
	shell.run(*_client("-e", ";".join(statements)))

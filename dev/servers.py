"""The bench's servers: web, realtime, background worker, scheduler."""

from dev import assets, config, shell
from dev.processes import Process, stop


def processes() -> list[Process]:
	gunicorn = (config.PYTHON, "-m", "gunicorn", "dev.web:application", "--pythonpath", config.ROOT)
	workers = ("--workers", 2, "--threads", 4, "--timeout", 120)
	queue = f"redis://127.0.0.1:{config.QUEUE_PORT}"
	# DEV_SERVER: the browser then finds the realtime server by its port
	env = config.environment(DEV_SITE=config.DEMO.name, DEV_SERVER="1")
	return [
		Process(
			"web",
			(*gunicorn, "--bind", f"127.0.0.1:{config.WEB_PORT}", *workers),
			port=config.WEB_PORT,
			cwd=config.SITES,
			env=env,
		),
		Process(
			"realtime",
			("node", config.NODE / assets.REALTIME, config.REALTIME_PORT, queue, config.WEB_PORT),
			port=config.REALTIME_PORT,
		),
		Process("worker", tuple(shell.bench_command("worker")), cwd=config.SITES, env=env),
		Process("scheduler", tuple(shell.bench_command("schedule")), cwd=config.SITES, env=env),
	]


def start(code: str) -> None:
	"""Start the servers; those that run an older `code` are started anew."""
	running = config.RUN / "servers.code"
	if running.exists() and running.read_text() != code:
		stop([p.name for p in processes()])
	assets.copy_scripts()
	for process in processes():
		process.start()
	running.write_text(code)

"""Runs a site's queued jobs in another process and waits until none is left.

`python -m tests.support.jobs SITE`, in the bench's sites folder, is that process: an RQ worker that
ends when the queues are empty and prints the tracebacks of the jobs that failed, as JSON.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 600  # seconds for all jobs together


def run_queued_jobs(site: str, sites: Path) -> list[str]:
	"""Tracebacks of the site's jobs that failed."""
	done = subprocess.run(
		[sys.executable, "-m", "tests.support.jobs", site],
		cwd=sites,
		env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))},
		capture_output=True,
		text=True,
		timeout=LIMIT,
	)
	if done.returncode:
		raise RuntimeError(f"The worker ended with {done.returncode}:\n{done.stderr[-4000:]}")
	return json.loads(done.stdout.splitlines()[-1])


def main(site: str) -> None:
	import frappe
	from frappe.utils.background_jobs import get_queue, get_queues_timeout, get_redis_conn
	from rq import Worker

	frappe.init(site=site, sites_path=".")
	connection = get_redis_conn()
	queues = [get_queue(name) for name in get_queues_timeout()]  # named by the site's configuration
	frappe.destroy()

	before = {job for queue in queues for job in queue.failed_job_registry.get_job_ids()}
	Worker(queues, connection=connection).work(burst=True, logging_level="WARNING")
	# on a bench with workers of its own, those may still be busy with one of our jobs
	while any(queue.started_job_registry.get_job_ids() for queue in queues):
		time.sleep(0.1)

	failures = []
	for queue in queues:
		for identifier in queue.failed_job_registry.get_job_ids():
			job = queue.fetch_job(identifier)
			if identifier not in before and job and job.kwargs.get("site") == site:
				failures.append(f"{job.kwargs.get('job_name')}\n{job.exc_info}")
	print("\n" + json.dumps(failures))


if __name__ == "__main__":
	main(sys.argv[1])

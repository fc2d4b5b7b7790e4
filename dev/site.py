"""A site: its database, the apps on it, and what the setup wizard would ask."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from dev import assets, config, services, shell
from dev.steps import Input

WIZARD = config.DEV / "wizard.py"


def folder(site: config.Site) -> Path:
	return config.SITES / site.name


def create(site: config.Site) -> None:
	shutil.rmtree(folder(site), ignore_errors=True)
	shell.bench(
		"new-site",
		site.name,
		"--force",
		"--no-mariadb-socket",
		*("--db-root-username", "root", "--db-root-password", config.DATABASE_PASSWORD),
		*("--admin-password", config.ADMIN_PASSWORD),
	)
	configuration = folder(site) / "site_config.json"
	settings = json.loads(configuration.read_text())
	settings |= site.settings
	configuration.write_text(json.dumps(settings, indent=1) + "\n")
	_identity_file(site).write_text(uuid4().hex)


def _identity_file(site: config.Site) -> Path:
	return folder(site) / "identity"


def identity(site: config.Site) -> str:
	"""Another one each time the site is made anew."""
	file = _identity_file(site)
	return f"site {file.read_text() if file.exists() else 'none'}"


def is_there(site: config.Site) -> bool:
	"""Whether the site's folder and database exist."""
	configuration = folder(site) / "site_config.json"
	if not (configuration.exists() and _identity_file(site).exists()):
		return False
	return (services.DATA / json.loads(configuration.read_text())["db_name"]).exists()


def app_files(app: str) -> Iterable[Input]:
	"""All of an app that decides what `migrate` does, or that the site keeps in its cache."""
	package = config.APPS[app] / app
	kinds = (".css", ".csv", ".html", ".js", ".json", ".py", ".txt")
	skip = {"__pycache__", "public"}
	return sorted(f for f in package.rglob("*") if f.suffix in kinds and not skip.intersection(f.parts))


def install(site: config.Site, app: str) -> None:
	"""Install the app, or bring an installed one up to date."""
	assets.link_public_folders()
	if app in installed(site):
		shell.bench("migrate", "--skip-search-index", site=site.name)
	else:
		shell.bench("install-app", app, site=site.name)


def installed(site: config.Site) -> list[str]:
	answer = shell.bench_output("list-apps", "--format", "json", site=site.name)
	return json.loads(answer)[site.name]


def complete_wizard(site: config.Site) -> None:
	"""Answer the setup wizard; until then the Desk shows nothing else."""
	answers = {
		"language": site.language_name,
		"country": "Indonesia",
		"timezone": "Asia/Jakarta",
		"currency": "IDR",
		"enable_telemetry": 0,
		# without an administrator's address the first user made becomes System Manager
		"full_name": "Administrator",
		"email": config.ADMIN_EMAIL,
		"password": config.ADMIN_PASSWORD,
	}
	shell.run(
		*(config.PYTHON, WIZARD, site.name, site.language, json.dumps(answers)),
		cwd=config.SITES,
		env=config.environment(),
	)

"""The Desk's assets: Node packages, and bundles built with esbuild."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from dev import config, shell
from dev.steps import Input

SOURCE = config.DEV / "assets"
ASSETS = config.SITES / "assets"
FRAMEWORK_PUBLIC = config.BENCH / "apps/frappe/frappe/public"
REALTIME = "realtime.mjs"
LOCK = ("package.json", "package-lock.json")


def install_node_packages() -> None:
	"""Exactly the versions and checksums of the lock file; no package's script is run."""
	config.NODE.mkdir(parents=True, exist_ok=True)
	for name in LOCK:
		shutil.copy(SOURCE / name, config.NODE / name)
	shell.run(
		*("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
		cwd=config.NODE,
		env={**os.environ, "npm_config_cache": str(config.CACHE / "npm")},
		advice="The npm registry must be reachable.",
	)


def lock_files() -> Iterable[Input]:
	return [SOURCE / name for name in LOCK]


def build(app: str) -> None:
	"""Build the app's bundles; the framework's pages read their addresses from a map."""
	link_public_folders()
	copy_scripts()
	shell.run("node", config.NODE / "build.mjs", config.BENCH, app)
	shell.run("redis-cli", "-p", config.CACHE_PORT, "flushall")  # the map is cached there


def copy_scripts() -> None:
	"""Put our scripts beside the node_modules that they import."""
	for script in SOURCE.glob("*.mjs"):
		shutil.copy(script, config.NODE / script.name)


def is_built() -> bool:
	"""Whether the framework's bundles are there, and the Node packages that it loads when needed."""
	return (ASSETS / "dist/frappe").exists() and (FRAMEWORK_PUBLIC / "node_modules").exists()


def app_files(app: str) -> Iterable[Input]:
	public = public_folder(app)
	return [SOURCE / "build.mjs", *([public] if public.exists() else [])]


def public_folder(app: str) -> Path:
	return config.APPS[app] / app / "public"


def link_public_folders() -> None:
	"""Serve each app's public folder as /assets/APP."""
	ASSETS.mkdir(parents=True, exist_ok=True)
	folders = {"frappe": FRAMEWORK_PUBLIC}
	folders |= {app: public_folder(app) for app in config.APPS}
	for app, folder in folders.items():
		link = ASSETS / app
		if folder.exists() and not (link.is_symlink() and Path(os.readlink(link)) == folder):
			link.unlink(missing_ok=True)
			link.symlink_to(folder)

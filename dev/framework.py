"""Frappe from PyPI: a republication whose names are put back.

`criscostack` 1.0.0 (MIT) is Frappe 15.0.0-dev of August 2023 with its names replaced; no code
differs from the original.
"""

import hashlib
import json
import shutil
import sys
import zipfile
from pathlib import Path

from dev import config, shell

NAME, VERSION = "criscostack", "1.0.0"
SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
WHEEL = config.HOME / "wheels" / f"{NAME}-{VERSION}-py3-none-any.whl"
SOURCE = config.BENCH / "apps/frappe"

# Longest first; the republisher wrote "Frappe" as "Crisco" and "frappe" as "criscostack".
NAMES = (
	(b"criscostack", b"frappe"),
	(b"CRISCOSTACK", b"FRAPPE"),
	(b"Criscostack", b"Frappe"),
	(b"criscoerp", b"erpnext"),
	(b"Criscoerp", b"ERPNext"),
	(b"Crisco", b"Frappe"),
	(b"brik_helper", b"bench_helper"),
)
BINARY = {".eot", ".gif", ".jpg", ".mp3", ".otf", ".png", ".ttf", ".woff", ".woff2", ".zip"}


def download() -> None:
	"""Fetch the wheel and check it against its SHA-256."""
	WHEEL.parent.mkdir(parents=True, exist_ok=True)
	if not (WHEEL.exists() and _digest(WHEEL) == SHA256):
		WHEEL.unlink(missing_ok=True)
		pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
		shell.run(*pip, "-d", WHEEL.parent, f"{NAME}=={VERSION}", advice="PyPI must be reachable.")
	if (found := _digest(WHEEL)) != SHA256:
		WHEEL.unlink()
		raise shell.Failed(
			f"{WHEEL.name} has SHA-256 {found}, expected {SHA256}",
			"The registry served another file than the one this project was built on; do not use it.",
		)


def restore() -> None:
	"""Unpack the wheel with the framework's own names."""
	download()
	unpacked = SOURCE.with_suffix(".new")
	shutil.rmtree(unpacked, ignore_errors=True)
	with zipfile.ZipFile(WHEEL) as archive:
		for info in archive.infolist():
			top, _, rest = info.filename.partition("/")
			if info.is_dir() or top != NAME or rest.endswith(".DS_Store"):
				continue
			target = unpacked / "frappe" / _restored(rest.encode()).decode()
			data = archive.read(info)
			target.parent.mkdir(parents=True, exist_ok=True)
			target.write_bytes(data if target.suffix in BINARY else _restored(data))
	_check_names(unpacked)
	shutil.rmtree(SOURCE, ignore_errors=True)
	unpacked.rename(SOURCE)


def make_bench() -> None:
	"""The folders and the common configuration of a bench."""
	for folder in (
		config.SITES / "assets",
		config.BENCH / "apps",
		config.BENCH / "logs",
		config.BENCH / "config",
	):
		folder.mkdir(parents=True, exist_ok=True)
	(config.SITES / "common_site_config.json").write_text(common_settings()[0])


def common_settings() -> list[str]:
	"""The text of common_site_config.json."""
	queue = f"redis://127.0.0.1:{config.QUEUE_PORT}"
	settings = {
		"db_host": "127.0.0.1",
		"db_port": config.DATABASE_PORT,
		"redis_cache": f"redis://127.0.0.1:{config.CACHE_PORT}",
		"redis_queue": queue,
		"redis_socketio": queue,
		"webserver_port": config.WEB_PORT,
		"socketio_port": config.REALTIME_PORT,
		"default_site": config.DEMO.name,
		# otherwise the framework writes DocTypes edited in the Desk into the app's folder
		"developer_mode": 0,
		"server_script_enabled": 0,
		"disable_error_snapshot": 1,
		"mute_emails": 1,
	}
	return [json.dumps(settings, indent=1) + "\n"]


def present_apps() -> list[str]:
	"""The apps whose package is there."""
	return [name for name, folder in config.APPS.items() if (folder / name / "hooks.py").exists()]


def link_apps() -> None:
	"""Make the apps importable and known to the bench."""
	for name in present_apps():
		link = config.BENCH / "apps" / name
		link.unlink(missing_ok=True)
		link.symlink_to(config.APPS[name])
	names = ["frappe", *present_apps()]
	_path_file().write_text("".join(f"{config.BENCH}/apps/{name}\n" for name in names))
	(config.SITES / "apps.txt").write_text("\n".join(names) + "\n")


def are_linked() -> bool:
	return _path_file().exists() and (config.SITES / "apps.txt").exists()


def _path_file() -> Path:
	(packages,) = (config.BENCH / "env/lib").glob("python3*/site-packages")
	return packages / "bench_apps.pth"


def _restored(data: bytes) -> bytes:
	for old, new in NAMES:
		data = data.replace(old, new)
	return data


def _check_names(folder: Path) -> None:
	left = [
		file
		for file in folder.rglob("*")
		if file.is_file() and file.suffix not in BINARY and b"crisco" in file.read_bytes().lower()
	]
	if left:
		raise shell.Failed(f"{len(left)} files still carry the republished names: {left[0]} …")


def _digest(file: Path) -> str:
	return hashlib.sha256(file.read_bytes()).hexdigest()

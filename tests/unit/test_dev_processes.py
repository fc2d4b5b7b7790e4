"""Servers are known by pid and start time, and only our own are ended."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from dev import config, demo, processes, shell
from dev.processes import Process


@pytest.fixture(autouse=True)
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	monkeypatch.setattr(config, "RUN", tmp_path / "run")
	monkeypatch.setattr(config, "LOGS", tmp_path / "logs")
	return tmp_path


def test_start_and_stop(tmp_path: Path) -> None:
	process = Process("sleeper", ("sleep", "60"), cwd=tmp_path)
	process.start()
	pid = processes.running_pid(process.pid_file)
	process.start()
	assert processes.running_pid(process.pid_file) == pid, "it was started twice"
	assert processes.stop(["sleeper"]) == ["sleeper"]
	assert not process.is_running()
	assert processes.stop(["sleeper"]) == []


def test_another_process_with_the_pid_is_left_alone(tmp_path: Path) -> None:
	stranger = subprocess.Popen(["sleep", "60"])
	try:
		config.RUN.mkdir(parents=True)
		(config.RUN / "sleeper.pid").write_text(f"{stranger.pid} 1\n")
		assert processes.stop(["sleeper"]) == []
		assert stranger.poll() is None
	finally:
		stranger.kill()
		stranger.wait()


def test_broken_pid_file_is_no_process(tmp_path: Path) -> None:
	file = tmp_path / "x.pid"
	file.write_text(f"{os.getpid()}")
	assert processes.running_pid(file) is None


def test_taken_port_is_told(tmp_path: Path) -> None:
	with socket.socket() as other:
		other.bind(("127.0.0.1", 0))
		other.listen()
		port = other.getsockname()[1]
		with pytest.raises(shell.Failed, match=f"Port {port} for web is taken") as caught:
			Process("web", ("sleep", "60"), port=port, cwd=tmp_path).start()
	assert "DEV_PORT_BASE" in caught.value.advice


def test_end_while_starting_is_told(tmp_path: Path) -> None:
	process = Process("brief", ("sh", "-c", "echo the reason; exit 1"), port=1, cwd=tmp_path)
	with pytest.raises(shell.Failed, match="ended while starting") as caught:
		process.start()
	assert "the reason" in caught.value.log.read_text()


def test_text_table_aligns_numbers_to_the_right() -> None:
	table = demo.text_table(["Unit", "Baik", "Mean"], [["Dinas Kesehatan", 7, 101.25], ["BKPSDM", 12, None]])
	assert table.splitlines() == [
		"Unit             Baik    Mean",
		"───────────────  ────  ──────",
		"Dinas Kesehatan     7  101.25",
		"BKPSDM             12",
	]

"""The bring-up remembers what is done, resumes, and says what failed."""

import sys
from pathlib import Path

import pytest

from dev import config, shell, steps
from dev.steps import Step


@pytest.fixture(autouse=True)
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	"""Stamps, logs and locks of a folder of its own."""
	monkeypatch.setattr(config, "HOME", tmp_path)
	monkeypatch.setattr(config, "STAMPS", tmp_path / "stamps")
	monkeypatch.setattr(config, "LOGS", tmp_path / "logs")
	monkeypatch.setattr(shell, "_stopping", False)
	return tmp_path


def test_second_run_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
	done = []
	plan = [
		Step("a", "First", lambda: done.append("a")),
		Step("b", "Second", lambda: done.append("b"), ("a",)),
	]
	steps.run(plan)
	steps.run(plan)
	assert done == ["a", "b"]
	assert "0 of 2 steps done now" in capsys.readouterr().out


def test_changed_input_repeats_just_that_step(tmp_path: Path) -> None:
	done = []
	lock = tmp_path / "lock.txt"
	plan = [
		Step("a", "First", lambda: done.append("a"), inputs=lambda: [lock]),
		Step("b", "Second", lambda: done.append("b"), ("a",)),
	]
	lock.write_text("1")
	steps.run(plan)
	lock.write_text("2")
	steps.run(plan)
	assert done == ["a", "b", "a"]


def test_lost_result_is_made_again(tmp_path: Path) -> None:
	made = tmp_path / "made"
	plan = [Step("a", "First", made.touch, intact=made.exists)]
	steps.run(plan)
	made.unlink()
	steps.run(plan)
	assert made.exists()


def test_failed_step_is_resumed() -> None:
	done = []

	def fail() -> None:
		shell.run(sys.executable, "-c", "print('the reason'); raise SystemExit(3)", advice="Do this.")

	first = Step("a", "First", lambda: done.append("a"))
	with pytest.raises(shell.Failed, match="exited with 3") as caught:
		steps.run([first, Step("b", "Second", fail, ("a",))])
	assert caught.value.advice == "Do this."
	assert "the reason" in caught.value.log.read_text()
	shell._stopping = False
	steps.run([first, Step("b", "Second", lambda: done.append("b"), ("a",))])
	assert done == ["a", "b"]


def test_report_shows_log_and_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	log = tmp_path / "step.log"
	log.write_text("one\ntwo\n")
	steps.report(shell.Failed("It broke", "Mend it.", log))
	shown = capsys.readouterr().err
	for part in ("It broke", str(log), "two", "Mend it."):
		assert part in shown


def test_failure_ends_the_commands_beside_it() -> None:
	def sleep() -> None:
		shell.run("sleep", "60")

	def fail() -> None:
		raise shell.Failed("It broke")

	with pytest.raises(shell.Failed, match="It broke"):
		steps.run([Step("a", "Slow", sleep), Step("b", "Failing", fail)])


def test_unknown_predecessor_is_an_error() -> None:
	with pytest.raises(ValueError, match="not there"):
		steps.run([Step("a", "First", lambda: None, ("nowhere",))])


def test_fingerprint_sees_contents_and_names(tmp_path: Path) -> None:
	folder = tmp_path / "folder"
	folder.mkdir()
	(folder / "a").write_text("x")
	before = steps.fingerprint([folder])
	(folder / "a").rename(folder / "b")
	renamed = steps.fingerprint([folder])
	(folder / "b").write_text("y")
	assert len({before, renamed, steps.fingerprint([folder])}) == 3

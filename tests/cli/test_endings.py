"""However a command ends, it says so once, with the exit code that belongs to it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, Desk

CALL = "مطلوب ممثل للتصوير في الرياض، الأجر ٥٠٠ ريال، للتواصل 0550001234"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "workspace")


def chat(folder: Path, messages: int, sender: str = "Sara") -> Path:
    path = folder / "chat.txt"
    path.write_text(
        "".join(
            f"25/03/2024, {n // 60 % 24:02}:{n % 60:02} - {sender}: {CALL} {n}\n"
            for n in range(messages)
        ),
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_says_what_stays(desk: Desk, tmp_path: Path, number: int) -> None:
    path = chat(tmp_path, 60_000)
    process = desk.start("triage", str(path))
    while not Path(desk.workspace, "workspace.db-wal").exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (128 + number, "")
    assert err.splitlines()[-1].startswith("Stopped. What was stored stays")
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [("parse",), ("review", "list"), ("--help",), ("demo",)])
def test_a_reader_that_has_seen_enough_is_no_failure(
    desk: Desk, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    given = [str(chat(tmp_path, 20_000))] if arguments == ("parse",) else []
    with desk.start(*arguments, *given) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (0, False)


def test_results_for_people_go_to_stdout_too(desk: Desk, tmp_path: Path) -> None:
    done = desk.run("triage", str(chat(tmp_path, 2)), code=0)
    assert "2 messages, 2 new." in done.stdout
    assert "Dates are read as day/month/year" in done.stdout
    assert desk.run("review", "list", code=0).stdout.splitlines()[-1].endswith("pending.")
    assert "1 call approved" in desk.run("review", "approve", "1", code=0).stdout
    assert desk.run("doctor", code=0).stdout.startswith("ok ")


def test_nothing_a_chat_says_steers_the_terminal(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    path.write_text(
        '{"id": "1", "text": "Casting call: actress \\u001b]0;mine\\u0007\\u202e for a film\\n'
        'Riyadh, SAR 500, contact 0550001234"}\n'
    )
    desk.run("triage", str(path), code=0)
    shown = desk.run("review", "list", code=0).stdout
    assert "1 pending." in shown
    assert not set("\x1b\x07\u202e") & set(shown)


def test_a_closed_stream_is_an_empty_one() -> None:
    command = f'exec "{sys.executable}" "{ROOT / "main.py"}" prefilter <&- >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_a_mark_in_front_of_the_input_is_no_part_of_it(desk: Desk) -> None:
    assert '"id": 1' in desk.run("prefilter", stdin='\ufeff{"id": 1, "text": "x"}\n', code=0).stdout


def test_the_help_of_a_flag_names_no_type(desk: Desk) -> None:
    for command in ((), ("review", "approve")):
        assert "<bool>" not in desk.run(*command, "--help", code=0).stdout


def test_the_help_names_the_version(desk: Desk) -> None:
    assert "--version" in desk.run("--help", code=0).stdout
    told = desk.run("--version", code=0).stdout
    assert told.startswith("TakeOne Desktop ")
    assert desk.run("--version", "parse", code=0).stdout == told

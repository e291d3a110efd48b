"""Input nobody should give: one sentence and an exit code, never a traceback."""

import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.cli.desk import Desk, Done

CHAT = "12/03/2024, 10:00 - Ali: Casting call: actress needed in Cairo\n" * 3
SECRET = "hunter2secret"


def run(workspace: Path | str, *arguments: str, stdin: str = "", **environment: str) -> Done:
    return Desk(workspace, **environment).run(*arguments, stdin=stdin)


def zipped(path: Path, name: str, text: bytes) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return path.read_bytes()


def bad_files(folder: Path) -> dict[str, str]:
    """Files that hold no usable chat, with a word of the sentence each must get."""
    folder.mkdir()
    chat = zipped(folder / "whole.zip", "_chat.txt", CHAT.encode())
    (folder / "whole.zip").unlink()
    locked = bytearray(chat)
    for start in (6, chat.index(b"PK\x01\x02") + 8):
        locked[start] |= 1
    zipped(folder / "slip.zip", "../../slipped.txt", CHAT.encode())
    zipped(folder / "bomb.zip", "_chat.txt", bytes(64 << 20))
    zipped(folder / "nested.zip", "chat.zip", chat)
    deep = b'{"messages":' + b"[" * 50_000 + b"]" * 50_000 + b"}"
    contents = {
        "empty.txt": b"",
        "binary.bin": bytes(range(256)) * 20,
        "cut.zip": chat[: len(chat) // 2],
        "cut.json": b'{"name":"g","type":"private_group","messages":[{"id":1,"text":"cast',
        "mixed.txt": CHAT.encode() + b"\xff\xfe\x80caf\xe9\n",
        "locked.zip": bytes(locked),
        "long.txt": b"12/03/2024, 10:00 - Ali: " + b"a" * 3_000_000,
        "deep.json": deep,
        "unknown.xyz": b"hello world\n",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "hollow").mkdir()
    return {
        "empty.txt": "is empty",
        "binary.bin": "neither text nor valid",
        "cut.zip": "cut-off zip",
        "cut.json": "cut off",
        "mixed.txt": "save it as UTF-8",
        "locked.zip": "password",
        "long.txt": "longer than 1,000,000",
        "deep.json": "nested",
        "unknown.xyz": "known format",
        "slip.zip": "points outside the zip",
        "bomb.zip": "unpacks to far more",
        "nested.zip": "another zip",
        "hollow": "is a folder",
    }


def test_each_bad_file_gets_its_sentence_and_the_good_one_is_stored(tmp_path: Path) -> None:
    expected = bad_files(tmp_path / "in")
    good = tmp_path / "good.txt"
    good.write_text(CHAT, encoding="utf-8")
    paths = [str(tmp_path / "in" / name) for name in expected]
    done = run(tmp_path / "ws", "triage", *paths, str(good), "--json")
    assert done.returncode == 1
    *bad, stored = json.loads(done.stdout)["files"]
    for name, file in zip(expected, bad, strict=True):
        assert expected[name] in file["error"], file
        assert file["stored"] == 0
    assert stored["error"] is None
    assert not (tmp_path / "slipped.txt").exists()
    assert not (tmp_path.parent / "slipped.txt").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    done = run(tmp_path / "ws", "parse", str(tmp_path / "pipe.txt"))
    assert done.returncode == 3
    assert "not a regular file" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("review", "approve", "999999"), 1),
        (("review", "approve", "9" * 30), 2),
        (("dead-letters", "show", "9" * 30), 2),
        (("extract", "--provider", "nobody"), 2),
        (("doctor", "--workspace", ""), 3),
    ],
)
def test_wrong_use_has_its_exit_code(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(tmp_path / "ws", *arguments)
    assert done.returncode == code
    assert done.stderr.strip()


def test_lines_nested_too_deeply_are_named(tmp_path: Path) -> None:
    done = run(tmp_path / "ws", "prefilter", stdin="[" * 100_000)
    assert done.returncode == 3
    assert "Line 1" in done.stderr


def test_half_a_character_comes_back_as_it_was(tmp_path: Path) -> None:
    text = "casting call \ud800 actress needed, Riyadh 0550001234"
    done = run(tmp_path / "ws", "extract", stdin=json.dumps({"id": text, "text": text}))
    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == text


def test_a_file_in_the_way_of_the_workspace_is_named(tmp_path: Path) -> None:
    (tmp_path / "ws").write_text("in the way")
    done = run(tmp_path / "ws", "review", "list")
    assert (done.returncode, "is a file" in done.stderr) == (3, True)
    doctor = run(tmp_path / "ws", "doctor", "--json")
    assert doctor.returncode == 1
    assert not json.loads(doctor.stdout)["parts"][0]["ok"]


def test_a_newer_workspace_is_left_alone(tmp_path: Path) -> None:
    assert run(tmp_path / "ws", "review", "list").returncode == 0
    with sqlite3.connect(tmp_path / "ws" / "workspace.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = run(tmp_path / "ws", "review", "list")
    assert (done.returncode, "newer TakeOne" in done.stderr) == (3, True)


@pytest.mark.parametrize("url", ["mysql://desk@host/site", "oracle://desk@host/site", "nonsense"])
def test_a_site_on_another_database_is_not_called_silent(tmp_path: Path, url: str) -> None:
    done = run(tmp_path / "ws", "doctor", "--json", TAKEONE_PUBLIC_URL=url)
    says = {p["part"]: p["says"] for p in json.loads(done.stdout)["parts"]}["site"]
    assert "no address of a Postgres or SQLite database" in says


@pytest.mark.parametrize("port", ["1", "none"])
def test_the_sites_password_is_never_told(tmp_path: Path, port: str) -> None:
    url = f"postgresql://desk:{SECRET}@127.0.0.1:{port}/site"
    done = run(tmp_path / "ws", "doctor", "--json", TAKEONE_PUBLIC_URL=url)
    assert done.returncode == 1
    assert {p["part"]: p["ok"] for p in json.loads(done.stdout)["parts"]}["site"] is False
    kept = [one.read_bytes() for one in (tmp_path / "ws").rglob("*") if one.is_file()]
    assert SECRET not in done.stdout + done.stderr
    assert not any(SECRET.encode() in one for one in kept)

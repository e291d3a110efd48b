"""Times are shown as the dump writes them, and kept as a clock in Riyadh showed them."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.dumps.dump import open_dump
from pipeline.dumps.message import DumpMessage


@pytest.fixture(params=["Pacific/Auckland", "America/Los_Angeles"], autouse=True)
def far_away(request: pytest.FixtureRequest) -> Iterator[None]:
    """The machine's own zone has no say."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def read(tmp_path: Path, name: str, content: object) -> DumpMessage:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with open_dump(path) as dump:
        return next(dump.messages())


def post(when: str) -> object:
    return [{"id": "1", "ownerUsername": "a", "caption": "x", "timestamp": when}]


def said(**times: str) -> object:
    message = {"id": 1, "type": "message", "from": "A", "text": "x", **times}
    return {"name": "g", "type": "private_group", "id": 1, "messages": [message]}


@pytest.mark.parametrize(
    ("name", "content", "written", "in_riyadh"),
    [
        ("a.txt", "25/03/2024, 22:30 - A: x\n", "2024-03-25T22:30:00", "2024-03-25T22:30:00"),
        ("a.json", post("2024-03-25T22:30:00.000Z"), "2024-03-25T22:30:00", "2024-03-26T01:30:00"),
        ("a.jsonl", '{"text":"x","sent_at":"2024-03-25T22:30:00"}\n', "2024-03-25T22:30:00",
         "2024-03-25T22:30:00"),
        ("a.jsonl", '{"text":"x","sent_at":"2024-03-25T22:30:00-05:00"}\n', "2024-03-25T22:30:00",
         "2024-03-26T06:30:00"),
        ("a.jsonl", '{"text":"x","sent_at":"0001-01-01T00:00:00+14:00"}\n', "0001-01-01T00:00:00",
         "0001-01-01T00:00:00"),
        ("a.jsonl", '{"text":"x","sent_at":-86400}\n', "1969-12-31T03:00:00",
         "1969-12-31T03:00:00"),
        ("a.csv", "text,date\nx,2024-03-25 22:30:00+00:00\n", "2024-03-25T22:30:00",
         "2024-03-26T01:30:00"),
        ("a.csv", "text,date\nx,25/03/2024 22:30\n", "2024-03-25T22:30:00", "2024-03-25T22:30:00"),
        ("a.eml", "From: a@b\nDate: Mon, 25 Mar 2024 22:30:00 +0100\nSubject: s\n\nx\n",
         "2024-03-25T22:30:00", "2024-03-26T00:30:00"),
        ("a.json", said(date="2024-03-25T19:30:00", date_unixtime="1711395000"),
         "2024-03-25T19:30:00", "2024-03-25T22:30:00"),
        ("a.json", said(date="2024-03-25T19:30:00"), "2024-03-25T19:30:00", "2024-03-25T19:30:00"),
    ],
)  # fmt: skip
def test_a_time_is_shown_as_written(
    tmp_path: Path, name: str, content: object, written: str, in_riyadh: str
) -> None:
    message = read(tmp_path, name, content)
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == written
    assert message.in_riyadh is not None
    assert message.in_riyadh.isoformat() == in_riyadh


@pytest.mark.parametrize("value", ["1e999", "nan", "99/99/9999", "-1e300", "9" * 400, "0000-00-00"])
def test_what_is_no_time_is_none(tmp_path: Path, value: str) -> None:
    assert read(tmp_path, "a.csv", f"text,date\nx,{value}\n").sent_at is None

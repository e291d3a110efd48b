"""A Whapi dump is read as its messages stood in the end."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.dumps.dump import open_dump
from pipeline.dumps.message import DumpMessage, Kind


def said(number: str, text: str, at: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "chat_id": "1@g.us",
        "from_me": False,
        "from_name": "Sara",
        "timestamp": at,
        "type": "text",
        "text": {"body": text},
        **more,
    }


def action(number: str, target: str, at: int = 2, **what: Any) -> dict[str, Any]:
    record = said(number, "", at)
    del record["text"]
    return {**record, "type": "action", "action": {"target": target, **what}}


def edit(number: str, target: str, text: str, at: int = 2) -> dict[str, Any]:
    return action(number, target, at, type="edit", edited_content={"text": {"body": text}})


def read(tmp_path: Path, records: list[dict[str, Any]], *, bare: bool = False) -> list[DumpMessage]:
    path = tmp_path / "whapi.json"
    path.write_text(json.dumps(records if bare else {"messages": records}), encoding="utf-8")
    with open_dump(path) as dump:
        return list(dump.messages())


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("bare", [False, True])
def test_the_last_word_counts_whatever_the_order(tmp_path: Path, turned: bool, bare: bool) -> None:
    records = [
        said("a", "first"),
        said("b", "second"),
        said("c", "third"),
        edit("x", "a", "first, mended", 2),
        edit("y", "a", "first, mended twice", 3),
        action("z", "b", type="delete"),
        action("w", "c", type="reaction", emoji="👍"),
    ]
    seen = read(tmp_path, records[::-1] if turned else records, bare=bare)
    assert {(m.external_id, m.text, m.kind, m.edited) for m in seen} == {
        ("a", "first, mended twice", Kind.MESSAGE, True),
        ("b", "", Kind.DELETED, False),
        ("c", "third", Kind.MESSAGE, False),
    }
    assert len(seen) == 3
    assert all(m.sent_at and m.sent_at.second == 1 for m in seen if m.kind is Kind.MESSAGE)


def test_a_deletion_outlives_an_edit(tmp_path: Path) -> None:
    records = [said("a", "x"), action("z", "a", 2, type="delete"), edit("y", "a", "mended", 3)]
    assert [m.kind for m in read(tmp_path, records)] == [Kind.DELETED]


def test_a_change_to_what_the_dump_does_not_hold_is_kept(tmp_path: Path) -> None:
    seen = read(tmp_path, [edit("y", "elsewhere", "mended"), said("a", "x")])
    assert [(m.external_id, m.text, m.edited) for m in seen] == [
        ("a", "x", False),
        ("elsewhere", "mended", True),
    ]

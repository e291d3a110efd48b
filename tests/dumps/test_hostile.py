"""Damaged, changing and endless files end in one sentence, or in what could be read of them."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from pipeline.dumps.dump import open_dump
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import Invalid

CHAT = "".join(f"25/03/2024, 10:{n % 60:02} - Sara: message number {n}\n" for n in range(20_000))
RECORD = '{"id":"a","chat_id":"c","text":{"body":"x"}}'


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_broken_bytes_in_a_zip_are_told(tmp_path: Path, method: int) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("_chat.txt", CHAT)
    raw = bytearray(path.read_bytes())
    raw[60:90] = b"\xff" * 30
    path.write_bytes(raw)
    with pytest.raises(Invalid, match=r"all.zip is a damaged or cut-off zip"), open_dump(path):
        pass


def test_a_way_of_packing_that_is_not_known_is_told(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", CHAT)
    raw = path.read_bytes()
    for mark, at in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        place = raw.index(mark) + at
        raw = raw[:place] + b"\x09\0" + raw[place + 2 :]  # what Windows uses beyond 2 GB
    path.write_bytes(raw)
    with pytest.raises(Invalid, match="packed in a way"), open_dump(path):
        pass


@pytest.mark.parametrize(
    ("name", "content", "then"),
    [
        ("a.json", '{"messages":[' + f"{RECORD}," * 50_000 + f"{RECORD}]}}", '{"messages":[{]'),
        ("a.jsonl", '{"text":"x"}\n' * 50_000, '{"text":'),
        ("a.txt", CHAT, "\udcff\udcff"),
    ],
)  # fmt: skip
def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, name: str, content: str, then: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with open_dump(path) as dump:
        path.write_text(then, errors="surrogateescape")
        with pytest.raises(Invalid):
            list(dump.messages())


def test_a_name_no_file_can_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"), open_dump(tmp_path / ("a" * 5000)):
        pass


def test_the_line_of_a_quotation_mark_that_never_ends_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,date\nfine,2026-03-12\n" + '"open,2026-03-12\n' + "more\n" * 300_000)
    with pytest.raises(Invalid, match=r"Line 3 of a\.csv"), open_dump(path):
        pass


@pytest.mark.parametrize("text", ['{"messages":{}}', '{"messages": {"1": {"chat_id": "x"}}}'])
def test_messages_that_are_no_list_are_no_dump(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(Invalid, match="not a dump"), open_dump(path):
        pass


@pytest.mark.parametrize("asked", [{"text": "Said"}, {"text": "Body", "sender": "Who"}])
def test_a_column_that_is_not_there_is_told(tmp_path: Path, asked: dict[str, str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Body,When\nhello,2026-03-12\n")
    with (
        pytest.raises(Invalid, match=r"no column .* Body, When"),
        open_dump(path, mapping=ColumnMapping(**asked)),
    ):
        pass


def test_json_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"messages":[{RECORD}]}}', encoding="utf-16")
    with pytest.raises(Invalid, match="save it as UTF-8"), open_dump(path):
        pass


def test_a_file_that_goes_before_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CHAT)
    with open_dump(path) as dump:
        path.unlink()
        with pytest.raises(Invalid, match=r"a.txt was changed or removed"):
            list(dump.messages())


def test_attachments_and_endless_lines_of_a_mailbox_take_no_memory(tmp_path: Path) -> None:
    mail = (
        "From a@b Mon Mar 25 22:30:00 2024\nFrom: x@y\nSubject: {0}\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: text/plain; charset=utf-8\n\nhello {0}\n--b\n"
        "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n{1}\n--b--\n\n"
    )
    path = tmp_path / "all.mbox"
    with path.open("w") as stream:
        stream.write(mail.format(1, "A" * 40_000_000))
        stream.write(mail.format(2, ("A" * 76 + "\n") * 400_000))
    tracemalloc.start()
    with open_dump(path) as dump:
        texts = [message.text for message in dump.messages()]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert texts == ["1\n\nhello 1", "2\n\nhello 2"]
    assert most < 40_000_000

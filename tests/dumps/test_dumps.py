"""Dumps: every format is known by its content, read in full, or refused in one sentence."""

import contextlib
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.dumps.dump import open_dump, preview
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.errors import Invalid

DATA = Path(__file__).parents[1] / "data" / "dumps"
FUZZ = settings(
    max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def read(path: Path) -> list[DumpMessage]:
    with open_dump(path) as dump:
        return list(dump.messages())


def read_text(tmp_path: Path, text: str | bytes) -> list[DumpMessage]:
    path = tmp_path / "dump.bin"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def test_an_arabic_android_export_is_read_in_full() -> None:
    """Digits, marks and half-day words of the phone's language become plain values."""
    messages = read(DATA / "written_ar_android_arabic_indic.txt")
    kinds = [message.kind.value for message in messages]
    assert kinds == ["system"] * 3 + ["message", "media"] + ["message"] * 2 + [
        "media",
        "deleted",
        "system",
    ]
    assert messages[4].sender == "+966 55 000 0001"
    assert messages[5].sent_at == datetime(2025, 12, 4, 0, 1)
    assert messages[6].text == "أي نعم"
    assert messages[6].edited
    assert messages[7].text == "نموذج الملابس"


def test_lines_that_look_like_dates_stay_in_their_message() -> None:
    """Only a whole header starts a message."""
    messages = read(DATA / "written_en_sa_android_edgecases.txt")
    assert messages[1].text.endswith("05/12/2025, 5:00 pm call time")
    assert messages[1].sender == "Riyadh Casting"


def test_utf16_is_read() -> None:
    """A file with a UTF-16 mark needs no setting."""
    assert [m.sender for m in read(DATA / "written_utf16_export.txt")] == ["أبو فهد", "سارة"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("[25/3/24, 1:05:07 p. m.] Ana: ", datetime(2024, 3, 25, 13, 5, 7)),
        ("\u200e[25/3/24, 1:05:07\u202fPM] Ana: ", datetime(2024, 3, 25, 13, 5, 7)),
        ("25.3.24, 13:05 - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("2024/3/25 下午1:05 - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("25.3.2024 klo 13.05 - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("25/03/2024 à 13:05 - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("3/25/24, 1:05 PM - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("13:05, 25/03/2024 - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("[13:05, 25/03/2024] Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("25/03/2024, 13:05: Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("2024-03-25, 1:05 p.m. - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("2024. 3. 25. 오후 1:05 - Ana: ", datetime(2024, 3, 25, 13, 5)),
        ("[٢٥‏/٣‏/٢٠٢٤، ١:٠٥:٠٧ م] Ana: ", datetime(2024, 3, 25, 13, 5, 7)),
    ],
)
def test_headers_of_many_phones(tmp_path: Path, header: str, expected: datetime) -> None:
    """Each shape of header gives the same values."""
    (one, two) = read_text(tmp_path, f"{header}hello\nmore: text\n{header}bye\n")
    assert (one.sent_at, one.sender, one.text) == (expected, "Ana", "hello\nmore: text")
    assert two.text == "bye"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"messages":[{"id":"a","from_me":false,"timestamp":1,"chat_id":"c","type":"text",'
         '"text":{"body":"hi"}}]}', 1),
        ('{"name":"G","type":"private_group","id":1,"messages":[{"id":1,"type":"message",'
         '"date":"2024-01-02T03:04:05","from":"A","text":["a ",{"type":"bold","text":"b"}]}]}', 1),
        ('{"participants":[],"messages":[{"sender_name":"A","timestamp_ms":1700000000000,'
         '"content":"\\u00d9\\u0085"}]}', 1),
        ('[{"id":"1","shortCode":"x","caption":"hi","ownerUsername":"o","timestamp":'
         '"2024-01-02T03:04:05.000Z","url":"https://x"}]', 1),
        ('{"id":"1","text":"a","sent_at":"2024-01-02T03:04:05","sender":"s"}\n{"text":"b"}\n', 2),
        ("المعرف;النص;التاريخ\n1;مرحبا;25/3/2024 1:05\n", 1),
        ("From: a@b\nDate: Mon, 25 Mar 2024 13:05:00 +0300\nSubject: s\n\nbody\n", 1),
        ("From a@b Mon Mar 25 13:05:00 2024\nFrom: a@b\nSubject: s\n\nx\n\nFrom c@d Mon Mar 25 "
         "13:05:00 2024\nFrom: c@d\n\ny\n", 2),
    ],
)  # fmt: skip
def test_other_formats(tmp_path: Path, text: str, count: int) -> None:
    """Each format yields its messages with words in them."""
    messages = read_text(tmp_path, text)
    assert len(messages) == count
    assert all(message.text for message in messages)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02\x03" * 500,
        b"just words",
        b'{"messages":[{"id":"a","chat_id":"c","text":{"body":"hi"}},',
        b"\xd9\x85\xd8\xb1 \xff\xfe\xfd text",
        b"03/12/2025, 21:05 - A: " + b"x" * 3_000_000,
        b"PK\x03\x04 broken",
    ],
)
def test_bad_input_is_refused(tmp_path: Path, content: bytes) -> None:
    """One sentence, and no message."""
    with pytest.raises(Invalid):
        read_text(tmp_path, content)


def test_a_long_line_is_named(tmp_path: Path) -> None:
    """A person can go and look at it."""
    with pytest.raises(Invalid, match="Line 2 "):
        read_text(tmp_path, "03/12/2025, 21:05 - A: hi\n" + "x" * 3_000_000)


@pytest.mark.parametrize("name", ["../x.txt", "/x.txt", "inner.zip", "picture.jpg", "C:/x.txt"])
def test_hostile_zips_are_refused(tmp_path: Path, name: str) -> None:
    """Nothing outside a chat is unpacked."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "03/12/2025, 21:05 - A: hi\n")
    with pytest.raises(Invalid):
        read(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """It is judged by what it says of itself, and by no more bytes than that."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", b"0" * (40 * 2**20))
    with pytest.raises(Invalid, match="far more"):
        read(path)


def test_a_zipped_chat_of_any_name_is_read_and_resumed(tmp_path: Path) -> None:
    """A position given out leads to exactly the messages that follow it."""
    lines = [f"25/03/2024, 10:{n % 60:02} - A{n % 7}: نص {n}\n" for n in range(40_000)]
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chat with us.txt", "".join(lines))
    with open_dump(path) as dump:
        batches = list(dump.batches())
        positions = [batch.position for batch in batches]
        everything = [m for batch in batches for m in batch.messages]
        middle = next(n for n in range(2, len(batches)) if positions[n] > positions[n - 1])
        after = [m for batch in dump.batches(positions[middle]) for m in batch.messages]
        seen = sum(len(batch.messages) for batch in batches[: middle + 1])
    assert [m.text for m in everything] == [f"نص {n}" for n in range(40_000)]
    assert after == everything[seen:]
    assert positions[-1] == dump.size


def test_a_preview_says_when_the_order_is_a_guess(tmp_path: Path) -> None:
    """Nobody is left to find out later."""
    seen = preview(DATA / "written_utf16_export.txt", 1)
    assert seen.date_order.ambiguous
    assert len(seen.messages) == 1


@FUZZ
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_no_bytes_raise_anything_else(tmp_path: Path, content: bytes) -> None:
    """Whatever is dropped on the window, the answer is messages or an Invalid."""
    for start in (b"", b"03/12/2025, 21:05 - A: ", b"[{", b'{"messages":[', b"id,text\n", b"PK"):
        with contextlib.suppress(Invalid):
            read_text(tmp_path, start + content)


WORDS = st.text(st.sampled_from("abcنص مرحبا🎬7"), min_size=1, max_size=30).map(str.strip)


@FUZZ
@given(
    texts=st.lists(WORDS.filter(bool), min_size=1, max_size=8),
    header=st.sampled_from(
        ["25/03/2024, 13:05 - {}: ", "[25/3/24, 1:05:00\u202fPM] {}: ", "٢٥/٣/٢٠٢٤، ١:٠٥ م - {}: "]
    ),
)
def test_what_was_written_is_what_is_read(tmp_path: Path, texts: list[str], header: str) -> None:
    """A chat written by a phone comes back as it was."""
    chat = "".join(f"{header.format('سارة')}{text}\n" for text in texts)
    messages = read_text(tmp_path, chat)
    assert [(m.text, m.kind) for m in messages] == [(text, Kind.MESSAGE) for text in texts]
    assert all(m.sent_at == datetime(2024, 3, 25, 13, 5) for m in messages)


def test_json_lines_keep_their_ids(tmp_path: Path) -> None:
    """An id in the dump is the id of the message."""
    line = json.dumps({"id": "m-1", "text": "مرحبا"}, ensure_ascii=False)
    assert read_text(tmp_path, line)[0].external_id == "m-1"


def test_what_an_iphone_writes_around_words(tmp_path: Path) -> None:
    """Marks tell media, events and edits from words; the words keep nothing of them."""
    stamp = "[25/3/24, 1:05:07\u202fPM] "
    chat = "\r\n".join(
        (
            f"{stamp}G: \u200eMessages and calls are end-to-end encrypted.",
            f"{stamp}Ana: \u200eimage omitted",
            f"\u200e{stamp}Ana: caption \u200e<attached: 2.jpg>",
            f"{stamp}Ana: hi \u200e<This message was edited>",
            f"{stamp}Ana: \u200eThis message was deleted.",
            f"{stamp}سارة: ‹تم استبعاد الوسائط>",
            f"{stamp}سارة: نعم ‹تم تعديل هذه الرسالة>",
        )
    )
    seen = [(m.kind, m.text, m.edited) for m in read_text(tmp_path, chat)][1:]
    assert seen == [
        (Kind.MEDIA, "", False),
        (Kind.MEDIA, "caption", False),
        (Kind.MESSAGE, "hi", True),
        (Kind.DELETED, "This message was deleted.", False),
        (Kind.MEDIA, "", False),
        (Kind.MESSAGE, "نعم", True),
    ]


def test_time_never_runs_backwards(tmp_path: Path) -> None:
    """Where no day is above twelve, the order in which time runs forwards is taken."""
    text = "".join(f"{date}, 13:05 - A: x\n" for date in ("1/2/24", "1/3/24", "2/1/24"))
    with open_dump(_written(tmp_path, text)) as dump:
        assert (dump.date_order.order.value, dump.date_order.ambiguous) == ("mdy", False)


def test_a_cut_off_zip_is_refused(tmp_path: Path) -> None:
    """A damaged container yields nothing."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", os.urandom(2000).hex())
    whole = path.read_bytes()
    for cut in (30, len(whole) // 2, len(whole) - 5):
        with pytest.raises(Invalid):
            read_text(tmp_path, whole[:cut])


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    """A byte that changed on the way is found before the first message."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", "25/03/2024, 13:05 - A: hello there\n" * 50)
    whole = path.read_bytes().replace(b"hello", b"hullo", 1)
    with pytest.raises(Invalid, match="damaged"):
        read_text(tmp_path, whole)


def test_windows_arabic_is_read_and_said(tmp_path: Path) -> None:
    """A guess of the encoding is never silent."""
    path = tmp_path / "chat.txt"
    path.write_bytes("25/03/2024, 13:05 - أحمد: مرحبا\n".encode("cp1256"))
    with open_dump(path) as dump:
        assert [m.text for m in dump.messages()] == ["مرحبا"]
        assert dump.note


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "chat.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_positions_hold_in_every_encoding(tmp_path: Path, codec: str) -> None:
    """Reading goes on at a position whatever the bytes to a letter and to a line end."""
    text = "".join(f"25/03/2024, 10:{n % 60:02} - سارة: نص 🎬 {n}\r\n" for n in range(8_000))
    path = tmp_path / "chat.txt"
    path.write_bytes(text.encode(codec))
    with open_dump(path) as dump:
        batches = list(dump.batches())
        assert len(batches) > 3
        assert batches[-1].position == dump.size
        for done in range(1, len(batches)):
            later = [m for batch in batches[done:] for m in batch.messages]
            assert [
                m for b in dump.batches(batches[done - 1].position) for m in b.messages
            ] == later


def test_a_lone_carriage_return_is_a_line_end_of_a_body(tmp_path: Path) -> None:
    """It starts no message."""
    seen = read_text(tmp_path, "25/03/2024, 13:05 - A: one\r25/03/2024, 13:05 - B: two\r\n")
    assert [m.text for m in seen] == ["one\n25/03/2024, 13:05 - B: two"]

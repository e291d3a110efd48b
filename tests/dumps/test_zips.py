"""A zip may hold one chat or many, and whatever else lay beside them."""

import zipfile
from pathlib import Path

import pytest

from pipeline.dumps.date_order import DateOrder
from pipeline.dumps.detect import Format
from pipeline.dumps.dump import open_dump, preview
from pipeline.errors import Invalid

CHAT = "25/03/2024, 10:0{} - {}: hello from {}\n"
THREAD = '{{"participants":[],"messages":[{{"sender_name":"A","timestamp_ms":1,"content":"{}"}}]}}'


def zipped(tmp_path: Path, files: dict[str, str]) -> Path:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def chat(sender: str, lines: int = 3) -> str:
    return "".join(CHAT.format(n % 10, sender, sender) for n in range(lines))


def test_all_chats_of_a_zip_are_read(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        {
            "one/_chat.txt": chat("Sara", 5),
            "WhatsApp Chat with Two.txt": chat("Omar"),
            "script.txt": "INT. NIGHT.",
            "photo.jpg": "x",
        },
    )
    with open_dump(path) as dump:
        assert [part.name for part in dump.parts] == ["one", "WhatsApp Chat with Two"]
        assert [message.sender for message in dump.messages()] == ["Sara"] * 5 + ["Omar"] * 3
        assert dump.size == sum(part.size for part in dump.parts)
        assert list(dump.batches())[-1].position == dump.size
    note = preview(path).note or ""
    assert note == "The zip holds 2 chats: one, WhatsApp Chat with Two."


def test_all_orders_of_a_zips_chats_are_told(tmp_path: Path) -> None:
    american = "03/25/24, 10:00 - Omar: hello\n"
    path = zipped(tmp_path, {"a/_chat.txt": chat("Sara"), "b/_chat.txt": american})
    assert preview(path).orders == (DateOrder.DMY, DateOrder.MDY)
    assert preview(zipped(tmp_path, {"a/_chat.txt": chat("Sara")})).orders == (DateOrder.DMY,)
    assert preview(zipped(tmp_path, {"message_1.json": THREAD.format("x")})).orders == ()


def test_a_position_leads_on_into_the_next_chat(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{n}.txt": chat(f"S{n}", 4000) for n in range(3)})
    with open_dump(path) as dump:
        batches = list(dump.batches())
        for done in range(1, len(batches)):
            later = [m for batch in batches[done:] for m in batch.messages]
            again = [m for b in dump.batches(batches[done - 1].position) for m in b.messages]
            assert again == later


def test_the_pieces_of_one_conversation_stay_together(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        {
            "inbox/sara_1/message_1.json": THREAD.format("one"),
            "inbox/sara_1/message_2.json": THREAD.format("two"),
            "inbox/omar_2/message_1.json": THREAD.format("three"),
            "profile.json": '{"name":"me"}',
        },
    )
    with open_dump(path) as dump:
        assert dump.format is Format.INSTAGRAM
        assert len({part.chat for part in dump.parts}) == 2
        assert {part.name for part in dump.parts} == {"sara_1", "omar_2"}
        assert sorted(message.text for message in dump.messages()) == ["one", "three", "two"]


def test_a_dump_of_another_kind_is_left_out_and_said(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": chat("Sara"), "old.csv": "id,text\n1,hello\n"})
    seen = preview(path)
    assert seen.format is Format.WHATSAPP
    assert "1 more file in the zip" in (seen.note or "")


def test_dates_are_decided_for_each_chat(tmp_path: Path) -> None:
    """Two phones may write them each their own way."""
    path = zipped(
        tmp_path,
        {"a.txt": "25/03/2024, 10:00 - A: x\n" * 2, "b.txt": "03/25/2024, 10:00 - A: x\n"},
    )
    with open_dump(path) as dump:
        assert len({message.sent_at for message in dump.messages()}) == 1
        assert "a: " in dump.date_order.sentence
        assert "b: " in dump.date_order.sentence


@pytest.mark.parametrize(
    "files",
    [
        {"_chat.txt": "x" * 3_000_000},
        {"_chat.txt": "25/03/2024, 10:00 - A: x\n" + "y" * 3_000_000},
        {"result.json": '{"messages":[{"id":"a","chat_id":"c","text":{"body":"hi"}},'},
        {"a.txt": chat("Sara"), "result.txt": "25/03/2024, 10:00 - A: x\n" + "y" * 3_000_000},
        {"a.jsonl": '{"text":"x"}\n{"text"\n'},
    ],
)
def test_an_error_names_the_file_and_its_zip(tmp_path: Path, files: dict[str, str]) -> None:
    *_, name = files
    with pytest.raises(Invalid, match=f"{name} in all.zip"), open_dump(zipped(tmp_path, files)):
        pass


def test_a_broken_byte_is_told_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", chat("Sara", 3000).encode() + b"\xff\xff\n")
    with pytest.raises(Invalid, match=r"_chat.txt in all.zip is not valid"), open_dump(path):
        pass


def test_a_message_without_end_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    start = "25/03/2024, 10:00 - A: x\n"
    path.write_text(start + "many words of one message\n" * 170_000 + start)
    with pytest.raises(Invalid, match=r"chat.txt holds a message of about"), open_dump(path):
        pass
    path.write_text(start + "many words of one message\n" * 100_000 + start)
    with open_dump(path) as dump:
        assert len(list(dump.messages())) == 2


SURE, OPEN = "03/25/2024, 10:00 - A: x\n", "05/04/2024, 10:00 - B: y\n"


def test_a_chat_that_could_be_read_two_ways_is_read_as_the_others(tmp_path: Path) -> None:
    """One phone writes all its chats alike."""
    with open_dump(zipped(tmp_path, {"a.txt": OPEN, "b.txt": SURE})) as dump:
        assert [part.date_order.order for part in dump.parts] == [DateOrder.MDY] * 2
        assert not dump.date_order.ambiguous
        assert "a: Dates are read as month/day/year, as in the other" in dump.date_order.sentence


def test_what_a_person_asks_leaves_certain_dates_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.txt": OPEN, "b.txt": SURE})
    with open_dump(path, date_order=DateOrder.DMY) as dump:
        orders = {part.name: part.date_order.order for part in dump.parts}
        assert orders == {"a": DateOrder.DMY, "b": DateOrder.MDY}
        assert all(message.sent_at for message in dump.messages())


def test_chats_of_two_phones_leave_an_open_one_to_a_person(tmp_path: Path) -> None:
    files = {"a.txt": SURE * 3, "b.txt": "25/03/2024, 10:00 - A: x\n" * 2, "c.txt": OPEN}
    seen = preview(zipped(tmp_path, files))
    assert "different orders" in (seen.note or "")
    found = seen.date_order
    assert (found.order, found.ambiguous) == (DateOrder.DMY, True)
    assert [name in found.sentence for name in ("a: ", "b: ", "c: ")] == [True] * 3


def test_a_preview_shows_every_chat(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{name}/_chat.txt": chat(name, 100) for name in "abc"})
    senders = [message.sender for message in preview(path, 30).messages]
    assert {name: senders.count(name) for name in "abc"} == {"a": 10, "b": 10, "c": 10}

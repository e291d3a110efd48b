"""Dead letters: grouped, looked at, corrected, replayed behind canaries, resolved, taken out."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from db.models import Call, DeadLetter, LetterState, Message, Stage
from db.session import Database
from pipeline.errors import Invalid
from pipeline.jobs.letters_replay import Progress, Replayed, Verdict, replay_many
from pipeline.jobs.letters_report import (
    anonymous,
    bare_trace,
    harmless,
    to_csv,
    to_json,
    without_personal,
)
from tests.jobs.letters import CALL, ERROR, Graveyard

TRACE = """Traceback (most recent call last):
  File "/home/sara/x.py", line 3, in read
    raise Invalid("سارة 0550001234")
pipeline.errors.Invalid: سارة 0550001234
Sara
"""
OTHER = "The service of the model answered nothing for 30 s."


@pytest.fixture
def graveyard(database: Database) -> Graveyard:
    return Graveyard(database)


def replay(
    graveyard: Graveyard, ids: list[int], *, works: bool = True, patience: float = 20.0
) -> tuple[Replayed, list[Progress]]:
    """Replay with somebody doing the jobs beside."""
    told: list[Progress] = []

    async def both() -> Replayed:
        async def worker() -> None:
            while works:
                await graveyard.work()
                await asyncio.sleep(0.01)

        beside = asyncio.create_task(worker())
        try:
            return await replay_many(
                graveyard.letters, ids, "noura", report=told.append, patience=patience
            )
        finally:
            beside.cancel()

    done = asyncio.run(both())
    asyncio.run(graveyard.work())
    return done, told


def test_letters_are_grouped_by_cause_with_their_trend(graveyard: Graveyard) -> None:
    graveyard.bury(3)
    graveyard.bury(1, error=ERROR.replace("12", "77"))
    graveyard.bury(2, error=OTHER)
    found = graveyard.desk.causes(LetterState.OPEN)
    assert [(one.said, one.group.count) for one in found.causes] == [
        (OTHER, 2),
        (ERROR.replace("12", "77"), 4),
    ]
    assert all(one.trend[-1] == one.group.count and len(one.trend) == 14 for one in found.causes)
    assert found.counts == {"open": 6}
    (only,) = graveyard.desk.causes(LetterState.OPEN, "answered nothing").causes
    assert only.group.count == 2
    assert len(graveyard.desk.causes(LetterState.OPEN, "كاستنج").causes) == 2
    assert graveyard.desk.causes(LetterState.OPEN, "50%").causes == ()


def test_a_day_long_ago_is_no_part_of_the_trend(graveyard: Graveyard) -> None:
    graveyard.bury(2)
    later = graveyard.desk.causes(LetterState.OPEN, now=datetime(2100, 1, 1))
    assert later.causes[0].trend == (0,) * 14


def test_letters_of_a_cause_come_in_pages(graveyard: Graveyard) -> None:
    ids = graveyard.bury(5)
    signature = graveyard.desk.causes(LetterState.OPEN).causes[0].group.signature
    first = graveyard.desk.lines(LetterState.OPEN, signature, limit=3)
    rest = graveyard.desk.lines(LetterState.OPEN, signature, before=first[-1].id, limit=3)
    assert [one.id for one in (*first, *rest)] == ids[::-1]
    assert (first[0].excerpt, first[0].source) == (CALL, "كاستنج الرياض")
    (one,) = graveyard.desk.lines(LetterState.OPEN, signature, f"#{ids[1]}")
    assert one.id == ids[1]


def test_the_rest_follows_once_the_canaries_passed(graveyard: Graveyard) -> None:
    ids = graveyard.bury(12)
    done, told = replay(graveyard, ids)
    assert done.verdict is Verdict.DONE
    assert (done.canaries, done.ids) == (ids[:5], ids)
    assert graveyard.count(LetterState.REPLAYED) == 12
    assert (told[-1].done, told[-1].total) == (12, 12)


def test_a_canary_that_fails_again_keeps_the_rest_as_it_is(graveyard: Graveyard) -> None:
    ids = graveyard.bury(12)
    with graveyard.database.reading() as session:
        bad = session.get_one(DeadLetter, ids[2]).message_id
    assert bad is not None
    graveyard.reader.stumbles = {bad}
    done, _ = replay(graveyard, ids)
    assert done.verdict is Verdict.CANARY_FAILED
    assert done.failed == [ids[2]]
    still = {one for one, state in graveyard.states().items() if state == LetterState.OPEN}
    assert still == {ids[2], *ids[5:]}


def test_canaries_nobody_works_on_hold_the_rest_back(graveyard: Graveyard) -> None:
    ids = graveyard.bury(7)
    done, _ = replay(graveyard, ids, works=False, patience=0.2)
    assert done.verdict is Verdict.CANARY_SLOW
    assert graveyard.count(LetterState.OPEN) == 2


def test_few_letters_need_no_canary(graveyard: Graveyard) -> None:
    ids = graveyard.bury(3)
    done, told = replay(graveyard, ids, works=False)
    assert (done.ids, told) == (ids, [])


def test_a_stop_leaves_the_rest_open_and_tells_what_was_done(graveyard: Graveyard) -> None:
    ids = graveyard.bury(30)
    told = Replayed()

    async def stopped() -> None:
        task = asyncio.create_task(replay_many(graveyard.letters, ids, "noura", rate=4, into=told))
        while len(told.ids) < 7:
            await graveyard.work()
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert graveyard.count(LetterState.REPLAYED) >= len(told.ids)
    assert graveyard.count(LetterState.OPEN) > 15


def test_resolving_keeps_the_note_and_can_be_taken_back(graveyard: Graveyard) -> None:
    ids = graveyard.bury(2)
    assert graveyard.letters.resolve(ids, "Spam", "noura") == ids
    assert graveyard.letters.resolve(ids, "Again", "sara") == []
    letter = graveyard.letters.show(ids[0])
    assert (letter.state, letter.note, letter.by) == (LetterState.RESOLVED, "Spam", "noura")
    assert graveyard.letters.replay(ids) == []
    assert graveyard.letters.reopen(ids, "noura") == ids
    again = graveyard.letters.show(ids[0])
    assert (again.state, again.note, again.last_at) == (LetterState.OPEN, "", letter.last_at)


def test_a_corrected_text_is_read_and_the_message_stays(graveyard: Graveyard) -> None:
    """What the message lacks is doubtful, what it says is marked where it says it."""
    (letter,) = graveyard.bury(1, text="مطلوب ممثلين لإعلان تجاري في الر ياض للتواصل 0550001234")
    text = "مطلوب ممثلين لإعلان تجاري في الرياض للتواصل 0550001234"
    assert graveyard.desk.correct(letter, f"  {text}\r\n", "noura")
    graveyard.letters.replay([letter])
    asyncio.run(graveyard.work())
    assert graveyard.reader.read == [text]
    context = graveyard.desk.context(letter)
    assert context.message is not None
    assert context.message.stage == Stage.EXTRACTED
    assert "الر ياض" in context.text
    assert context.read_text == text
    with graveyard.database.reading() as session:
        call = session.scalars(sa.select(Call)).one()
        own = session.get_one(Message, call.message_id).text
        assert call.location
        assert call.evidence["location"]["state"] == "doubtful"
        ((start, end),) = call.evidence["contact_info"]["spans"]
        assert own[start:end] == "0550001234"
        assert (call.span_start, call.span_end) == (0, len(own))


def test_writing_the_own_text_again_takes_a_correction_back(graveyard: Graveyard) -> None:
    (letter,) = graveyard.bury(1)
    assert graveyard.desk.correct(letter, "Something else", "noura")
    assert not graveyard.desk.correct(letter, CALL, "noura")
    assert graveyard.desk.context(letter).correction is None


@pytest.mark.parametrize("text", ["", "  \n", "a\0b", "x" * 60_001])
def test_what_is_no_text_is_refused(graveyard: Graveyard, text: str) -> None:
    (letter,) = graveyard.bury(1)
    with pytest.raises(Invalid):
        graveyard.desk.correct(letter, text, "noura")


def test_what_goes_out_holds_all_and_no_formula(graveyard: Graveyard) -> None:
    ids = graveyard.bury(2, text='=HYPERLINK("http://x.example")')
    whole = graveyard.desk.whole(ids)
    rows = list(csv.DictReader(io.StringIO(to_csv(whole))))
    assert [row["id"] for row in rows] == [str(one) for one in ids]
    assert rows[0]["message"].startswith("'=HYPERLINK")
    told = json.loads(to_json(whole))["dead_letters"]
    assert told[0]["message"].startswith("=HYPERLINK")


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = harmless(text)
    assert cell.lstrip(" ")[:1] not in tuple("=+-@\t\r\n")
    assert cell in (text, f"'{text}")


def test_a_report_tells_nothing_of_anybody(graveyard: Graveyard) -> None:
    (letter_id,) = graveyard.bury(1)
    letter = graveyard.letters.show(letter_id)
    letter.error = (
        "“سارة” wrote 055 000 1234 and sara@mail.example, see https://x.example/a or @sara_casts."
    )
    letter.detail = {
        "raw": "سارة",
        "traceback": TRACE,
    }
    said = anonymous(letter, CALL, {"source": "whatsapp"})
    for word in ("سارة", "sara", "Sara", "0550001234", "055 000", "x.example", "مطلوب"):
        assert word not in said
    assert "x.py:3 in read" in said
    assert "pipeline.errors.Invalid" in said
    assert f"message: {len(CALL)} characters" in said


@given(st.text(alphabet="0123456789+-() .", min_size=7))
def test_no_telephone_number_is_left(text: str) -> None:
    left = re.sub(r"<\d+ digits>", "|", without_personal(text))
    assert not re.search(r"\d(?:[\s().+-]*\d){6}", left)


def test_a_trace_without_frames_says_nothing() -> None:
    assert bare_trace("") == []


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("can't read 'Ahmed Ali' here", "can't read '…' here"),
        ("The title “Ahmed's call” by hand", "The title “…” by hand"),
        ('«نورة» and "Sara"', '«…» and "…"'),
        ("the model's answer isn't one", "the model's answer isn't one"),
    ],
)
def test_each_kind_of_quote_has_its_own_end(said: str, left: str) -> None:
    """An apostrophe opens nothing."""
    assert without_personal(said) == left

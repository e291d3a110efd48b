"""What holds for every message and every answer, however they are made."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.call import FieldName, FieldState
from pipeline.extraction.ground import ground
from pipeline.extraction.models.align import Place, nearest
from pipeline.extraction.models.answer import NotAReportError, Report, parse, wire_schema
from pipeline.extraction.models.reader import ModelExtractor
from pipeline.extraction.models.values import Message
from pipeline.extraction.models.visible import UNSEEN, visible
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.contacts import ContactKind, find_contacts
from pipeline.text.normalise import fold
from pipeline.text.span import Span
from tests.extraction.models.asking import EMPTY, POSTED, Saying, call, report

EXAMPLES = int(os.environ.get("TAKEONE_FUZZ", "200"))
EXTRACTOR = ModelExtractor(Saying(), "m")

ARABIC_WORDS = (
    "مطلوب ممثلة كومبارس لمسلسل فيلم في الرياض جدة الأجر ٥٠٠ ريال العمر من ٢٠ إلى ٣٠ سنة لا"
)
ENGLISH_WORDS = "casting actor film in Riyadh pay SAR 3,000 apply by March 9 to 5/3 not female boys"
WORDS = [
    *ARABIC_WORDS.split(),
    *ENGLISH_WORDS.split(),
    *("0551234567", "٠٥٥ ١٢٣ ٤٥٦٧", "+971 50 123 4567", "cast@films.example", "@films_ksa"),
    *("https://films.example/a?b=1", "wa.me/966551234567", "films.example", "\n", "1)", "2)", "—"),
    *("\u200b", "\u202e", "\U000e0041", "\U000e0064", "ـ", "\u064b", "😀", "\ud83d", "\x00", "ﷲ"),
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=80)
spoken = texts.map(lambda text: text.encode("utf-8", "replace").decode()[:400])
days = st.dates().map(lambda day: f"{2000 + day.year % 100}-{day.month:02}-{min(day.day, 28):02}")


def quoted(value: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.none() | st.fixed_dictionaries(
        {"value": value, "quotes": st.lists(spoken, max_size=3)}
    )


calls = st.fixed_dictionaries(
    {
        "begins": spoken,
        "ends": spoken,
        **{
            name: quoted(spoken)
            for name in ("title", "company", "location", "compensation", "requirements", "gender")
        },
        "contact_info": quoted(spoken),
        "deadline": quoted(days),
        "roles": st.lists(quoted(spoken).filter(bool), max_size=3),
        "age_range": st.none()
        | st.fixed_dictionaries({"min": st.integers(0, 99), "max": st.none() | st.integers(0, 99)}),
        "shoot_dates": st.lists(quoted(days).filter(bool), max_size=3),
    }
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts, st.lists(calls, min_size=1, max_size=3))
def test_every_answer_is_held_against_every_message(text: str, told: list[dict[str, Any]]) -> None:
    """Evidence is verbatim, contacts are the message's, and nothing breaks on the way."""
    source = SourceText(text, POSTED)
    found = EXTRACTOR.understand(report(*told), source)
    known = {
        (c.value or fold(visible(text).text)[c.start : c.end]) for c in Message.of(source).contacts
    }
    for one in found.calls:
        assert 0 <= one.span.start <= one.span.end <= len(text)
        json.dumps(one.extras)
        for name, value in one.fields.items():
            assert value.value == value.value.strip()
            assert not UNSEEN.search(value.value)
            assert (value.state is FieldState.NOT_IN_TEXT) == (not value.evidence)
            for quote in value.evidence:
                assert text[quote.start : quote.end] == quote.text
            if name not in (FieldName.DESCRIPTION, FieldName.DEADLINE):
                folded = fold(value.value)
                for contact in find_contacts(folded):
                    if contact.kind is not ContactKind.PHONE:
                        assert folded[contact.start : contact.end] in known
    ground(found, source)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=60) | texts)
def test_the_visible_text_leads_back_to_the_original(text: str) -> None:
    """Each visible sign is found where it stood, and nothing else is kept."""
    seen = visible(text)
    assert seen.text == UNSEEN.sub("", text)
    for place, sign in enumerate(seen.text):
        span = seen.to_original(place, place + 1)
        assert text[span.start : span.end] == sign
    whole = seen.to_original(0, len(seen.text))
    assert visible(text[whole.start : whole.end]).text == seen.text


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts, st.integers(0, 300), st.integers(1, 60))
def test_what_the_message_says_is_always_found(text: str, start: int, length: int) -> None:
    """Any piece of the visible text that has words is placed, and covers itself."""
    message = Message.of(SourceText(text, POSTED))
    quote = message.seen.text[start : start + length]
    places = message.aligner.places(quote)
    if fold(quote).split():
        assert places
        squeezed = "".join(fold(quote).split())
        covered = ["".join(message.reading.text[p.start : p.end].split()) for p in places]
        assert any(squeezed in one for one in covered)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*EMPTY, "calls", "intent", "value"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=200) | json_values.map(json.dumps))
def test_any_answer_is_a_report_or_is_refused(raw: str) -> None:
    """No third way."""
    with contextlib.suppress(NotAReportError):
        assert isinstance(parse(raw), Report)


def test_the_schema_sent_is_the_shape_checked() -> None:
    """Both services are told what we accept: strict, complete, and without what they refuse."""
    schema = wire_schema()
    told = json.dumps(schema)
    for word in ("maxLength", "maxItems", "minimum", "default", "format", "pattern"):
        assert f'"{word}"' not in told
    objects = [schema, *(one for one in schema["$defs"].values() if one["type"] == "object")]
    for one in objects:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
    assert set(schema["$defs"]["ReportedCall"]["properties"]) == set(EMPTY)
    assert set(re.findall(r"#/\$defs/(\w+)", told)) == set(schema["$defs"])


def test_the_nearest_place_is_within_the_call_s_part_first() -> None:
    """The part counts more than the distance, the distance more than the order."""
    places = [Place(0, 5), Place(50, 55), Place(90, 95)]
    assert nearest(places, [], Span(0, 100)) == places[0]
    assert nearest(places, [Place(80, 81)], Span(0, 100)) == places[2]
    assert nearest(places, [Place(80, 81)], Span(40, 60)) == places[1]
    assert nearest(places, [], Span(200, 300)) == places[0]
    assert nearest([], [], Span(0, 1)) is None


@pytest.mark.parametrize(
    ("text", "make"),
    [
        ("a " * 8_000, lambda: [call(title=("a a", ["a a"] * 8))] * 20),
        ("1 " * 8_000, lambda: [call(contact_info=("1 1 1 1 1 1 1", ["1 1 1 1"] * 8))] * 20),
        ("w" * 16_000, lambda: [call(title=("w" * 4_000, ["v" * 4_000]))] * 10),
        ("ab " * 5_000, lambda: [call(title=("ba" * 190, [f"ab{n} " * 90])) for n in range(20)]),
        ("a" + " " * 15_000 + "b", lambda: [call(title="a b")]),
    ],
    ids=["repetitive", "digits", "one word", "nearly", "spaces"],
)
def test_a_hostile_answer_comes_to_an_end(
    text: str, make: Callable[[], list[dict[str, Any]]]
) -> None:
    """The work for one answer is bounded, whatever it repeats or nearly repeats."""
    EXTRACTOR.understand(report(*make()), SourceText(text, POSTED))

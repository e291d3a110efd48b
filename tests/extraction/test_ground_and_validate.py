"""What an extractor says is held against the message, and what a person types against the form."""

import os
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.call import (
    ExtractedCall,
    Extraction,
    FieldName,
    FieldState,
    FieldValue,
    Intent,
)
from pipeline.extraction.ground import ground
from pipeline.extraction.port import SourceText
from pipeline.extraction.validate import problems
from pipeline.text.span import Evidence, Span

TEXT = "مطلوب ممثلة لإعلان في الرِّياض، آخر موعد ٥ فبراير، للتواصل ٠٥٥١٢٣٤٥٦٧ أو a@b.example"
SOURCE = SourceText(TEXT, datetime(2026, 1, 20, tzinfo=UTC))
EXAMPLES = int(os.environ.get("TAKEONE_FUZZ", "200"))


def said(
    name: FieldName, value: str, quote: str, start: int = 0, text: str = TEXT
) -> FieldValue | None:
    """What remains of a field that a model filled like this."""
    evidence = (Evidence(start, start + len(quote), quote),) if quote else ()
    call = ExtractedCall({name: FieldValue(value, evidence)}, Span(-3, 10**6))
    answer = Extraction(True, Intent.NEW_CALL, (call,), "model", "1")
    grounded = ground(answer, SourceText(text, SOURCE.posted_at)).calls[0]
    assert grounded.span == Span(0, len(text))
    return grounded.fields.get(name)


def test_a_quote_at_a_wrong_place_is_moved_to_its_words() -> None:
    found = said(FieldName.TITLE, "مطلوب ممثلة", "مطلوب ممثلة", start=17)
    assert found is not None
    assert found.evidence == (Evidence(0, 11, "مطلوب ممثلة"),)
    assert found.state is FieldState.FOUND


def test_a_quote_in_another_spelling_becomes_the_words_of_the_message() -> None:
    found = said(FieldName.LOCATION, "الرياض", "الرياض")
    assert found is not None
    assert found.evidence[0].text == "الرِّياض"


@pytest.mark.parametrize("quote", ["جدة", "", " "])
def test_a_value_without_true_evidence_is_not_in_the_text(quote: str) -> None:
    found = said(FieldName.LOCATION, "جدة", quote)
    assert found is not None
    assert (found.state, found.evidence) == (FieldState.NOT_IN_TEXT, ())


def test_a_deadline_must_follow_from_its_evidence() -> None:
    right = said(FieldName.DEADLINE, "2026-02-05", "٥ فبراير")
    wrong = said(FieldName.DEADLINE, "2026-02-15", "٥ فبراير")
    assert right is not None
    assert wrong is not None
    assert (right.state, wrong.state) == (FieldState.FOUND, FieldState.DOUBTFUL)


@pytest.mark.parametrize(
    "value", ["https://evil.example/pay", "evil@example.net", "+966 55 999 9999", "0559999999"]
)
def test_contacts_that_are_not_in_the_message_are_dropped(value: str) -> None:
    assert said(FieldName.CONTACT_INFO, value, "للتواصل") is None
    assert said(FieldName.DESCRIPTION, f"Pay here: {value}", "للتواصل") is None


@pytest.mark.parametrize("value", ["+966551234567", "0551234567", "A@b.example", "٠٥٥١٢٣٤٥٦٧"])
def test_contacts_of_the_message_stay_however_they_are_written(value: str) -> None:
    assert said(FieldName.CONTACT_INFO, value, "للتواصل") is not None


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.integers(-5, 80), st.text(max_size=20))
def test_grounded_evidence_is_always_verbatim(
    text: str, quote: str, start: int, value: str
) -> None:
    evidence = (Evidence(start, start + len(quote), quote),)
    call = ExtractedCall({name: FieldValue(value, evidence) for name in FieldName}, Span(0, 5))
    answer = Extraction(True, Intent.NEW_CALL, (call,), "model", "1")
    for field in ground(answer, SourceText(text, None)).calls[0].fields.values():
        assert bool(field.evidence) != (field.state is FieldState.NOT_IN_TEXT)
        for piece in field.evidence:
            assert text[piece.start : piece.end] == piece.text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (FieldName.TITLE, "", "empty"),
        (FieldName.TITLE, "  \n", "empty"),
        (FieldName.TITLE, "x" * 201, "201 characters"),
        (FieldName.TITLE, "one\ntwo", "several lines"),
        (FieldName.TITLE, "!!!", "neither letters nor digits"),
        (FieldName.DEADLINE, "next Friday", "not a date"),
        (FieldName.DEADLINE, "٢٠٢٦-٠٢-٠٥", "not a date"),
        (FieldName.DEADLINE, "2026-02-30", "not in the calendar"),
        (FieldName.DEADLINE, "1926-02-03", "year 1926"),
        (FieldName.COMPANY, "a\x00b", "cannot be shown"),
        (FieldName.DESCRIPTION, "\ud800", "cannot be shown"),
        (FieldName.CONTACT_INFO, "…", "neither letters nor digits"),
    ],
)
def test_a_fault_is_told_in_a_sentence(name: FieldName, value: str, words: str) -> None:
    faults = problems(name, value)
    assert len(faults) == 1
    assert words in faults[0]
    assert faults[0][0].isupper()
    assert faults[0].endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (FieldName.TITLE, "مطلوب ممثلين 🎬"),
        (FieldName.DEADLINE, "2026-02-28"),
        (FieldName.DEADLINE, ""),
        (FieldName.LOCATION, ""),
        (FieldName.DESCRIPTION, "one\r\ntwo\tthree"),
        (FieldName.CONTACT_INFO, "+966551234567"),
    ],
)
def test_a_sound_value_has_no_faults(name: FieldName, value: str) -> None:
    assert list(problems(name, value)) == []

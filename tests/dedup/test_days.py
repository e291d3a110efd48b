"""Days and amounts are read by meaning, wherever and however they are written."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup.days import Day, find_days, other_days
from pipeline.dedup.pay import find_amounts
from pipeline.dedup.reading import read
from pipeline.text.normalise import fold

fuzz = settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")), deadline=None)
POSTED = date(2026, 11, 1)  # a Sunday


def days(text: str) -> list[str]:
    return [str(day) for mention in find_days(fold(text), POSTED) for day in mention.days]


def deadlines(text: str) -> list[str]:
    found = find_days(fold(text), POSTED)
    return [str(day) for mention in found if mention.to_apply for day in mention.days]


def amounts(text: str) -> list[float]:
    return [amount.value for amount in find_amounts(fold(text).replace(",", ""))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("06/11/2026", ["6/11/2026"]),
        ("٦ نوفمبر", ["6/11"]),
        ("2026-11-06", ["6/11/2026"]),
        ("6.11.26", ["6/11/2026"]),
        ("11/23", ["23/11"]),
        ("6th of November", ["6/11"]),
        ("Nov 6th, 2026", ["6/11/2026"]),
        ("October 9, 10, 11", ["9/10", "10/10", "11/10"]),
        ("Nov 12, 13 episodes", ["12/11"]),
        ("8 و9 نوفمبر", ["8/11", "9/11"]),
        ("من 5 الى 8 نوفمبر", ["5/11", "8/11"]),
        ("Thursday 5 March", ["5/3"]),
        ("الجمعة ١٢ يونيو", ["12/6"]),
        ("5 رمضان 1448", ["5/9/1448 h"]),
        ("بعد بكره", ["3/11/2026"]),
        ("Thursday", ["5/11/2026"]),
        ("every Thursday", []),
        ("الاحد الى الخميس", []),
        ("العمر 20-30", []),
        ("5 مارس 1400 ريال", ["5/3"]),
        ("45/13/2026", []),
    ],
)
def test_days_are_found(text: str, found: list[str]) -> None:
    assert days(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("آخر موعد للتسجيل: 06/11/2026", ["6/11/2026"]),
        ("Apply before 3 November", ["3/11"]),
        ("يبدأ التصوير 5 مارس والتقديم حتى 1 مارس", ["1/3"]),
        ("التقديم من 1 نوفمبر حتى 10 نوفمبر", ["1/11", "10/11"]),
        ("التصوير من 1 نوفمبر حتى 10 نوفمبر", []),
        ("آخر موعد الخميس", ["5/11/2026"]),
        ("التصوير الخميس", []),
    ],
)
def test_the_last_day_to_apply_is_told_from_others(text: str, found: list[str]) -> None:
    assert deadlines(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("الأجر ٣٥٠ مع فطور وغدا", [350]),
        ("SAR 3,000 per adult, SAR 1,500 child", [3000, 1500]),
        ("1000-1500 ريال", [1000, 1500]),
        ("3 آلاف ريال", [3000]),
        ("Budget 2500", [2500]),
        ("$500", [500]),
        ("paid extras, 10 needed", []),
        ("العمر 20-30", []),
    ],
)
def test_amounts_are_found(text: str, found: list[float]) -> None:
    assert amounts(text) == found


def test_a_day_without_a_year_may_be_any_years() -> None:
    assert other_days([Day(0, 3, 5)], [Day(2026, 3, 5)]) == ([], [])
    assert other_days([Day(2025, 3, 5)], [Day(2026, 3, 5)]) == (
        [Day(2025, 3, 5)],
        [Day(2026, 3, 5)],
    )


words = st.sampled_from(
    [
        *("5", "31", "99", "2026", "١٢", "፩", "²", "1/2", "3-4-2026", "-", "و", "to", "\n", ","),
        *("march", "نوفمبر", "رمضان", "thursday", "الخميس", "بكره", "every", "اخر موعد", "before"),
        *("ريال", "sar", "$", "الاجر", "الف", "k", "0551234567"),
    ]
)
texts = st.one_of(st.text(max_size=80), st.lists(words, max_size=25).map(" ".join))


@fuzz
@given(texts, st.none() | st.dates())
def test_any_text_is_read(text: str, posted: date | None) -> None:
    """What is found stands in order in the text, and each day is one a month can have."""
    folded = fold(text)
    reached = 0
    for mention in find_days(folded, posted):
        assert reached <= mention.start < mention.end <= len(folded)
        assert "\n" not in folded[mention.start : mention.end]
        assert all(1 <= day.month <= 12 and 1 <= day.day <= 31 for day in mention.days)
        reached = mention.end
    reached = 0
    for amount in find_amounts(folded):
        assert reached <= amount.start < amount.end <= len(folded)
        reached = amount.end
    reading = read(text, posted=posted)
    assert len(reading.words) == len(reading.lines)

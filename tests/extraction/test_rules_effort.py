"""The rules' work grows with the text alone, whatever is repeated in it."""

import sys
from datetime import UTC, datetime
from types import FrameType

import pytest

from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import MOST_READ, RulesExtractor

POSTED = datetime(2026, 1, 10, 12, tzinfo=UTC)
SMALL = MOST_READ // 4
MOST_GROWTH = 2.6
"""Twice the text may cost twice the work and a little; work in pairs would cost four times."""
REPEATED = (
    "بدون أجر ", "الأجر ", "الأجر: ", "paid ", "no pay ", "٥٠٠ ريال ", "1/2 ", "1/2/2026 ", "غدا ",
    "١٥ رجب ", "آخر موعد ", "٣ أيام within ", "Deadline: Jan 5 ", "قبل الخميس ", "مطلوب ممثلين ",
    "need an actor for a film ", "casting call ", "0551234567 ", "a@b.example ", "📍", "💰", "🎬",
    "Studio ", "شركة ", "في الرياض ", "Location: Dubai ", "العمر ٢٠-٣٠ ", "(", "«", "- a\n", "1) ",
    "for a TV commercial مقابل actor am looking for ", "لإعلان الأجر: t.me/ 💰", "٥،", "\n\n",
)  # fmt: skip


def steps(text: str) -> int:
    """How many calls and resumed generators reading a text takes."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        RulesExtractor().read(SourceText(text, POSTED))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("fragment", REPEATED)
def test_twice_the_text_takes_about_twice_the_work(fragment: str) -> None:
    steps(fragment)
    once = steps(fragment * (SMALL // len(fragment)))
    twice = steps(fragment * (2 * SMALL // len(fragment)))
    assert twice < MOST_GROWTH * once


def test_of_an_endless_text_only_the_beginning_is_read() -> None:
    fragment = "بدون أجر "
    most = steps(fragment * (MOST_READ // len(fragment)))
    assert steps(fragment * 110_000) < 1.1 * most

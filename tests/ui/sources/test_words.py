"""What is said in few words: ages, money, places, and texts cut where words are marked."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from db.models import Source, utc_now
from pipeline.prefilter.decision import Reason
from pipeline.sources.catalogue import Listed
from pipeline.sources.health import Health
from pipeline.sources.registry import adapter_kinds
from ui.i18n import LANGUAGES, Language
from ui.sources.judged_view import _pieces
from ui.sources.words import HEALTH_LOOKS, NEVER, Words

REASONS = st.builds(
    Reason, st.just("t"), st.integers(0, 30), st.integers(0, 40), st.sampled_from([1.0, -1.0])
)


@pytest.fixture
def words(qapp: QApplication) -> Words:
    return Words(Language("en"), adapter_kinds())


def source(**more: object) -> Source:
    values = {"state": "active", "adapter": "whapi", "every_minutes": 15, **more}
    return Source(kind="WHATSAPP", identifier="a", name="a", **values)


def test_what_is_due_is_said_ahead(words: Words) -> None:
    """Who rests, or is not on the schedule, has no next run."""
    soon = utc_now() + timedelta(minutes=12, seconds=10)
    assert words.due(source(next_run_at=soon), held=False) == "in 12 min"
    assert words.due(source(next_run_at=utc_now()), held=False) == "now"
    for resting in (source(next_run_at=soon, state="locked"), source()):
        assert words.due(resting, held=False) == NEVER
    assert words.due(source(next_run_at=soon), held=True) == NEVER


def test_a_schedule_takes_the_unit_that_says_it_fully(words: Words) -> None:
    """Nobody counts in 1,440 minutes."""
    told = [words.schedule(minutes) for minutes in (0, 15, 90, 240, 1440)]
    assert told == ["only by hand", "every 15 min", "every 1 h 30 min", "every 4 h", "every 1 d"]


def test_small_money_is_not_rounded_away(words: Words) -> None:
    """A post costs a fifth of a cent."""
    assert words.money(2_300).strip("\u2068\u2069") == "$0.0023"
    assert words.money(1_250_000).strip("\u2068\u2069") == "$1.25"
    assert words.money(0).strip("\u2068\u2069") == "$0.00"


def test_every_health_has_its_look_and_its_words(qapp: QApplication) -> None:
    """In both languages; who is ill has an advice too."""
    assert set(HEALTH_LOOKS) == set(Health)
    for name in LANGUAGES:
        said = Words(Language(name), adapter_kinds())
        for health in Health:
            one = Listed(source(), health, 0, 0)
            assert said.health(one)
            assert bool(said.advice(one)) == health.is_ill
    page = Listed(source(adapter="web"), Health.LOCKED, 0, 0)
    assert "log in" in Words(Language("en"), adapter_kinds()).advice(page)


@settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")))
@given(st.text(max_size=30), st.lists(REASONS, max_size=8))
def test_a_text_cut_into_marks_is_whole(text: str, reasons: list[Reason]) -> None:
    """However reasons overlap or reach beyond its end."""
    assert "".join(piece for piece, _ in _pieces(text, reasons)) == text

"""What is typed becomes what is saved, or is told as wrong."""

from __future__ import annotations

import pytest

from pipeline.extraction.configured import ModelConfig
from tests.ui.models.conftest import CLAUDE, GPT
from ui.models.drafts import Draft, amount, moved, replaced, without


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("", None), (" ", None), ("2", 2.0), ("2.5", 2.5), ("2,5", 2.5), ("$ 3.456", 3.46),
        ("٢٫٥٠", 2.5), ("۱۲", 12.0), (".5", 0.5), ("0", 0.0),
    ],
)  # fmt: skip
def test_amounts_in_either_digits(text: str, dollars: float | None) -> None:
    assert amount(text, 100.0) == dollars


@pytest.mark.parametrize("text", ["x", "-1", "1e3", "1.2.3", "101", "nan", "٪", ".", "²"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        amount(text, 100.0)


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        (Draft("local", "m"), ""),
        (Draft("local", "m", "", "http://127.0.0.1:1/v1"), ""),
        (Draft("local", "m", "", "127.0.0.1"), "base_url"),
        (Draft("local", "m", "", "ftp://x"), "base_url"),
        (Draft("local", "  "), "strong"),
        (Draft("local", "m", "x" * 201), "cheap"),
        (Draft("local", "", "", "nowhere"), "base_url"),
    ],
)
def test_the_field_that_is_wrong_is_named(draft: Draft, wrong: str) -> None:
    assert draft.wrong() == wrong
    assert (draft.choice() is None) is bool(wrong)


def test_a_cheap_model_left_out_is_the_strong_one() -> None:
    choice = Draft("local", " m ").choice()
    assert choice is not None
    assert (choice.strong, choice.cheap) == ("m", "m")


def test_the_list_is_changed_by_values() -> None:
    both = ModelConfig(choices=(CLAUDE, GPT), daily_usd=1)
    other = CLAUDE.model_copy(update={"strong": "s"})
    assert replaced(both, CLAUDE, other).choices == (other, GPT)
    assert replaced(both, None, other).choices == (other, GPT)
    assert replaced(ModelConfig(), None, GPT).choices == (GPT,)
    assert moved(both, CLAUDE, 1).choices == (GPT, CLAUDE)
    assert moved(both, CLAUDE, 99).choices == (GPT, CLAUDE)
    assert moved(both, other, 1) == both
    assert without(both, CLAUDE).choices == (GPT,)
    assert without(both, CLAUDE).daily_usd == 1

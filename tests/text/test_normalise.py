"""One spelling for every word, and the way back to the original."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.hashing import content_hash, text_hash
from pipeline.text.normalise import _fold_any, _normalise_any, fold, normalise
from pipeline.text.search import normalise_and_index, search_query, search_text

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("أإآٱىةؤئءـَّْ\u200f\u202b\u2066\ufe0f🎬👩🏽‍🎤\r\n\t\xa0\u202f٠١٢۳ﷺﬁİß"),
    ),
    max_size=60,
)
MESSAGES = st.lists(
    st.sampled_from(["مطلوب ", "المُمثّلة", "ممثــلة", "\u200f", "٠٥٥٠٠٠١٢٣٤", "Casting", "🎬️", "\n"])
    | st.text(max_size=3)
).map("".join)
many = settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")), deadline=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأَجْر", "الاجر"),
        ("متطلّبات", "متطلبات"),
        ("إعــــلان", "اعلان"),
        ("تجربة أداء", "تجربه اداء"),
        ("٠٥٥ ١٢٣", "055 123"),
        ("۰۵۵", "055"),
        ("مسؤول", "مسوول"),
        ("CASTING\u00a0Call", "casting call"),
        ("\u200fالرياض\u200e", "الرياض"),
        ("ممثلين\ufe0f", "ممثلين"),
        ("كاستنج\U000e0041\U000e007f", "كاستنج"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@many
@given(TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@many
@given(TEXTS)
def test_a_character_that_folds_into_several_changes_nothing_beside_it(text: str) -> None:
    assert fold(f"{text}½") == fold(text) + fold("½")
    assert normalise(f"{text}½").text == normalise(text).text + fold("½")


@many
@given(TEXTS | MESSAGES)
def test_the_short_way_folds_as_the_long_one(text: str) -> None:
    assert normalise(text) == _normalise_any(text)
    assert fold(text) == _fold_any(text)


@many
@given(TEXTS)
def test_line_breaks_stay(text: str) -> None:
    assert fold(text).count("\n") >= text.count("\n")


@many
@given(TEXTS, st.data())
def test_every_folded_range_has_an_original_one(text: str, data: st.DataObject) -> None:
    """What lies behind a range folds to something that holds it."""
    normalised = normalise(text)
    assert normalised.text == fold(text)
    start = data.draw(st.integers(0, len(normalised.text)))
    end = data.draw(st.integers(start, len(normalised.text)))
    span = normalised.to_original(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    if start < end:
        assert span.start < span.end
        assert normalised.text[start:end] in fold(text[span.start : span.end])


@many
@given(TEXTS)
def test_hashes_and_searches_take_any_text(text: str) -> None:
    assert text_hash(text) == text_hash(fold(text))
    assert len(content_hash(text, None, text)) == 64
    assert set(search_query(text)) <= set(search_text(text).split())


@many
@given(st.lists(TEXTS, max_size=4).map(" ".join))
def test_both_at_once_give_the_same(text: str) -> None:
    assert normalise_and_index(text) == (normalise(text), search_text(text))


def test_a_word_is_found_behind_its_article_and_prepositions() -> None:
    for written in ("الرياض", "بالرياض", "والرياض", "رياض"):
        assert set(search_query("الرياض")) <= set(search_text(f"تصوير {written}").split())

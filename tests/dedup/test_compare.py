"""The same call reposted is one call; another call in the same form is another."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup import minhash
from pipeline.dedup.compare import compare
from pipeline.dedup.reading import contacts_in, read
from tests.dedup.generated import facts, reposted, sibling, written

fuzz = settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")), deadline=None)
PAIRS = 1500

ARABIC = (
    "مطلوب ممثلين لإعلان في الرياض\nالعمر: من 20 إلى 30\nالتصوير يوم الخميس 5 مارس\n"
    "الأجر: 1500 ريال\nللتواصل 0551234567"
)
ENGLISH = (
    "Casting call: two actresses for a TV commercial in Jeddah\nShoot: Sunday 12 April 2026\n"
    "Rate SAR 2,000\nContact Sara +966551234567"
)


def same(one: str, other: str) -> bool:
    return compare(read(one), read(other)).same


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(ARABIC.replace("1500", "١٬٥٠٠"), id="other digits"),
        pytest.param("منقول\n" + ARABIC, id="forwarded"),
        pytest.param("🔥" + ARABIC.replace("\n", "\n🔥 "), id="emoji"),
        pytest.param("*" + ARABIC.replace("\n", "*\n*") + "*", id="bold"),
        pytest.param(ARABIC.replace("\n", " "), id="one line"),
        pytest.param(ARABIC.replace("الأجر: 1500 ريال\n", ""), id="a line less"),
        pytest.param(ARABIC + "\nالعدد محدود", id="a line more"),
        pytest.param(ARABIC.replace("مطلوب", "مطلووووب"), id="stretched"),
        pytest.param(ARABIC.replace("مطلوب", "نبحث عن"), id="asked otherwise"),
        pytest.param(ARABIC.replace("0551234567", "+966 55 123 4567"), id="phone written out"),
        pytest.param(ARABIC.replace("0551234567", "https://wa.me/966551234567"), id="phone link"),
        pytest.param(ARABIC.replace("0551234567", "0559876543"), id="an agent's phone"),
        pytest.param("السلام عليكم ورحمة الله\n" + ARABIC + "\nانشر تؤجر", id="greeting"),
    ],
)
def test_an_edit_leaves_a_call_the_same(edited: str) -> None:
    assert same(ARABIC, edited)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("الرياض", "جدة"),
        ("5 مارس", "12 مارس"),
        ("مارس", "أبريل"),
        ("الخميس 5 مارس", "5/4"),
        ("ممثلين", "ممثلات"),
        ("ممثلين", "ممثلين وممثلات"),
        ("لإعلان", "لفيلم"),
        ("20 إلى 30", "40 إلى 50"),
    ],
)
def test_another_fact_makes_another_call(old: str, new: str) -> None:
    assert not same(ARABIC, ARABIC.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Casting call", "CASTING CALL 🎬"),
        ("SAR 2,000", "SAR 2000"),
        ("Shoot:", "Shooting:"),
        ("commercial", "comercial"),
        ("Contact Sara", "Contact"),
    ],
)
def test_an_edit_leaves_a_call_the_same_in_english(old: str, new: str) -> None:
    assert same(ENGLISH, ENGLISH.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("two", "three"),
        ("actresses", "actors"),
        ("Jeddah", "Riyadh"),
        ("12 April", "14 April"),
        ("Sunday 12 April 2026", "tomorrow"),
        ("TV commercial", "feature film"),
    ],
)
def test_another_fact_makes_another_call_in_english(old: str, new: str) -> None:
    assert not same(ENGLISH, ENGLISH.replace(old, new))


def test_reasons_say_what_differs() -> None:
    verdict = compare(read(ARABIC), read(ARABIC.replace("الرياض", "جدة")))
    assert any("الرياض" in reason and "جده" in reason for reason in verdict.reasons)


def test_precision_and_recall_on_pairs() -> None:
    """Of reposts at least .95 are recognised; of what is recognised at least .98 is right."""
    dice = random.Random(11)
    hits = false_alarms = 0
    for _ in range(PAIRS):
        call = facts(dice)
        first = "\n".join(written(call))
        hits += same(first, "\n".join(reposted(call, dice)))
        false_alarms += same(first, "\n".join(reposted(sibling(call, dice), dice)))
    assert hits / PAIRS >= 0.95
    assert hits / (hits + false_alarms) >= 0.98


words = st.sampled_from([*ARABIC.split(" "), *ENGLISH.split(" "), "\n", "🔥", "7", "٣"])
texts = st.one_of(st.text(max_size=200), st.lists(words, max_size=40).map(" ".join))


@fuzz
@given(texts, texts)
def test_a_verdict_does_not_depend_on_who_comes_first(one: str, other: str) -> None:
    assert compare(read(one), read(other)) == compare(read(other), read(one))


@fuzz
@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    verdict = compare(read(text), read(text))
    assert verdict.same
    assert verdict.likeness == 1


@fuzz
@given(st.integers(0, 10**6))
def test_reposts_and_siblings_are_told_apart_both_ways(seed: int) -> None:
    dice = random.Random(seed)
    call = facts(dice)
    one, other = read("\n".join(written(call))), read("\n".join(reposted(call, dice)))
    assert compare(one, other) == compare(other, one)


@fuzz
@given(texts)
def test_bands_depend_on_the_shingles_alone(text: str) -> None:
    shingles = minhash.shingles(read(text).words)
    bands = minhash.bands(shingles)
    assert bands == minhash.bands(frozenset(sorted(shingles, reverse=True)))
    assert len(bands) == (minhash.BANDS if shingles else 0)
    assert all(-(2**63) <= band < 2**63 for band in bands)


def test_bands_are_the_same_on_every_machine() -> None:
    """They are stored; another number would hide all that is known."""
    assert minhash.bands(frozenset({"casting", "call"}))[0] == FIRST_BAND


FIRST_BAND = 8405697579293199011


def test_contacts_are_found_however_written() -> None:
    assert contacts_in("واتساب ٠٥٥ ١٢٣ ٤٥٦٧") == contacts_in("+966551234567") == {"551234567"}
    assert contacts_in("5-10-2026 - 12-10-2026") == frozenset()
    assert contacts_in("@casting_sa cast@example.com") == {"@casting_sa", "cast@example.com"}

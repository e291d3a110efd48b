"""What the prefilter decides, and how it explains it."""

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Invalid
from pipeline.prefilter.decision import Band
from pipeline.prefilter.load import default_prefilter, default_rules
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.term import Kind, Match, Pattern, Term, Thresholds
from pipeline.text.normalise import normalise

FUZZ = settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")), deadline=None)
THRESHOLDS = Thresholds(passes=2.0, skips=1.0)
ACTOR = Term("actor", "ممثلة", "role", 1.5, match=Match.PREFIX)
PHONE = Term("phone", r"\d{8}", "phone", 1.0, kind=Kind.REGEX, needs="digit")
CLOSED = Term("closed", "تم الاكتفاء", "closed", -3.0, kind=Kind.NEGATIVE)
TERMS = (ACTOR, PHONE, CLOSED)

# Text as messages have it: the words of the terms, clitics, marks, digits of every set.
fragments = st.sampled_from(
    [
        *(
            "مطلوب",
            "ممثلين",
            "للتصوير",
            "الأجْر",
            "ـــ",
            "\u200f",
            "🎬",
            "\r\n",
            "ﷺ",
            "ﬁ",
            "é",
            "e\u0301",
        ),
        *(
            "٠٥٥١٢٣٤٥٦٧",
            "casting",
            "CALL",
            " ",
            "٢٠-٣٠",
            "١٥٠٠ ريال",
            "@a.b",
            "https://a.b",
            "🇸🇦",
            "ء",
        ),
    ]
)
messages = st.one_of(st.text(), st.lists(fragments | st.text(max_size=3)).map("".join))


def test_bands_follow_the_thresholds() -> None:
    prefilter = Prefilter(TERMS, THRESHOLDS)
    assert prefilter.decide("ممثلة 12345678").band is Band.PASS
    assert prefilter.decide("ممثلة").band is Band.UNSURE
    assert prefilter.decide("ممثلة 12345678 تم الاكتفاء").band is Band.SKIP
    assert prefilter.decide("").band is Band.SKIP


def test_reasons_stand_where_the_text_says_so() -> None:
    text = "\u200fمطلوب للمُمثّلة ١٢٣٤٥٦٧٨"
    reasons = Prefilter(TERMS, THRESHOLDS).decide(text).reasons
    assert [(reason.term, text[reason.start : reason.end]) for reason in reasons] == [
        ("actor", "مُمثّلة"),
        ("phone", "١٢٣٤٥٦٧٨"),
    ]


@pytest.mark.parametrize(
    ("match", "text", "found"),
    [
        (Match.WORD, "فيلم", True),
        (Match.WORD, "والفيلم", False),
        (Match.WORD, "فيلمنا", False),
        (Match.PREFIX, "والفيلم", True),
        (Match.PREFIX, "لفيلمنا", True),
        (Match.PREFIX, "كفيلمان", False),
        (Match.PREFIX, "تفيلم", False),
        (Match.SUBSTRING, "تفيلمان", True),
    ],
)
def test_match_mode_says_where_in_a_word(match: Match, text: str, found: bool) -> None:
    prefilter = Prefilter([Term("film", "فيلم", "production", 1.0, match=match)], THRESHOLDS)
    assert bool(prefilter.decide(f"في {text}.").reasons) is found


def test_a_longer_term_hides_the_shorter_inside_it() -> None:
    representative = Term("job", "ممثلة مبيعات", "job", -1.0, kind=Kind.NEGATIVE)
    prefilter = Prefilter([ACTOR, representative], THRESHOLDS)
    assert [reason.term for reason in prefilter.decide("ممثلة مبيعات").reasons] == ["job"]
    both = prefilter.decide("ممثلة مبيعات وممثلة").reasons
    assert [reason.term for reason in both] == ["job", "actor"]


def test_repeating_a_term_or_a_topic_pays_less_and_less() -> None:
    prefilter = Prefilter([ACTOR, Term("extra", "كومبارس", "role", 1.0)], THRESHOLDS)
    assert prefilter.decide("ممثلة " * 50).score == 1.5
    assert prefilter.decide("كومبارس ممثلة").score == 2.25


def test_patterns_count_topics_that_stand_together() -> None:
    near = Pattern("phone~role", ("phone", "role"), 0.5, within=5)
    anywhere = Pattern("phone+role", ("phone", "role"), 0.25)
    prefilter = Prefilter(TERMS, THRESHOLDS, [near, anywhere])
    assert prefilter.decide("ممثلة 12345678").score == 3.25
    assert prefilter.decide("12345678 ممثلة").score == 3.25
    assert prefilter.decide(f"ممثلة {'.' * 9} 12345678").score == 2.75
    assert prefilter.decide("ممثلة").score == 1.5


def test_patterns_may_ask_for_an_order_and_for_what_is_missing() -> None:
    order = Pattern("role>phone", ("role", "phone"), 0.5, within=5, in_order=True)
    first = Pattern("role first", ("role", "closed"), 0.75, 40, True, absent=("phone",))
    alone = Pattern("role-phone", ("role",), 0.25, absent=("phone",))
    prefilter = Prefilter(TERMS, THRESHOLDS, [order, alone, first])
    assert prefilter.decide("ممثلة 12345678").score == 3.0
    assert prefilter.decide("12345678 ممثلة").score == 2.5
    assert prefilter.decide(f"ممثلة {'.' * 9} 12345678").score == 2.5
    assert prefilter.decide(f"ممثلة {'.' * 9} ممثلة 12345678").score == 3.0
    assert prefilter.decide("ممثلة").score == 1.75
    assert prefilter.decide("ممثلة تم الاكتفاء").score == -0.5
    assert prefilter.decide("ممثلة 12345678 تم الاكتفاء").score == 0.0


def test_a_term_that_is_off_counts_nothing() -> None:
    assert not Prefilter([replace(ACTOR, on=False)], THRESHOLDS).decide("ممثلة").reasons


def test_version_names_what_decides_and_nothing_else() -> None:
    version = Prefilter(TERMS, THRESHOLDS).version
    assert Prefilter(reversed(TERMS), THRESHOLDS).version == version
    assert (
        Prefilter([replace(ACTOR, author="A", reason="B"), PHONE, CLOSED], THRESHOLDS).version
        == version
    )
    changed = [
        Prefilter([replace(ACTOR, weight=1.6), PHONE, CLOSED], THRESHOLDS),
        Prefilter([replace(ACTOR, match=Match.WORD), PHONE, CLOSED], THRESHOLDS),
        Prefilter([ACTOR, PHONE], THRESHOLDS),
        Prefilter(TERMS, Thresholds(passes=2.0, skips=0.9)),
        *(
            Prefilter(TERMS, THRESHOLDS, [pattern])
            for pattern in (
                Pattern("p", ("role", "phone"), 0.1),
                Pattern("p", ("role", "phone"), 0.1, within=5),
                Pattern("p", ("role", "phone"), 0.1, within=5, in_order=True),
                Pattern("p", ("phone", "role"), 0.1, within=5, in_order=True),
                Pattern("p", ("role",), 0.1, absent=("phone",)),
            )
        ),
    ]
    assert len({version, *(prefilter.version for prefilter in changed)}) == 10


def test_no_terms_at_all_skip_everything() -> None:
    assert Prefilter([], THRESHOLDS).decide("مطلوب ممثلة").band is Band.SKIP


@pytest.mark.parametrize(
    "make",
    [
        lambda: Term("", "a", "t", 1.0),
        lambda: Term("a", " ", "t", 1.0),
        lambda: Term("a", "a", "t", -1.0),
        lambda: Term("a", "a", "t", 1.0, kind=Kind.NEGATIVE),
        lambda: Term("a", "(", "t", 1.0, kind=Kind.REGEX),
        lambda: Term("a", "a*", "t", 1.0, kind=Kind.REGEX),
        lambda: Pattern("a", ("t",), 1.0),
        lambda: Pattern("a", ("t", "t"), 1.0),
        lambda: Pattern("a", ("t", "u", "v"), 1.0, within=3),
        lambda: Pattern("a", ("t", "u"), 1.0, in_order=True),
        lambda: Pattern("a", ("t",), 1.0, absent=("t",)),
        lambda: Pattern("a", (), 1.0, absent=("t", "u")),
        lambda: Thresholds(passes=1.0, skips=2.0),
    ],
)
def test_rules_that_cannot_work_are_refused(make: object) -> None:
    with pytest.raises(Invalid):
        make()  # type: ignore[operator]  # each is a function without arguments


@FUZZ
@given(messages)
def test_every_reason_quotes_the_text_and_the_score_is_their_sum(text: str) -> None:
    decision = default_prefilter().decide(text)
    for reason in decision.reasons:
        assert 0 <= reason.start < reason.end <= len(text)
    assert decision.score == pytest.approx(sum(reason.weight for reason in decision.reasons))
    assert decision.band is not Band.PASS or decision.score >= default_rules().thresholds.passes
    starts = [reason.start for reason in decision.reasons]
    assert starts == sorted(starts)


@FUZZ
@given(messages)
def test_a_text_normalised_already_is_decided_like_any(text: str) -> None:
    prefilter = default_prefilter()
    assert prefilter.decide(normalise(text)) == prefilter.decide(text)


@FUZZ
@given(st.lists(messages, max_size=5))
def test_many_are_decided_like_one_by_one(texts: list[str]) -> None:
    prefilter = default_prefilter()
    assert prefilter.decide_many(texts) == [prefilter.decide(text) for text in texts]


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a", "@", "a.", "٥٥-", "ممثل ", "\u0301", "+ ", "الاسم "]
)
def test_very_long_texts_of_one_kind_come_to_an_end(piece: str) -> None:
    assert default_prefilter().decide(piece * 30_000).band in Band


def test_topics_that_never_come_near_are_compared_in_one_pass() -> None:
    text = "مطلوب " * 30_000 + "." * 100 + " ممثلة" * 30_000
    found = {reason.term for reason in default_prefilter().decide(text).reasons}
    assert "wanted+role" in found
    assert "wanted~role" not in found

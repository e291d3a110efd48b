"""Which call a later message speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intents.meant import Known, meant_by

PERFUME = Known(
    1,
    "ممثلات لإعلان عطور",
    "مطلوب ممثلات لإعلان عطور في جدة، الأجر ١٥٠٠ ريال، للتواصل 0550001234",
    "+966550001234",
    same_sender=True,
    same_chat=True,
)
DRAMA = Known(
    2,
    "ممثلين لمسلسل درامي",
    "نبحث عن ممثلين لمسلسل درامي في الرياض، أعمار ٢٠-٣٥، واتساب 0559998877",
    "+966559998877",
    same_sender=True,
    same_chat=True,
)
STRANGER = Known(3, "كومبارس لفيلم", "مطلوب كومبارس لفيلم في العلا", "+966551112233", False, True)
ALL = (DRAMA, PERFUME, STRANGER)


@pytest.mark.parametrize(
    ("text", "contact", "meant"),
    [
        ("تم الاكتفاء بممثلات إعلان العطور في جدة، شكراً للجميع", None, 1),
        ("تحديث: تغير موعد تصوير مسلسل درامي الرياض إلى الأحد", None, 2),
        ("تم إغلاق التقديم", "+966550001234", 1),
        ("العدد اكتمل شكرا لكم", None, None),
        ("صباح الخير", None, None),
    ],
)
def test_words_sender_and_contact_tell_which(
    text: str, contact: str | None, meant: int | None
) -> None:
    found = meant_by(text, contact, ALL)
    assert (found and found.call_id) == meant


def test_the_only_call_of_a_sender_is_meant_by_little() -> None:
    found = meant_by("تم اكتمال العدد لإعلان العطور", None, (PERFUME, STRANGER))
    assert found is not None
    assert found.call_id == 1


def test_of_two_as_likely_the_newer_is_meant() -> None:
    older = Known(9, PERFUME.title, PERFUME.text, PERFUME.contact, True, True)
    found = meant_by("تم إغلاق إعلان العطور في جدة", PERFUME.contact, (PERFUME, older))
    assert found is not None
    assert found.call_id == 1


@given(st.text(max_size=80), st.none() | st.text(max_size=12))
def test_a_likeness_is_a_part_of_one(text: str, contact: str | None) -> None:
    found = meant_by(text, contact, ALL)
    assert found is None or 0 < found.likeness <= 1
    assert meant_by(text, contact, ()) is None

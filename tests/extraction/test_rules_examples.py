"""What the rules read out of messages written for one point each."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import Extraction, FieldName, FieldState, Intent
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 1, 20, 15, tzinfo=UTC)  # a Tuesday, 1 Shaaban 1447


def read(text: str) -> Extraction:
    return RulesExtractor().read(SourceText(text, POSTED))


def value(text: str, name: FieldName) -> str | None:
    found = read(text)
    assert len(found.calls) == 1
    field = found.calls[0].fields.get(name)
    return field.value if field else None


@pytest.mark.parametrize(
    ("tail", "day"),
    [
        ("آخر موعد ١٥ شعبان ١٤٤٧هـ", "2026-02-03"),
        ("التقديم لغاية ١٥ شعبان", "2026-02-03"),
        ("آخر موعد للتقديم الخميس", "2026-01-22"),
        ("أرسل صورك خلال ٣ أيام", "2026-01-23"),
        ("التقديم من ١٠ ل ١٥ فبراير", "2026-02-15"),
        ("كلمونا قبل ما يخلص الشهر", "2026-01-31"),
        ("آخرنا بكرة", "2026-01-21"),
        ("Deadline: 5 Feb", "2026-02-05"),
        ("Send your reel by end of day tomorrow", "2026-01-21"),
        ("Applications close 28 February.", "2026-02-28"),
        ("التصوير ٣٠ يناير", None),
    ],
)
def test_a_deadline_is_the_day_to_answer_by(tail: str, day: str | None) -> None:
    assert value(f"مطلوب ممثلة لفيلم قصير في جدة\n{tail}", FieldName.DEADLINE) == day


def test_a_deadline_that_has_passed_is_doubtful() -> None:
    found = read("مطلوب ممثلة لإعلان في جدة، آخر موعد ١٨ يناير")
    deadline = found.calls[0].fields[FieldName.DEADLINE]
    assert (deadline.value, deadline.state) == ("2026-01-18", FieldState.DOUBTFUL)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("التصوير بالأحساء", "الأحساء"),
        ("التصوير في الرياض - حي الملقا", "الرياض - حي الملقا"),
        ("التصوير بين الرياض وجدة", "الرياض وجدة"),
        ("الموقع: ريـاض", "الرياض"),
        ("العمل عن بعد", "عن بعد"),
        ("من سكان تبوك", "تبوك"),
        ("Shooting in Khobar", "Khobar"),
        ("لهجة مصرية، التصوير بدبي", "دبي"),
    ],
)
def test_a_place_is_where_it_happens(words: str, place: str) -> None:
    assert value(f"مطلوب ممثلين لإعلان\n{words}", FieldName.LOCATION) == place


@pytest.mark.parametrize(
    ("words", "contact"),
    [
        ("واتس ٠٥٥ ١٢٣ ٤٥٦٧", "+966551234567"),
        ("الكويت، للتواصل ٩٩٨٨٧٧٦٦", "+96599887766"),
        ("القاهرة، كلم كريم 01155566677", "+201155566677"),
        ("ارسل على a.b@studio.example", "a.b@studio.example"),
        ("تابعونا @follow_us واتساب 0551234567", "+966551234567"),
        ("Apply: https://casting.example/x?y=1.", "https://casting.example/x?y=1"),
    ],
)
def test_a_contact_is_the_one_people_are_sent_to(words: str, contact: str) -> None:
    assert value(f"مطلوب ممثلين لإعلان\n{words}", FieldName.CONTACT_INFO) == contact


@pytest.mark.parametrize(
    ("words", "pay"),
    [
        ("الأجر: ١٥٠٠ ريال لليوم", "١٥٠٠ ريال لليوم"),
        ("Rate: AED 1,200 half day", "AED 1,200 half day"),
        ("بدون أجر", "بدون أجر"),
        ("٢٥٠ ريال + وجبة", "٢٥٠ ريال + وجبة"),
        ("العمر ٢٠-٣٠", None),
    ],
)
def test_pay_is_quoted_with_its_unit(words: str, pay: str | None) -> None:
    assert value(f"مطلوب ممثلين لإعلان في جدة\n{words}", FieldName.COMPENSATION) == pay


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("نبحث عن ممثلة لفيلم قصير في جدة", "ممثلة لفيلم قصير"),
        ("شركة الأفق تعلن عن حاجتها إلى ممثلين لمسلسل", "ممثلين لمسلسل"),
        ("Project: TVC for a bank\nNeed two actors", "TVC for a bank"),
        ("عاجل!! مطلوب ممثلين لإعلان، الرياض", "مطلوب ممثلين لإعلان"),
        ("Looking for an actor (25-30) for a short film", "actor (25-30) for a short film"),
    ],
)
def test_a_title_says_who_is_wanted_for_what(text: str, title: str) -> None:
    assert value(f"{text}\nللتواصل 0551234567", FieldName.TITLE) == title


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("مطلوب ممثلين لإعلان في الرياض، للتواصل 0551234567", Intent.NEW_CALL),
        ("تم تمديد التقديم لكاستنج مسلسل الغريب حتى ٥ فبراير", Intent.UPDATE),
        ("تم الاكتفاء شكرا للجميع، كاستنج إعلان جدة مغلق", Intent.CLOSING),
        ("تم الاكتفاء من البنات، باقي نحتاج شباب لإعلان بجدة 0501112223", Intent.NEW_CALL),
        ("تم تغيير موعد التصوير إلى الأحد، كاستنج مطعم جدة", Intent.UPDATE),
        ("مطلوب مصور ومونتير لتصوير فيلم قصير في الرياض", Intent.CHATTER),
        ("فيه أحد يعرف كاستنج بالرياض هالأسبوع؟", Intent.INQUIRY),
        ("الاسم: سلطان\nالعمر: ٢٩\nالطول: ١٧٨\nالخبرة: مسرح", Intent.SELF_PROMOTION),
        ("ادفع 200 ريال رسوم تسجيل واحجز دورك في المسلسل", Intent.SUSPECTED_SCAM),
        ("صباح الخير جميعا", Intent.CHATTER),
        ("", Intent.CHATTER),
    ],
)
def test_the_intent_of_a_message(text: str, intent: Intent) -> None:
    found = read(text)
    assert found.intent is intent
    assert found.is_casting_call == (intent is Intent.NEW_CALL) == bool(found.calls)


def test_separate_calls_of_one_message_are_told_apart() -> None:
    found = read(
        "كاستنج هذا الأسبوع من وكالة النجوم\n"
        "١) إعلان مطعم – الرياض\nمطلوب شاب ٢٥-٣٠\nالأجر ١٢٠٠ ريال\n"
        "٢) فيديو كليب – جدة\nمطلوب راقص\nالأجر ٢٠٠٠ ريال\n"
        "واتس 0551110001 قبل ٢٥ يناير"
    )
    places = [call.fields[FieldName.LOCATION].value for call in found.calls]
    pays = [call.fields[FieldName.COMPENSATION].value for call in found.calls]
    assert places == ["الرياض", "جدة"]
    assert ["١٢٠٠" in pays[0], "٢٠٠٠" in pays[1]] == [True, True]
    for call in found.calls:
        assert call.fields[FieldName.CONTACT_INFO].value == "+966551110001"
        assert call.fields[FieldName.DEADLINE].value == "2026-01-25"


def test_several_roles_of_one_production_stay_one_call() -> None:
    found = read(
        "كاستنج مسلسل في الرياض\n- ممثل ٤٠-٥٠\n- ممثلة ٢٠-٣٠\n- طفل ٧ سنوات\nواتس 0551234567"
    )
    assert len(found.calls) == 1
    assert len(found.calls[0].extras["roles"]) >= 3

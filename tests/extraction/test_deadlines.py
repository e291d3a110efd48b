"""By when one must have answered, and which days are something else."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 3, 11, 18, tzinfo=UTC)  # a Wednesday, 22 Ramadan 1447
ARABIC = "مطلوب ممثلين وممثلات لإعلان تجاري\n{}\nللتواصل واتساب 0551234567"
ENGLISH = "Casting call: actors needed for a TV commercial\n{}\nWhatsApp +966551234567"


def deadline(text: str, posted: datetime = POSTED) -> str | None:
    calls = RulesExtractor().read(SourceText(text, posted)).calls
    assert len(calls) == 1
    field = calls[0].fields.get(FieldName.DEADLINE)
    if field is None:
        return None
    assert all(text[quote.start : quote.end] == quote.text for quote in field.evidence)
    return field.value


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("آخر مهلة: الأحد ١٥ مارس", "2026-03-15"),
        ("آخر الموعد ٢٥ رمضان", "2026-03-14"),
        ("آخر رد ٢٠ مارس", "2026-03-20"),
        ("نهاية استقبال الطلبات ٢٠-٣", "2026-03-20"),
        ("التقديم ينتهي يوم الأحد", "2026-03-15"),
        ("يوقف التسجيل يوم الاثنين", "2026-03-16"),
        ("يقفل الفورم بعد ٣ ايام", "2026-03-14"),
        ("نسكر التقديم الخميس", "2026-03-12"),
        ("باقي يومين على إغلاق التقديم", "2026-03-13"),
        ("لا يتأخر عن يوم الاثنين", "2026-03-16"),
        ("لا يتأخر الرد عن ٢٠ مارس", "2026-03-20"),
        ("٥٠٠ ريال لليوم\n⏰ قبل يوم الخميس", "2026-03-12"),
        ("ما ناخذ أحد بعد يوم الثلاثاء", "2026-03-17"),
        ("آخر شي نستقبل بكرة المغرب", "2026-03-12"),
        ("التقديم آخره الخميس", "2026-03-12"),
        ("التسجيل لمدة أسبوع من اليوم", "2026-03-18"),
        ("سجلوا أساميكم قبل صلاة الجمعة", "2026-03-13"),
    ],
)
def test_what_closes_names_the_deadline(words: str, day: str) -> None:
    assert deadline(ARABIC.format(words)) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("استقبال الصور ليوم ١٩ مارس بس", "2026-03-19"),
        ("نتلقى الفيديوهات إلى تاريخ ٢٧/٩/١٤٤٧", "2026-03-16"),
        ("التقديم إلى ٢٤ مارس", "2026-03-24"),
        ("تقبل الطلبات ابتداءً من اليوم وحتى ٣٠ مارس", "2026-03-30"),
        ("تُستقبل الطلبات حتى مساء الأربعاء ٢٩ رمضان", "2026-03-18"),
        ("مدة التقديم: من ١٢ مارس إلى ١٨ مارس", "2026-03-18"),
        ("آخر قبول للطلبات مساء السبت القادم", "2026-03-14"),
        ("يكون الترشيح خلال مدة أقصاها خمسة أيام", "2026-03-16"),
        ("الشوريل على cast@films.example خلال عشرة أيام", "2026-03-21"),
    ],
)
def test_what_is_taken_in_names_the_deadline(words: str, day: str) -> None:
    assert deadline(ARABIC.format(words)) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("آخر موعد ٥ نيسان", "2026-04-05"),
        ("آخر موعد ٥ أبريل", "2026-04-05"),
        ("آخر يوم للتسجيل ١ شوال ١٤٤٧هـ", "2026-03-20"),
        ("يقفل التسجيل بعد بكره", "2026-03-13"),
        ("آخر موعد عقب باكر", "2026-03-13"),
        ("ارسلوا صوركم قبل نهاية الشهر", "2026-03-31"),
        ("آخر موعد ١٥ الشهر الجاي", "2026-04-15"),
        ("ارسليها على الواتس الليلة ضروري", "2026-03-11"),
        ("عبّ الفورم اليوم قبل ١٢ الليل", "2026-03-11"),
    ],
)
def test_days_are_reckoned_from_the_day_of_posting(words: str, day: str) -> None:
    assert deadline(ARABIC.format(words)) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Submissions for all roles close 25 March.", "2026-03-25"),
        ("Subs close Sunday 15 March, noon.", "2026-03-15"),
        ("Tapes due Friday EOD.", "2026-03-13"),
        ("Self tapes to us by EOD Monday", "2026-03-16"),
        ("Send selfies before end of this month", "2026-03-31"),
        ("Please submit no later than 1st April", "2026-04-01"),
        ("Fitting on the 20th. Tape by 14-Mar.", "2026-03-14"),
        ("Apply with a portfolio. Deadline 18th.", "2026-03-18"),
        ("Proposals close 27 March.", "2026-03-27"),
        ("Apply by March 24: cast@films.example", "2026-03-24"),
        ("Parents message me before Wed 18th", "2026-03-18"),
        ("Email a clip. Closing 17.03", "2026-03-17"),
        ("Reel to stunts@big-films.example before 22 March", "2026-03-22"),
    ],
)
def test_english_deadlines(words: str, day: str) -> None:
    assert deadline(ENGLISH.format(words)) == day


@pytest.mark.parametrize(
    "words",
    [
        "التصوير من ١٥ الى ٢٠ مارس",
        "التصوير ١٨/٣ حتى ٢٢/٣",
        "العرض يوم ٢٠ مارس",
        "الكاستنج يوم الأحد ١٥ مارس",
        "التصوير بكرة",
        "مواليد قبل ٢٠٠٠",
        "سيتم التواصل مع المقبولين خلال ٣ أيام",
    ],
)
def test_days_of_shooting_and_answering_are_no_deadline(words: str) -> None:
    assert deadline(ARABIC.format(words)) is None


@pytest.mark.parametrize(
    "words",
    [
        "Shoot dates: 20-22 March",
        "Filming until 30 March",
        "We will contact shortlisted talent within 3 days",
    ],
)
def test_english_days_of_shooting_are_no_deadline(words: str) -> None:
    assert deadline(ENGLISH.format(words)) is None


def test_a_sum_behind_a_month_is_no_day() -> None:
    words = "Filming from mid Feb. 3,000 SAR. Apply by 20 March"
    assert deadline(ENGLISH.format(words)) == "2026-03-20"


def test_the_end_of_the_week_is_not_the_day_it_begins() -> None:
    saturday = datetime(2026, 3, 14, 10, tzinfo=UTC)
    assert deadline(ARABIC.format("ارسلوا قبل آخر الأسبوع"), saturday) == "2026-03-20"


@pytest.mark.parametrize(
    ("posted", "day"),
    [
        (datetime(2026, 3, 11, 20, 59, tzinfo=UTC), "2026-03-12"),
        (datetime(2026, 3, 11, 21, 1, tzinfo=UTC), "2026-03-13"),
        (datetime(2026, 3, 11, 23, 59, tzinfo=timezone(timedelta(hours=3))), "2026-03-12"),
        (datetime(2026, 3, 12, 0, 1, tzinfo=timezone(timedelta(hours=3))), "2026-03-13"),
        (datetime(2026, 3, 11, 18, 30, tzinfo=timezone(timedelta(hours=-3))), "2026-03-13"),
        (datetime(2026, 3, 11, 23, 30), "2026-03-12"),
    ],
)
def test_tomorrow_is_counted_from_the_day_it_was_in_riyadh(posted: datetime, day: str) -> None:
    assert deadline(ARABIC.format("آخر موعد للتقديم بكرة"), posted) == day
    assert deadline(ENGLISH.format("Apply by tomorrow"), posted) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("القراءة الأولى ٢٠ مارس، راسلونا قبلها بيومين", "2026-03-18"),
        ("البروفة الخميس ١٩ مارس والتسجيل قبلها بيوم", "2026-03-18"),
        ("التصوير ٢٥ مارس وارسلوا صوركم قبله بأسبوع", "2026-03-18"),
        ("التجارب يوم ٢١ مارس، سجلوا قبلها بـ ٣ أيام كحد أقصى", "2026-03-18"),
    ],
)
def test_days_are_counted_back_from_the_day_named_before(words: str, day: str) -> None:
    assert deadline(ARABIC.format(words)) == day


def test_days_before_that_in_english() -> None:
    assert deadline(ENGLISH.format("We shoot 20 March, apply two days before that")) == "2026-03-18"


@pytest.mark.parametrize(
    ("frame", "words", "day"),
    [
        (ARABIC, "أقصى موعد: ٢٠ مارس", "2026-03-20"),
        (ARABIC, "ينتهي ٢٠ مارس", "2026-03-20"),
        (ARABIC, "آخر استلام للفيديوهات: يوم الجمعة", "2026-03-13"),
        (ARABIC, "نستقبل الفيديوهات لمدة ٣ أيام", "2026-03-14"),
        (ARABIC, "تسليم العينات الأحد ١٥ مارس", "2026-03-15"),
        (ARABIC, "نقفل الباب ليلة الجمعة", "2026-03-13"),
        (ARABIC, "ما نستقبل شي بعد ١٨ مارس", "2026-03-18"),
        (ARABIC, "لن ينظر في أي طلب بعد ٢٠ مارس", "2026-03-20"),
        (ARABIC, "الفورم مفتوح الين الأحد", "2026-03-15"),
        (ARABIC, "عندكم لين السبت", "2026-03-14"),
        (ENGLISH, "Last call for tapes: 20 March", "2026-03-20"),
        (ENGLISH, "Form shuts on 20 March", "2026-03-20"),
        (ENGLISH, "We need your reels in by Friday", "2026-03-13"),
        (ENGLISH, "Submissions wrap 18 March at noon", "2026-03-18"),
        (ENGLISH, "You have until Sunday to reply", "2026-03-15"),
        (ENGLISH, "Casting window: 12 - 18 March", "2026-03-18"),
        (ARABIC, "الترشيح من اليوم إلى ١٨ مارس", "2026-03-18"),
        (ARABIC, "باقي يومين ونسكر", "2026-03-13"),
        (ARABIC, "الرد قبل مغرب الجمعة", "2026-03-13"),
        (ARABIC, "آخر موعد للتقديم ٢٠ رمضان", "2026-03-09"),
        (ARABIC, "التصوير ينتهي ٢٠ مارس", None),
        (ARABIC, "الورشة قبل التصوير بيومين", None),
        (ARABIC, "نبي الردود اليوم قبل الساعة ٩", "2026-03-11"),
        (ARABIC, "الموعد الأخير الخميس ١٩ مارس", "2026-03-19"),
        (ARABIC, "التقديم مستمر حتى نهاية مارس", "2026-03-31"),
    ],
)
def test_what_closes_when_is_said_in_many_ways(frame: str, words: str, day: str | None) -> None:
    assert deadline(frame.format(words)) == day

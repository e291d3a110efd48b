"""The last day to answer, the way people say it."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 3, 4, 15, tzinfo=UTC)  # a Wednesday


def deadlines(text: str) -> list[str | None]:
    found = RulesExtractor().read(SourceText(text, POSTED))
    fields = [call.fields.get(FieldName.DEADLINE) for call in found.calls]
    return [field.value if field else None for field in fields]


@pytest.mark.parametrize(
    ("tail", "day"),
    [
        # a day written out
        ("آخر موعد الخامس عشر من مارس", "2026-03-15"),
        ("التقديم حتى العشرين من شهر مارس", "2026-03-20"),
        ("ينتهي التسجيل يوم الأحد الثاني والعشرين من مارس ٢٠٢٦", "2026-03-22"),
        ("نستقبل الطلبات لغاية الحادي والثلاثين من مارس", "2026-03-31"),
        ("Apply before the fifteenth of March", "2026-03-15"),
        # a weekday with its number
        ("آخر يوم السبت ١٤", "2026-03-14"),
        ("Send photos by Thursday 12", "2026-03-12"),
        ("راسلونا قبل الخميس ١٩", "2026-03-19"),
        ("التصوير السبت ١٤ وابي الاسماء قبله بيومين", "2026-03-12"),
        ("we shoot Saturday 14, write to us two days before that", "2026-03-12"),
        # names and lists that are closed
        ("نقفل الأسماء الأحد", "2026-03-08"),
        ("تقفيل القائمة الخميس ١٢ مارس", "2026-03-12"),
        ("إغلاق القوائم ١٠ مارس", "2026-03-10"),
        ("يقفل استقبال الأسماء يوم السبت", "2026-03-07"),
        ("قفل الأسماء بكرة", "2026-03-05"),
        # the end of the week, and which day that is
        ("نسكر التقديم نهاية الأسبوع هذا، الخميس", "2026-03-05"),
        ("آخر موعد نهاية الأسبوع (الجمعة)", "2026-03-06"),
        # at the latest
        ("بكرة بالكثير تردون علي", "2026-03-05"),
        ("السبت ع الكثير ابي صوركم", "2026-03-07"),
        ("الأحد كحد أقصى", "2026-03-08"),
        ("Photos by me Sunday at the latest", "2026-03-08"),
        ("بكرا آخر يوم", "2026-03-05"),
        # the last days of applying
        ("آخر يومين للتقديم", "2026-03-06"),
        ("باقي ٣ أيام على إغلاق التسجيل", "2026-03-07"),
        ("باقي اسبوع وينقفل التقديم", "2026-03-11"),
        ("Last 2 days to apply", "2026-03-06"),
        ("متبقي خمسة أيام على انتهاء التقديم", "2026-03-09"),
        # so long from now
        ("التسجيل مفتوح أسبوعين من تاريخه", "2026-03-18"),
        ("ننتظر مشاركاتكم لمدة أسبوع من اليوم", "2026-03-11"),
        ("يستمر استقبال الطلبات عشرة أيام من تاريخ النشر", "2026-03-14"),
        ("تُرفع المقاطع على cast.example/demo خلال خمسة أيام", "2026-03-09"),
        ("Applications are open for two weeks from today", "2026-03-18"),
        # until, behind whom to talk to
        ("كلموا أم سعد ٠٥٥١٢٣٤٥٦٧ إلى نهاية الشهر", "2026-03-31"),
        ("راسلوا المنسقة على الواتس لين الأحد", "2026-03-08"),
        ("سجلوا عند ناصر إلى ١٥ مارس", "2026-03-15"),
        ("تستمر طلبات الالتحاق من ٥ مارس حتى ٢٠ مارس", "2026-03-20"),
        ("Message Reem until Sunday", "2026-03-08"),
        # before somebody leaves
        ("كلموني قبل ما اسافر السبت", "2026-03-07"),
        ("ارسلوا قبل لا نمشي يوم الأحد", "2026-03-08"),
        ("Message me before we fly on Monday", "2026-03-09"),
        # close of day
        ("EOD Sunday", "2026-03-08"),
        ("Reply by end of day Thursday", "2026-03-05"),
        ("نهاية دوام الأحد", "2026-03-08"),
        # Arabic in Latin letters
        ("ersel sowarek gabl el khamees", "2026-03-05"),
        ("akher yom el jom3a", "2026-03-06"),
        ("bukra akher yom", "2026-03-05"),
        ("kalemoni 2abl el sabt", "2026-03-07"),
        # no deadlines
        ("عاجل! ١٢٠٠ ريال تسلم نهاية اليوم", None),
        ("URGENT! 500 SAR paid cash at the end of the day", None),
        ("التصوير اليوم ٢ الظهر، ضروري!!", None),
        ("URGENT shoot TODAY 3pm", None),
        ("الأسبوع الأول من مارس التصوير", None),
        ("البروفات من السبت ١٤ مارس", None),
    ],
)
def test_the_last_day_is_heard_however_it_is_said(tail: str, day: str | None) -> None:
    assert deadlines(f"مطلوب ممثلة ٢٠-٣٠ لفيلم قصير في جدة\n{tail}") == [day]


TWO = (
    "المشروع ١: إعلان مطعم، الرياض\nبنت ٢٠-٢٥\n١٠٠٠ ريال\nواتساب ٠٥٥١١١٢٢٣٣\n\n"
    "المشروع ٢: فيلم قصير، جدة\nرجل ٥٠-٦٠\n٨٠٠ ريال\nواتساب ٠٥٥١١١٢٢٤٤\n"
)


@pytest.mark.parametrize(
    ("tail", "days"),
    [
        ("الأول يقفل السبت والثاني الأحد", ["2026-03-07", "2026-03-08"]),
        ("التقديم: الأول حتى ١٠ مارس، الثاني حتى ١٢ مارس", ["2026-03-10", "2026-03-12"]),
        ("Deadlines: A – 10 March, B – 12 March", ["2026-03-10", "2026-03-12"]),
        ("Apply by 10/3 for project 1 and 12/3 for project 2", ["2026-03-10", "2026-03-12"]),
        ("first closes Saturday, second closes Sunday", ["2026-03-07", "2026-03-08"]),
        ("A closes 10 March, B closes 12 March", ["2026-03-10", "2026-03-12"]),
        ("آخر موعد للجميع ١٥ مارس", ["2026-03-15", "2026-03-15"]),
    ],
)
def test_each_call_has_its_own_day_or_all_have_one(tail: str, days: list[str]) -> None:
    assert deadlines(TWO + tail) == days

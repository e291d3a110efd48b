"""What is paid, the way people say it: neither more nor less than the pay."""

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor


def pay(text: str) -> str | None:
    (call,) = RulesExtractor().read(SourceText(text, None)).calls
    field = call.fields.get(FieldName.COMPENSATION)
    return field.value if field else None


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        # so many heads are no pay
        ("٣٠ شاب ٢٠٠ ريال + وجبة", "٢٠٠ ريال + وجبة"),
        ("١٥ بنت ٣٠٠ ريال", "٣٠٠ ريال"),
        ("٢٠ طفل ١٥٠ ريال مع وجبة", "١٥٠ ريال مع وجبة"),
        # a figure for somebody
        ("٩٠٠ للبنت", "٩٠٠ للبنت"),
        ("١٢٠٠ للأم", "١٢٠٠ للأم"),
        ("٧٠٠ للشاب", "٧٠٠ للشاب"),
        # figures by role, without a currency
        ("الأم ٢٠٠٠، الطفل ١٥٠٠", "الأم ٢٠٠٠، الطفل ١٥٠٠"),
        ("الشباب ٦٠٠ والبنات ٨٠٠", "الشباب ٦٠٠ والبنات ٨٠٠"),
        ("الجد ٣٠٠٠ والحفيد ١٥٠٠", "الجد ٣٠٠٠ والحفيد ١٥٠٠"),
        ("1500 lel kbar, 700 lel a6fal", "1500 lel kbar, 700 lel a6fal"),
        ("الكبار ١٠٠٠ / الصغار ٥٠٠", "الكبار ١٠٠٠ / الصغار ٥٠٠"),
        # work for so much
        ("ثلاث ساعات ب ٤٠٠", "ثلاث ساعات ب ٤٠٠"),
        ("بروفتين وعرض ب١٥٠٠", "بروفتين وعرض ب١٥٠٠"),
        ("كل ٥ فساتين ب٣٠٠ ريال", "كل ٥ فساتين ب٣٠٠ ريال"),
        ("نص ساعة تسجيل ب ٢٠٠", "نص ساعة تسجيل ب ٢٠٠"),
        # how and when one is paid is no pay
        ("الدفع كاش بعد التصوير 900 SAR", "900 SAR"),
        ("الدفع فوري في نهاية اليوم ٨٠٠ ريال", "٨٠٠ ريال"),
        ("Fee: SAR 2,000, payment within 45 days", "SAR 2,000"),
        ("الأجر: ٣٠٠٠ ريال، يتم التحويل بعد ٣٠ يوم", "٣٠٠٠ ريال"),
        ("Pay: 1,500 SAR, paid on the 5th", "1,500 SAR"),
        # other talk behind the pay
        ("٢٥٠ ريال وتخلصون بدري", "٢٥٠ ريال"),
        ("٣٠٠ ريال وتطلعون في الاعلان", "٣٠٠ ريال"),
        ("٤٠٠ ريال، المواصلات عليكم", "٤٠٠ ريال"),
        ("Pay 500 SAR, transport on you", "Pay 500 SAR"),
        # what comes on top, from where
        ("الأجر ٥٠٠٠ ريال + تذكرة من الدمام", "الأجر ٥٠٠٠ ريال + تذكرة من الدمام"),
        ("٦٠ دينار باليوم مع المنامة", "٦٠ دينار باليوم مع المنامة"),
        ("300 SAR + certificate from the festival", "300 SAR + certificate from the festival"),
        ("٢٠٠ وعشاء", "٢٠٠ وعشاء"),
        ("١٥٠ مع غداء", "١٥٠ مع غداء"),
        # no money, but something
        (
            "No pay but lunch, credit and a copy of the film for your showreel",
            "No pay but lunch, credit and a copy of the film for your showreel",
        ),
        ("بدون أجر بس فطور وشهادة", "بدون أجر بس فطور وشهادة"),
        ("ما عندنا ميزانية والله يسعدكم", "ما عندنا ميزانية"),
        ("mafi floos bas credit w pizza", "mafi floos bas credit w pizza"),
        ("We're an amateur group, it's all for love", None),
        # pay without a figure
        ("المكافآت حسب اللائحة", "المكافآت حسب اللائحة"),
        ("المكافأة مجزية وتحدد بالعقد", "المكافأة مجزية وتحدد بالعقد"),
        ("الفلوس زينة ونتفق عليها في المقابلة", "الفلوس زينة ونتفق عليها في المقابلة"),
        ("الأجر كويس يتحدد حسب الدور", "الأجر كويس يتحدد حسب الدور"),
        # a hand is asked for, and paid
        ("يا شباب فزعة، ٢٠٠ وعشاء", "٢٠٠ وعشاء"),
        # the one round figure of a call
        ("بكره الصبح ١٥٠٠ جاهزين تجون", "١٥٠٠"),
        ("يقفل النموذج بعد ٥٠٠ متقدم", None),
        # days that are worked
        ("٥ ايام ٤٠٠ ريال يوميا", "٤٠٠ ريال يوميا"),
        ("٣ ليالي ٦٠٠ ريال باليوم", "٦٠٠ ريال باليوم"),
        ("٣٥٠ ريال وفيه غدا", "٣٥٠ ريال وفيه غدا"),
        # thousands cut down to a letter
        ("٣ ك", "٣ ك"),
        ("2k", "2k"),
        # letters that look like figures
        ("3omr 20-25", None),
    ],
)
def test_pay_is_quoted_as_it_is_said(tail: str, said: str | None) -> None:
    value = pay(f"مطلوب ممثلين لفيلم قصير في جدة\n{tail}\n٠٥٥١٢٣٤٥٦٧")
    if said is None:
        assert value is None or not any(figure in value for figure in ("20", "٥٠٠"))
    else:
        assert value == said

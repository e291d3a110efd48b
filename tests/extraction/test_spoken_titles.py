"""What a call is for, in the words of whoever posts it."""

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor


def titles(text: str) -> list[str | None]:
    found = RulesExtractor().read(SourceText(text, None))
    fields = [call.fields.get(FieldName.TITLE) for call in found.calls]
    return [field.value if field else None for field in fields]


TAIL = "\nجدة، ١٠٠٠ ريال\nواتساب ٠٥٥١٢٣٤٥٦٧"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # the work somebody has in hand, where whom he needs is a list
        ("عندنا إعلان لتطبيق حجوزات وندور على:\n- جد طيب\n- ولد ٨ سنوات", "إعلان لتطبيق حجوزات"),
        ("نجهز لفيلم قصير عن البحر ونحتاج:\n- بحار ٥٠+\n- طفل ٩ سنوات", "فيلم قصير عن البحر"),
        (
            "3ndna film qaseer 3n el ba7ar\nna7taj:\n1) wa7ed 50+\n2) bent 20-25",
            "film qaseer 3n el ba7ar",
        ),
        # talents are invited to take part
        ("تدعو أمانة جدة المواهب الراغبة في المشاركة في مسرحية «البحر»", "مسرحية «البحر»"),
        ("مطلوب للتمثيل في مسلسل بدوي جديد\nشباب ٢٠-٣٠", "مسلسل بدوي جديد"),
        ("ندعو الموهوبين للمشاركة في أوبريت «أرضنا»", "أوبريت «أرضنا»"),
        ("تعلن جمعية جازان عن استقبال طلبات الانضمام لمسرحيتها «موج»", "مسرحيتها «موج»"),
        # a work and its name
        (
            'Feature Film – "Salt Road"\nSeeking:\n- Lead female, 28-35',
            'Feature Film – "Salt Road"',
        ),
        # students who need
        ("طالبات إعلام يحتاجون ممثل ٥٠+ لمشروع التخرج", "ممثل ٥٠+ لمشروع التخرج"),
        # for nothing
        ("ابي احد يمثل معي فلم رعب بدون اجر", "احد يمثل معي فلم رعب"),
        ("نبحث عن ممثلة لفيلم تخرج بلا مقابل", "ممثلة لفيلم تخرج"),
        # in a hurry
        ("مطلوب حالا ممثلة لفيلم قصير", "ممثلة لفيلم قصير"),
        ("مطلوب ضروري طفل لإعلان ألبان", "طفل لإعلان ألبان"),
        # a bracket that asks for ages and looks
        ("مذيع برنامج صباحي (ذكر، ٢٥-٣٥، سعودي)", "مذيع برنامج صباحي"),
        # a picture in the midst
        ("نبي واحد يركض 🏃 لإعلان رياضي", "واحد يركض 🏃 لإعلان رياضي"),
        (
            "مسلسل «الميناء» — أدوار رئيسية وثانوية\nرجال ٣٠-٤٠",
            "مسلسل «الميناء» — أدوار رئيسية وثانوية",
        ),
        # a greeting is no title
        ("كل عام وانتم بخير\nنبحث عن ممثلة لفيلم وثائقي", "ممثلة لفيلم وثائقي"),
        ("يسعد مساكم\nاحتاج عازف عود لحفل", "عازف عود لحفل"),
        # behind the company that seeks
        ("تبحث استوديوهات «صدى» عن معلق صوتي لفيلم وثائقي", "معلق صوتي لفيلم وثائقي"),
    ],
)
def test_a_title_names_what_is_called_for(text: str, title: str) -> None:
    assert titles(text + TAIL) == [title]


@pytest.mark.parametrize(
    ("heads", "named"),
    [
        (("JOB A — Telecom TVC", "JOB B — Horror feature"), ["Telecom TVC", "Horror feature"]),
        (("Project A: Bank ad", "Project B: Short film"), ["Bank ad", "Short film"]),
        (("🎞 «ظل النخلة» (KAU)", "🎞 «الموج» (Effat)"), ["ظل النخلة", "الموج"]),
    ],
)
def test_each_of_several_calls_has_its_own_title(heads: tuple[str, str], named: list[str]) -> None:
    blocks = [
        f"{head}\nMale 30-40\n1,000 SAR\n+96655123456{index}" for index, head in enumerate(heads)
    ]
    assert titles("\n\n".join(blocks)) == named

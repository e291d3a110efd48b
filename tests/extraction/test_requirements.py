"""What is asked of the people, and nothing that belongs to another field."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)


def asked(text: str) -> str | None:
    calls = RulesExtractor().read(SourceText(text, POSTED)).calls
    assert len(calls) == 1
    field = calls[0].fields.get(FieldName.REQUIREMENTS)
    if field is not None:
        assert all(text[quote.start : quote.end] == quote.text for quote in field.evidence)
    return field.value if field else None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("نحتاج ممثلين لمسلسل\nالعمر ٢٠-٣٠، لهجة نجدية", "العمر ٢٠-٣٠، لهجة نجدية"),
        ("نحتاج بنت ١٠ سنوات شعرها طويل لإعلان حليب", "بنت ١٠ سنوات شعرها طويل"),
        ("ابغى ٦ ممثلين شباب لمسرحية أطفال", "٦ ممثلين شباب"),
        ("نحتاج أصوات أطفال (بنات ٨-١٢) لمسلسل كرتون", "بنات ٨-١٢"),
        ("مطلوب كومبارس لفيلم\nرجال فقط", "رجال فقط"),
        ("مطلوب ممثلين لفيلم\nرجال ونساء وأطفال", "رجال ونساء وأطفال"),
        (
            "Looking for 2 male drivers, 28-40, GCC look, valid licence, for an ad",
            "2 male drivers, 28-40, GCC look, valid licence",
        ),
        ("Hand model (male, no tattoos) for a watch shoot", "male, no tattoos"),
        ("نحتاج ممثل لفيلم\nلغة الإشارة شرط، الرياض، ٣ أيام", "لغة الإشارة شرط"),
        ("نحتاج ممثل لفيلم\nلازم يكون من سكان تبوك", "لازم يكون من سكان تبوك"),
    ],
)
def test_what_is_asked_is_quoted_without_its_surroundings(text: str, told: str) -> None:
    assert asked(f"{text}\nالأجر: ٩٠٠ ريال\nواتس 0541112223") == told


def test_a_list_below_its_label_is_quoted_item_by_item() -> None:
    text = (
        "فيلم وثائقي درامي\nالأدوار المطلوبة:\n- تاجر (٥٠ سنة فأعلى)\n- صبي (١٠-١٣)\n"
        "المكافأة ١٠٠٠ ريال يوميا\nللتسجيل 0541112223"
    )
    assert asked(text) == "تاجر (٥٠ سنة فأعلى)؛ صبي (١٠-١٣)"


@pytest.mark.parametrize(
    "line",
    [
        "أرسل الاسم والعمر والطول على الواتس",
        "الحجز ضروري قبل الخميس",
        "text name, age and photo to Priya",
        "فيلم قصير ضمن مسابقة",
    ],
)
def test_how_to_apply_is_no_requirement(line: str) -> None:
    told = asked(f"نحتاج ممثلة ٢٠-٢٥ لفيلم\n{line}\nواتس 0541112223")
    assert told == "ممثلة ٢٠-٢٥"


def test_a_clause_after_thousands_of_others_is_no_deeper() -> None:
    text = "نحتاج ممثلة ٢٠-٢٥ لفيلم\nلهجة نجدية" + "، كلمة كلمة" * 5_000
    told = asked(text)
    assert told is not None
    assert told.startswith("ممثلة ٢٠-٢٥؛ لهجة نجدية")

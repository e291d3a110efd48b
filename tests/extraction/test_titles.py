"""What names a call: whom somebody wants for what, in the forms people write it."""

import re
from datetime import UTC, datetime
from types import ModuleType

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules import (
    company,
    contact_info,
    intent,
    phrases,
    requirements,
    sought,
    title,
)
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.text.normalise import fold

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)


def titles(text: str) -> list[str | None]:
    calls = RulesExtractor().read(SourceText(text, POSTED)).calls
    found = [call.fields.get(FieldName.TITLE) for call in calls]
    return [field.value if field else None for field in found]


@pytest.mark.parametrize(
    "verb",
    [
        "نبغى", "نبي", "ابا", "بغينا", "محتاجين", "عايزين", "بدنا", "عم نفتش على", "ندور على",
        "ودنا نلقى", "ناقصنا", "نحتاج", "نرغب في التعاقد مع", "مين عنده", "نستقبل", "نبي فيها",
    ],
)  # fmt: skip
def test_every_form_of_wanting_is_followed_by_whom(verb: str) -> None:
    text = f"{verb} مزارع كبير بالسن لإعلان تمور، القصيم، ٩٠٠ ريال، واتس 0541112223"
    assert titles(text) == ["مزارع كبير بالسن لإعلان تمور"]


@pytest.mark.parametrize(
    "verb",
    ["Looking for", "We need", "We're after", "Now casting", "On the hunt for", "Searching for"],
)
def test_every_form_of_wanting_is_followed_by_whom_in_english(verb: str) -> None:
    text = f"{verb} a retired fisherman for a tourism film. Jizan, 900 SAR. 0541112223"
    assert titles(text) == ["retired fisherman for a tourism film"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Host wanted for a cooking show", "Host wanted for a cooking show"),
        ("Voice actor needed — children's audiobook", "Voice actor needed — children's audiobook"),
        ("Extras x30 — stadium scene", "Extras x30 — stadium scene"),
        ("CASTING • Coffee TVC • Riyadh", "Coffee TVC"),
        ("Open call — feature film shooting in Riyadh", "Open call — feature film"),
        ("مسلسل: حارة الورد", "مسلسل: حارة الورد"),
        ("فيلم سعودي قصير يبحث عن بطلته", "فيلم سعودي قصير يبحث عن بطلته"),
        ("مخرج فيلم قصير يبحث عن شاب حجازي", "شاب حجازي"),
        ("عندي دور صغير شرطي مرور", "دور صغير شرطي مرور"),
        ("اللي يعرف يسوق شاحنة يكلمني، مشهد في فيلم", "اللي يعرف يسوق شاحنة"),
        ("مطلوب وبشكل عاجل: ممثلة بديلة لمسرحية", "ممثلة بديلة لمسرحية"),
        ("نحتاج توأم شباب يا جماعة لإعلان", "توأم شباب"),
    ],
)
def test_a_line_is_read_up_to_where_it_turns_to_something_else(line: str, told: str) -> None:
    assert titles(f"{line}\nالرياض\nالأجر ٩٠٠ ريال\nواتس 0541112223") == [told]


@pytest.mark.parametrize(
    ("announced", "told"),
    [
        ("يعلن مسرح الأفق عن فتح باب الترشح لأدوار ثانوية في مسرحيته «رمل»",
         "أدوار ثانوية في مسرحيته «رمل»"),
        ("تعلن فرقة الأفق عن اختبارات أداء لمسرحية «رمل»", "اختبارات أداء لمسرحية «رمل»"),
        ("تعلن شركة الأفق عن حاجتها لعازف عود لعرض متجول في المدن", "عازف عود لعرض متجول"),
        ("يسر شركة الأفق أن تعلن عن بدء استقبال طلبات المشاركة في مسلسلها «رمل»",
         "مسلسلها «رمل»"),
    ],
)  # fmt: skip
def test_an_announcement_is_named_by_what_it_announces(announced: str, told: str) -> None:
    assert titles(f"{announced}\nالعمر ٢٠-٤٠\nللتقديم: cast@ofoq.example") == [told]


def test_the_work_in_front_of_a_list_of_roles_is_the_title() -> None:
    text = "ندور على:\nأم ٤٠-٤٥\nأب ٤٥-٥٠\nلمسلسل توعوي قصير\nالدمام، ٨٠٠ ريال لكل واحد\n0541112223"
    assert titles(text) == ["مسلسل توعوي قصير"]


def test_who_is_called_out_to_is_not_yet_who_is_wanted() -> None:
    text = "بنات تبوك 🌸\nنحتاج عارضة لتصوير فساتين\n٥٠٠ ريال\n0541112223"
    assert titles(text) == ["عارضة لتصوير فساتين"]


def test_arabic_in_latin_letters_is_read_too() -> None:
    text = "nabi banat l tasweer fi jeddah, 20-25, 500 SAR, whatsapp 0541112223"
    assert titles(text) == ["banat l tasweer"]


@pytest.mark.parametrize(
    "module", [company, contact_info, intent, phrases, requirements, sought, title]
)
def test_patterns_are_spelled_as_folded_text_is(module: ModuleType) -> None:
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert patterns
    for pattern in patterns:
        for word in re.findall("[\u0621-\u063a\u0641-\u064a]+", pattern.pattern):
            assert fold(word) == word, f"{word} never occurs in folded text"

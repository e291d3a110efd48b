"""Every way of writing a number, an address, a handle; and which of several one is sent to."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.ground import ground
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)


def contact(line: str) -> str | None:
    text = f"مطلوب ممثلين لإعلان في الرياض، ١٠٠٠ ريال\n{line}"
    source = SourceText(text, POSTED)
    found = RulesExtractor().read(source)
    assert ground(found, source) == found
    field = found.calls[0].fields.get(FieldName.CONTACT_INFO)
    return field.value if field else None


@pytest.mark.parametrize(
    "written",
    [
        "٠٥٥-١٢٣-٤٥٦٧", "055 1234 567", "0 5 5 1 2 3 4 5 6 7", "05.51.23.45.67", "551234567",
        "+966 (0)55 123 4567", "00966-551234567", "966551234567+", "٩٦٦٥٥١٢٣٤٥٦٧",
        "wa.me/+966551234567", "https://api.whatsapp.com/send?phone=966551234567",
    ],
)  # fmt: skip
def test_one_number_in_every_spelling(written: str) -> None:
    assert contact(f"للتواصل: {written}") == "+966551234567"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("انستا: cast.ksa", "cast.ksa"),
        ("انستقرام cast_ksa", "cast_ksa"),
        ("سناب: cast-ksa", "cast-ksa"),
        ("telegram: casting_ksa", "casting_ksa"),
        ("تيليجرام casting_ksa", "casting_ksa"),
        ("ig @cast.ksa", "@cast.ksa"),
        ("linktr.ee/cast_ksa", "linktr.ee/cast_ksa"),
        ("Mail: CAST@Film.Example", "CAST@Film.Example"),
        ("ايميل cast (at) film.example", "cast (at) film.example"),
        ("cast @ film.example", "cast @ film.example"),
    ],
)
def test_handles_and_addresses_stand_as_written(line: str, value: str) -> None:
    assert contact(line) == value


@pytest.mark.parametrize("line", ["صوركم خاص", "DM for details", "تابعونا في سناب كل يوم"])
def test_a_private_message_names_no_contact(line: str) -> None:
    assert contact(line) is None


def test_the_form_to_apply_by_goes_before_a_telephone() -> None:
    form = "التسجيل الإلكتروني مطلوب قبل نهاية الشهر عبر: https://ofoq.example/cast"
    assert contact(f"{form}\nهاتف: 014 800 0000") == "https://ofoq.example/cast"

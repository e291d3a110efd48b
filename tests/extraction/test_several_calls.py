"""One message, several calls: where one ends, and what they share."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import ExtractedCall, FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)


def calls(text: str) -> tuple[ExtractedCall, ...]:
    return RulesExtractor().read(SourceText(text, POSTED)).calls


def values(text: str, name: FieldName) -> list[str | None]:
    found = [call.fields.get(name) for call in calls(text)]
    return [field.value if field else None for field in found]


FIRST, SECOND = "+966551000001", "+966551000002"


@pytest.mark.parametrize(
    "text",
    [
        "1/ إعلان عصير – جدة – بنت ١٠ سنوات – 0551000001\n"
        "2/ مسلسل بدوي – حائل – رجال كبار – 0551000002",
        "① إعلان عصير، جدة، بنت ١٠ سنوات، 0551000001\n② مسلسل بدوي، حائل، رجل كبير، 0551000002",
        "نحتاج بنت لإعلان عصير بجدة، كلموا سارة 0551000001\n"
        "ونحتاج ولد لفيلم قصير بحائل، كلموا ماجد 0551000002",
        "كاستينج جدة: مسلسل كوميدي محتاج بنات، كلم 0551000001\n"
        "كاستينج حائل: فيلم أكشن محتاج رجالة، كلم 0551000002",
        "الطلب ١:\nبنت ٢٢ لإعلان بنك\nالرياض\n0551000001\n"
        "الطلب ٢:\nرجل كفيف لفيلم قصير\nالمدينة\n0551000002",
        "ROLE 1 — Grandfather, telecom spot\nCity: Riyadh | 0551000001\n---\n"
        "ROLE 2 — Boy 8-10, cereal spot\nCity: Khobar | 0551000002",
        "🎬 TVC: laundry soap\nBusy mum 30-38\nRiyadh\n0551000001\n\n"
        "🎙 VO: navigation app\nSaudi female\nJeddah\n0551000002",
    ],
)
def test_each_way_of_listing_calls_is_seen(text: str) -> None:
    assert values(text, FieldName.CONTACT_INFO) == [FIRST, SECOND]


def test_a_client_named_in_one_call_is_not_the_others() -> None:
    text = (
        "1) ممثل لإعلان مطعم الواحة – جدة – 0551000001\n2) ممثلة لفيلم قصير – الرياض – 0551000002"
    )
    companies = values(text, FieldName.COMPANY)
    assert len(companies) == 2
    assert companies[1] is None


def test_the_agency_in_the_heading_is_everybodys() -> None:
    text = (
        "كاستنج الأسبوع | مكتب رواق\n\n"
        "🟢 فيلم «الساعة»\nالدور: ضابط ٣٥-٤٢\nالدمام\n0551000001\n\n"
        "🟢 إعلان سيارة\nالدور: مهندسة ٢٨-٣٤\nالرياض\n0551000002"
    )
    assert values(text, FieldName.COMPANY) == ["مكتب رواق", "مكتب رواق"]
    assert values(text, FieldName.TITLE) == ["فيلم «الساعة»", "إعلان سيارة"]


def test_two_contacts_of_one_call_do_not_make_two() -> None:
    text = "مطلوب ممثلة لفيلم قصير بجدة\nواتساب 0551000001\nأو بريد cast@film.example"
    assert len(calls(text)) == 1

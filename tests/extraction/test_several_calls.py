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


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (
            2,
            "عندي شغلين: الأول إعلان قهوة بجدة أبي بنت ٢٠-٢٥ كلموا سعد 0551000001، والثاني "
            "فيلم بحائل أبي رجل كبير كلموا فهد 0551000002",
        ),
        (
            2,
            "نبي شاب لإعلان جوال بالرياض ٢٠٠٠ ريال، تواصل 0551000001. ونبي بعد بنت لكليب "
            "بجدة ١٥٠٠ ريال، تواصل a@b.example",
        ),
        (
            2,
            "Two jobs: a dad 40+ for a bank ad in Riyadh (text 0551000001) and a teen girl "
            "for a short film in Abha (text 0551000002)",
        ),
        (
            3,
            "القطيف: أطفال ٥-٨ لإعلان، 0551000001\n"
            "الدمام: شباب لفيلم، 0551000002\n"
            "الخبر: سيدة ٥٠+ لمسلسل، 0551000003",
        ),
        (
            1,
            "مطلوب شباب وبنات لإعلان بالرياض\nللشباب: 0551000001\nللبنات: 0551000002",
        ),
        (
            1,
            "نحتاج لفيلم قصير بجدة:\n١- أب ٤٥-٥٥\n٢- أم ٤٠-٥٠\n٣- طفل ٨ سنوات\nالتواصل 0551000001",
        ),
        (
            1,
            "مسلسل «درب» يبحث عن:\n"
            "- سالم: رجل ٥٠، لهجة قصيمية\n"
            "- نورة: بنت ٢٢\n"
            "التصوير في بريدة وعنيزة\n"
            "0551000001 أو a@b.example",
        ),
        (
            1,
            "CASTING: short film 'Salt'\n"
            "1. Lead male 30-40\n"
            "2. Lead female 25-35\n"
            "3. Kids 6-9\n"
            "Jeddah. Tapes to a@b.example",
        ),
        (
            2,
            "✦ كاستنج ١ ✦\n"
            "إعلان عطر\n"
            "موديل نسائي\n"
            "الرياض\n"
            "٣٠٠٠\n"
            "0551000001\n"
            "✦ كاستنج ٢ ✦\n"
            "فيلم وثائقي\n"
            "رجل بدوي\n"
            "رفحاء\n"
            "٢٠٠٠\n"
            "0551000002",
        ),
        (
            2,
            "🎬 الأول\n"
            "مسلسل كوميدي - الدمام\n"
            "ممثل ٣٠ سنة\n"
            "للتواصل: a@b.example\n"
            "\n"
            "🎬 الثاني\n"
            "إعلان مطعم - الخبر\n"
            "عائلة\n"
            "للتواصل: c@d.example",
        ),
        (
            1,
            "كاستنج إعلان تلفزيوني\n"
            "الرياض\n"
            "مطلوب:\n"
            "• أب ٤٠ سنة - ٣٠٠٠\n"
            "• أم ٣٥ سنة - ٣٠٠٠\n"
            "• طفلين - ١٥٠٠\n"
            "واتس 0551000001",
        ),
        (
            1,
            "نبحث عن ممثلين لمسرحية في الرياض ثم جدة ثم الدمام، الأعمار ٢٠-٣٥، 0551000001",
        ),
        (
            2,
            "وكالة رواد: (أ) مطلوب مقدمة برنامج - دبي - رواتب مجزية - a@b.example (ب) "
            "مطلوب ممثلين إعلان - الرياض - c@d.example",
        ),
        (
            1,
            "Looking for 2 couples for hotel ad, Riyadh. Saudi couple 30s and expat couple "
            "50s. WhatsApp 0551000001 or email a@b.example",
        ),
        (
            2,
            "Mon 3 March: extras for wedding scene, Jeddah, 250 SAR, 0551000001\n"
            "Tue 4 March: extras for market scene, Taif, 300 SAR, 0551000002",
        ),
        (
            3,
            "كاستنج بنات جدة - إعلان شامبو - 0551000001\n"
            "كاستنج شباب الرياض - إعلان رياضي - 0551000002\n"
            "كاستنج أطفال الدمام - إعلان حليب - 0551000003",
        ),
        (
            1,
            "مطلوب مجاميع بكرة في جدة ٢٠ شاب و ١٠ بنات، مشرف الشباب 0551000001 مشرفة "
            "البنات 0551000002",
        ),
        (
            1,
            "فيلم قصير\nبطولة: بنت ٢٢\nدور ثاني: أخوها ١٨\nكومبارس: ١٠ أشخاص\nمكة\na@b.example",
        ),
        (
            2,
            "اولا: مطلوب ممثلة لمسلسل بجدة عمرها ٣٠\n"
            "ثانيا: مطلوب طفل لإعلان بالرياض عمره ٧\n"
            "التواصل للجميع 0551000001",
        ),
    ],
)
def test_a_call_is_what_has_a_contact_or_a_work_and_place_of_its_own(count: int, text: str) -> None:
    """Roles of one work, and people who each see to some of them, stay one call."""
    assert len(calls(text)) == count

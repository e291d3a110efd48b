"""Where it happens, in every way that posts say it."""

import re
from datetime import UTC, datetime
from types import ModuleType

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules import (
    compensation,
    dates,
    deadline,
    intent,
    money,
    pay_phrase,
    place_elsewhere,
    place_label,
    place_phrase,
    place_score,
    relative_dates,
    signals,
    sought,
    standing,
)
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.rules.lexicon import gazetteer
from pipeline.text.normalise import fold

POSTED = datetime(2026, 3, 11, 18, tzinfo=UTC)
ARABIC = "مطلوب ممثلين وممثلات لإعلان تجاري\n{}\nللتواصل واتساب 0551234567"
ENGLISH = "Casting call: actors needed for a TV commercial\n{}\nWhatsApp +966551234567"


def place(text: str) -> str | None:
    calls = RulesExtractor().read(SourceText(text, POSTED)).calls
    assert len(calls) == 1
    field = calls[0].fields.get(FieldName.LOCATION)
    if field is None:
        return None
    assert all(text[quote.start : quote.end] == quote.text for quote in field.evidence)
    return field.value


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("التصوير بالخبر يوم السبت", "الخبر"),
        ("التصوير ف الرياض", "الرياض"),
        ("التصوير راح يكون بالمدينه المنوره", "المدينه المنوره"),
        ("في منطقة عسير", "عسير"),
        ("بمحافظة الطائف", "الطائف"),
        ("المدينة: أبها", "أبها"),
        ("الموقع ديراب", "ديراب"),
        ("جازان 📍", "جازان"),
        ("الرياض\n١٥٠٠ ريال", "الرياض"),
        ("أهل جدة وين الحلوين؟ نصور الجمعة", "جدة"),
        ("من سكان القصيم", "القصيم"),
        ("ممثلة لعرعر، دور أم", "عرعر"),
        ("المكان : بيشة - نوفر السكن - سجل بياناتك هنا", "بيشة"),
        ("*المدينة* : ينبع", "ينبع"),
    ],
)
def test_a_town_is_found_however_it_is_introduced(words: str, town: str) -> None:
    assert place(ARABIC.format(words)) == town


@pytest.mark.parametrize(
    ("words", "spot"),
    [
        ("التصوير بجدة - حي الروضة", "جدة - حي الروضة"),
        ("التصوير داخل الرياض حي العليا يوم الخميس", "الرياض حي العليا"),
        ("في جده البلد", "جده البلد"),
        ("مكة المكرمة - العزيزية", "مكة المكرمة - العزيزية"),
        ("بنصور عندنا بالأحساء (الهفوف)", "الأحساء (الهفوف)"),
        ("المقابلات بحي العارض", "حي العارض"),
        ("استديو في شمال الرياض", "شمال الرياض"),
        ("كورنيش جدة، الساعة ٥", "كورنيش جدة"),
        ("في طريق الملك فهد بالخبر", "طريق الملك فهد بالخبر"),
        ("الموقع صحراء الدهناء - ٨٠ كم عن الرياض", "صحراء الدهناء"),
        ("الرياض\nحي النرجس\nالساعة ٥", "الرياض، حي النرجس"),
        ("الرياض، استديو بحي الورود", "الرياض، حي الورود"),
        ("اللوكيشن: الرياض، استديو بحي الياسمين", "الرياض، استديو بحي الياسمين"),
    ],
)
def test_a_quarter_or_sight_stays_with_its_town(words: str, spot: str) -> None:
    assert place(ARABIC.format(words)) == spot


@pytest.mark.parametrize(
    ("words", "spot"),
    [
        ("Shooting in Jeddah, Al Hamra", "Jeddah, Al Hamra"),
        ("Location: Riyadh (Diplomatic Quarter)", "Riyadh (Diplomatic Quarter)"),
        ("Riyadh, Exit 10. Night shoot", "Riyadh, Exit 10"),
        ("Where: AlUla, Old Town", "AlUla, Old Town"),
        ("Dubai, UAE", "Dubai, UAE"),
        ("Half day in Industrial City, Riyadh.", "Industrial City, Riyadh"),
        ("Shoot: 12 April, Dammam", "Dammam"),
        ("In Jeddah (Rawdah dist), one day", "Jeddah (Rawdah dist)"),
        ("Riyadh, Batha area. One morning", "Riyadh, Batha area"),
        ("Studio: Al Sahafah district, Riyadh. 2 days", "Al Sahafah district, Riyadh"),
    ],
)
def test_an_english_quarter_stays_with_its_town(words: str, spot: str) -> None:
    assert place(ENGLISH.format(words)) == spot


@pytest.mark.parametrize(
    ("words", "towns"),
    [
        ("التصوير في الرياض وجدة والدمام", "الرياض وجدة والدمام"),
        ("مدينة التصوير: الدمام / الخبر", "الدمام / الخبر"),
        ("عروض في مدن المملكة (بريدة، حائل، سكاكا)", "بريدة، حائل، سكاكا"),
        ("ابها + الباحة (سفر مع الفريق)", "ابها + الباحة"),
    ],
)
def test_several_towns_are_told_together(words: str, towns: str) -> None:
    assert place(ARABIC.format(words)) == towns


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("المكان قاعة الأمير سلطان بالطائف", "الطائف"),
        ("مكان التصوير : مزرعة في الخرج", "الخرج"),
        ("الموقع: مسرح بالقطيف", "القطيف"),
        ("مقر التصوير: مدينة الرياض", "الرياض"),
        ("الموقع: جدة وسيتم إرسال اللوكيشن للمقبولين", "جدة"),
    ],
)
def test_a_nameless_spot_gives_way_to_its_town(words: str, town: str) -> None:
    assert place(ARABIC.format(words)) == town


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("السعوديات فقط، التصوير في دبي", "دبي"),
        ("يشترط لهجة أهل القصيم\nالتصوير بتبوك", "تبوك"),
        ("نوفر المواصلات من جدة\nالتصوير في رابغ", "رابغ"),
        ("شركة الرياض للإنتاج تبحث عن وجوه\nالتصوير في نجران", "نجران"),
        ("فيلم «ليل الرياض» نصوره في ينبع", "ينبع"),
        ("المقابلات بالرياض والتصوير بالعلا", "العلا"),
        ("التقديم أونلاين\nالتصوير في حائل", "حائل"),
        ("الكويت - السالمية", "السالمية"),
        ("قطر، الدوحة", "الدوحة"),
    ],
)
def test_where_people_or_firms_come_from_is_not_where_it_happens(words: str, town: str) -> None:
    assert place(ARABIC.format(words)) == town


def test_a_nationality_in_english_is_no_place() -> None:
    assert place(ENGLISH.format("Saudi nationals only. Filming in Abu Dhabi.")) == "Abu Dhabi"
    assert place(ENGLISH.format("Must know the Saudi league, 20-30")) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("العمل عن بعد", "عن بعد"),
        ("تسجيل من البيت", "من البيت"),
        ("الكاستنج اونلاين", None),
        ("الموقع يحدد لاحقا", None),
        ("الاسم، العمر، المدينة، صورة حديثة", None),
        ("نادوا أم فيصل أو العم سلمان", None),
        ("بث حي على اليوتيوب", None),
        ("مطلوب جدة حجازية حنونة", None),
        ("دور جدة تحب أحفادها", None),
        ("التقديم عن طريق الرابط", None),
    ],
)
def test_work_from_afar_is_a_place_and_what_names_none_is_not(words: str, said: str | None) -> None:
    assert place(ARABIC.format(words)) == said


def test_a_tour_is_in_all_of_its_towns() -> None:
    stops = "الرياض: ١٨ مارس\nجدة: ٢٠ مارس\nالدمام: ٢٢ مارس"
    assert place(ARABIC.format(f"تجارب الأداء في كل من\n{stops}")) == "الرياض، جدة، الدمام"


@pytest.mark.parametrize(
    ("words", "spot"),
    [
        ("نصور عندنا بجامعة الملك سعود", "جامعة الملك سعود"),
        ("نصور بجامعة الملك سعود في الرياض", "الرياض"),
    ],
)
def test_a_named_spot_does_where_no_town_is_told(words: str, spot: str) -> None:
    assert place(ARABIC.format(words)) == spot


def test_an_english_spot_is_told_with_its_town() -> None:
    assert place(ENGLISH.format("Doors at Dar Al Noor, Jeddah")) == "Dar Al Noor, Jeddah"
    assert place(ENGLISH.format("Meet us at the Sunrise Studios")) == "Sunrise Studios"


def test_a_messenger_is_no_state_and_a_day_no_town() -> None:
    assert place(ENGLISH.format("Shoot in Dhahran.\nParents' WA: on request")) == "Dhahran"
    assert place(ENGLISH.format("Shoot dates: 2-6 October, Jeddah")) == "Jeddah"


def test_quarters_are_spelled_out_for_countries_that_have_towns() -> None:
    assert set(gazetteer("quarters")) <= set(gazetteer("places"))


@pytest.mark.parametrize(
    "module",
    [
        compensation,
        dates,
        deadline,
        intent,
        money,
        pay_phrase,
        place_elsewhere,
        place_label,
        place_phrase,
        place_score,
        relative_dates,
        signals,
        sought,
        standing,
    ],
)
def test_patterns_are_spelled_as_folded_text_is(module: ModuleType) -> None:
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert patterns
    for pattern in patterns:
        for word in re.findall("[\u0621-\u063a\u0641-\u064a]+", pattern.pattern):
            assert fold(word) == word, f"{word} never occurs in folded text"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "نحتاج ممثل لفيلم قصير، نصور في ضواحي بريدة، ٥٠٠ ريال 0541112223",
            "ضواحي بريدة",
        ),
        (
            "نحتاج ممثل لفيلم قصير، التصوير ما بين جدة ومكة، 0541112223",
            "جدة ومكة",
        ),
        (
            "كاستنج الشرقية 🔥 مطلوب شباب لإعلان سيارات، التصوير في الجبيل، 0541112223",
            "الجبيل",
        ),
        (
            "فريق من الرياض يصور فيلم في العلا ويحتاج ممثلة ٣٠ سنة، 0541112223",
            "العلا",
        ),
        (
            "مطلوب ممثلين من سكان المدينة المنورة لمسلسل تاريخي 0541112223",
            "المدينة المنورة",
        ),
        (
            "Saudi actress 30-35 for TVC. Shoot in Dubai (flights from Riyadh covered). "
            "a@b.example",
            "Dubai",
        ),
        (
            "Extras needed, Jeddah & KAEC, 3 days, 250 SAR/day, 0541112223",
            "Jeddah & KAEC",
        ),
        (
            "مطلوب موديل لإعلان عباية\nحي النزهة، جدة\n٦٠٠ ريال\n0541112223",
            "حي النزهة، جدة",
        ),
        (
            "مطلوب بنات لكليب\n📌 استديو رويال، حي الصحافة، الرياض\n0541112223",
            "استديو رويال، حي الصحافة، الرياض",
        ),
        (
            "مطلوب كومبارس لمسلسل بدوي في صحراء النفود، حائل، 0541112223",
            "صحراء النفود، حائل",
        ),
        (
            "شركة من دبي تبحث عن مذيعة سعودية لبرنامج يصور في جدة، a@b.example",
            "جدة",
        ),
        (
            "بنت نجدية ٢٠-٢٥ لإعلان عطر، التصوير الجمعة في لوكيشن بالدرعية، ١٥٠٠ 0541112223",
            "الدرعية",
        ),
        (
            "نبي مقدم فعاليات لموسم جدة، ٣ ليالي، ٢٠٠٠ لليلة 0541112223",
            "جدة",
        ),
        (
            "مطلوب ممثلة لهجة حجازية لمسلسل يصور بالكويت، a@b.example",
            "الكويت",
        ),
        (
            "مطلوب شاب لإعلان بيتزا\nالرياض/النرجس\nبكرة\n0541112223",
            "الرياض/النرجس",
        ),
        (
            "تجارب أداء مسرحية «الجسر» مقر الجمعية بالدمام حي الريان، السبت ٥ مساء",
            "الدمام حي الريان",
        ),
        (
            "Casting: boys 8-10, school uniform ad, shooting at a private school in north "
            "Riyadh, 900 SAR, 0541112223",
            "north Riyadh",
        ),
        (
            "مطلوب ٤ صيادين لفيلم وثائقي بجزر فرسان، السكن علينا، 0541112223",
            "جزر فرسان",
        ),
        (
            "مطلوب ممثلين للتصوير بالنماص والباحة خلال شهر مايو 0541112223",
            "النماص والباحة",
        ),
        (
            "نحتاج شاب سعودي طوله ١٨٠ لتصوير فيديو تعريفي في الهيئة الملكية بينبع، ١٢٠٠ 0541112223",
            "ينبع",
        ),
        (
            "Location: Red Sea Global site, near Umluj\nNeed: divers for a "
            "documentary\na@b.example",
            "Red Sea Global site, near Umluj",
        ),
        (
            "كاستنج مسلسل المؤسس، التصوير داخل استوديوهات نيوم، رجال ٣٠-٥٠، a@b.example",
            "استوديوهات نيوم",
        ),
        (
            "موديل شعر لصالون بأبها المنسك، الخميس، 0541112223",
            "أبها المنسك",
        ),
        (
            "مطلوب ممثل صوت، العمل أونلاين، 0541112223",
            "أونلاين",
        ),
        (
            "مطلوب عازف عود لحفل السفارة بالحي الدبلوماسي، الرياض، ٢٠٠٠، 0541112223",
            "الحي الدبلوماسي، الرياض",
        ),
        (
            "يا أهل القصيم! نبي رجال كبار لإعلان تمور، 0541112223",
            "القصيم",
        ),
        (
            "أهالي حفرالباطن، مطلوب أطفال لأوبريت، 0541112223",
            "حفرالباطن",
        ),
    ],
)
def test_of_all_places_named_it_is_where_people_must_go(text: str, where: str) -> None:
    assert place(text) == where

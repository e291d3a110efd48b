"""What a message wants, by whom it asks for: performers, crew, workers, or nobody."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import Intent
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)


def intent(text: str) -> Intent:
    return RulesExtractor().read(SourceText(text, POSTED)).intent


@pytest.mark.parametrize(
    "text",
    [
        "نحتاج أطباء وممرضين حقيقيين للظهور في فيلم توعوي، جدة، 0541112223",
        "مين عنده جدة حنونة؟ نبيها لفيديو يوم الأم بالقصيم، 0541112223",
        "ممثلة ٣٠-٣٥ للرياض، دور أم، خاص",
        "مجاميع\n٣٠ شاب ثوب وشماغ\nبكرة الظهر، ٢٥٠ ريال، 0541112223",
        "Grandfather (65+), bank spot, Riyadh, SAR 3,000, 0541112223",
        "We need a real mechanic, 45+, for an engine oil ad in Riyadh, 0541112223",
        "مطلوب ممثلين لإعلان مدرسة، الرياض، لا توجد رسوم، 0541112223",
        "كاستنج عائلة حقيقية لتصوير إعلان شركة عقار بالرياض، ٥٠٠٠ للعائلة",
    ],
)
def test_whoever_is_to_be_filmed_or_heard_makes_it_a_call(text: str) -> None:
    assert intent(text) is Intent.NEW_CALL


@pytest.mark.parametrize(
    "text",
    [
        "نحتاج ميكب ارتست لفيلم قصير بجدة، ٨٠٠ ريال لليوم، 0541112223",
        "Looking for a gaffer and a sound recordist, Tabuk, 5 nights, 0541112223",
        "Editor needed for a podcast series, remote, portfolio to post@pod.example",
        "نبي سواق خاص لعائلة بالرياض، راتب ٢٥٠٠، 0541112223",
        "مطلوب بارستا لكوفي بجدة، راتب ٤٥٠٠، 0541112223",
        "We're hiring a talent coordinator for our casting department, CV to hr@desk.example",
        "مطلوب نجارين لبناء ديكور مسلسل في تبوك، ٣٠٠ يوميا، 0541112223",
    ],
)
def test_crew_and_workers_are_no_performers(text: str) -> None:
    assert intent(text) is not Intent.NEW_CALL


@pytest.mark.parametrize(
    "text",
    [
        "مساكم الله بالخير معاكم عبدالعزيز مذيع ومقدم حفلات، متاح للحجز، 0541112223",
        "Hi producers, bilingual actor, 35, stage and screen. New showreel: reel.example/a",
        "ana momathel men jeddah 3omri 23, khebra masra7, 0541112223",
        "عندي توأم بنات ٣ سنين، اللي يحتاج أطفال لإعلانات أنا موجودة بالرياض 0541112223",
        "Camera rental Jeddah: cinema kit 600 SAR/day, free delivery for shoots, 0541112223",
        "شاليه للإيجار اليومي يصلح لتصوير الإعلانات، ٢٥٠٠ لليوم، 0541112223",
        "معسكر تمثيل للأطفال ٦-١٢، ٨٥٠ ريال، المقاعد محدودة، 0541112223",
        "فتح باب المشاركة بالأفلام القصيرة في مهرجان البحر، الجوائز ٣٠ ألف، fest.example/submit",
        "لقاء المواهب المفتوح للتعارف، السبت ٧ مساء بالخبر، التسجيل مجاني meet.example",
        "مطلوب لاعبين لتكملة تمرين اليوم، ملاعب الصحافة، القطة ٢٥ ريال، 0541112223",
        "وين راحت إعلانات الكاستنج؟ القروب صار كله سوالف",
        "ممكن أحد يعطيني رقم شركة كاستنج موثوقة بجدة؟",
    ],
)
def test_who_offers_teaches_or_asks_makes_no_call(text: str) -> None:
    assert intent(text) is not Intent.NEW_CALL


def test_a_message_that_names_a_fee_only_to_deny_it_is_no_scam() -> None:
    text = "تجارب أداء لمسلسل «رمل»\nالأعمار ١٨-٦٠\nلا توجد رسوم\nللاستفسار: cast@raml.example"
    assert intent(text) is Intent.NEW_CALL

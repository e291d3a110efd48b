"""The terms that come with the program."""

import json
from pathlib import Path

import pytest

from pipeline.prefilter import load
from pipeline.prefilter.decision import Band
from pipeline.prefilter.load import default_prefilter, default_rules, hand_made_rules
from pipeline.prefilter.term import Kind

MESSAGES = Path(__file__).with_name("messages.jsonl")
LABELLED = Path(__file__).parents[1] / "data" / "labelled"


def test_every_term_says_who_wrote_it_and_why() -> None:
    for term in hand_made_rules().terms:
        assert term.author
        assert term.reason
        assert term.language in {"ar", "en", "any"}
        assert 0 < abs(term.weight) <= 4


def test_ids_are_unique_and_patterns_know_their_topics() -> None:
    rules = default_rules()
    ids = [term.id for term in rules.terms] + [pattern.id for pattern in rules.patterns]
    assert len(ids) == len(set(ids))
    topics = {term.topic for term in rules.terms}
    assert all(topics.issuperset(pattern.topics) for pattern in rules.patterns)


def test_learning_turns_no_term_against_its_reason() -> None:
    for written, learned in zip(hand_made_rules().terms, default_rules().terms, strict=True):
        assert written.id == learned.id
        assert written.weight * learned.weight >= 0


def test_what_was_learned_names_only_what_exists() -> None:
    learned = load._documents()[load.LEARNED]
    rules = hand_made_rules()
    assert set(learned["scale"]) <= {term.topic for term in rules.terms}
    assert set(learned["patterns"]) <= {pattern.id for pattern in rules.patterns}


def test_every_word_finds_itself() -> None:
    prefilter = default_prefilter()
    for term in default_rules().terms:
        if term.kind is not Kind.REGEX:
            found = {reason.term for reason in prefilter.decide(f"x {term.text} y").reasons}
            assert term.id in found, term.id


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("0551234567", "phone"),
        ("+966 55 123 4567", "phone"),
        ("٠٥٥-١٢٣-٤٥٦٧", "phone"),
        ("٩٩٨٨٧٧٦٦", "phone"),
        ("١٥٠٠ ريال", "money"),
        ("1,800 SAR", "money"),
        ("AED 400", "money_first"),
        ("من ٢٠ إلى ٣٥", "age_range"),
        ("20-35", "age_range"),
        ("25 years old", "age_range"),
        ("18+", "age_range"),
        ("15/12", "date"),
        ("2026-01-16", "date"),
        ("١٨ ديسمبر", "date"),
        ("16 Jan", "date"),
        ("10 pm", "date"),
        ("٤ ممثلين", "count_of_people"),
        ("20 pax", "count_of_people"),
        ("cast@studio.example", "email"),
        ("@studio_ex", "account"),
        ("https://studio.example/cast", "link"),
        ("الاسم: نورة\nالعمر: 24", "own_name"),
    ],
)
def test_signals(text: str, signal: str) -> None:
    reasons = default_prefilter().decide(f"x {text} y" if signal != "own_name" else text).reasons
    assert signal in {reason.term for reason in reasons}


@pytest.mark.parametrize(
    "text",
    [
        "ok thanks",
        "السلام عليكم، متى التصوير؟",
        "أنا مهتمة، كيف أقدم؟",
        "مطلوب ممثل مبيعات لشركة أدوية، راتب ٧٠٠٠ وعمولة",
        "Surf casting this Friday at the beach, bring your own rods",
        "تم الاكتفاء، شكرا لكل من أرسل",
        "أنا ممثلة من أبها عمري ٢٣ وأبحث عن فرصة في مسلسل، رقمي 0551234567",
        "Actress based in Riyadh, 27, fluent English. Open for bookings, reel in bio",
        "دورة تمثيل أمام الكاميرا للمبتدئين، ٤ أيام، الرسوم ٩٠٠ ريال، للتسجيل 0551234567",
        "مطلوب مهندس صوت ومونتير لفيلم قصير بجدة، يومين، ١٥٠٠ ريال، واتس 0551234567",
        "Hiring: accountant for a production company, Riyadh, 7,000 SAR, CV to hr@x.example",
        "مبروك تم اختيارك لمسلسل جديد، ادفع رسوم التسجيل ٢٠٠ ريال على الحساب لتأكيد دورك",
        "مهرجان الأفلام القصيرة يستقبل أفلامكم حتى ١ مايو، جوائز مالية، الرابط بالأسفل",
        "مطلوب متطوعين لتنظيم مهرجان المسرح، العمر ١٨-٣٠، شهادات وساعات تطوعية",
        "أحد يعرف كاستنج للأطفال في جدة؟",
        "مهتم بدور الأب، عمري ٤٥ من الدمام",
    ],
)
def test_what_is_no_call_is_skipped(text: str) -> None:
    assert default_prefilter().decide(text).band is Band.SKIP


def test_calls_are_kept_and_what_only_looks_like_one_is_not() -> None:
    files = (*LABELLED.glob("*.jsonl"), MESSAGES)
    entries = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    prefilter = default_prefilter()
    kept = [prefilter.decide(entry["text"]).band is not Band.SKIP for entry in entries]
    calls = [entry["is_casting_call"] for entry in entries]
    right = sum(keep and call for keep, call in zip(kept, calls, strict=True))
    assert right >= 0.99 * sum(calls)
    assert right >= 0.94 * sum(kept)

"""What is paid, with what it is for and what comes on top."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 3, 11, 18, tzinfo=UTC)
ARABIC = "مطلوب ممثلين وممثلات لإعلان تجاري\n{}\nللتواصل واتساب 0551234567"
ENGLISH = "Casting call: actors needed for a TV commercial\n{}\nWhatsApp +966551234567"


def pay(text: str) -> str | None:
    calls = RulesExtractor().read(SourceText(text, POSTED)).calls
    assert len(calls) == 1
    field = calls[0].fields.get(FieldName.COMPENSATION)
    if field is None:
        return None
    assert all(text[quote.start : quote.end] == quote.text for quote in field.evidence)
    return field.value


@pytest.mark.parametrize(
    "words",
    [
        "١٢٠٠ ر.س عن اليوم الواحد",
        "كل يوم ٦٠٠ ريال",
        "لكل مشارك مقبول ٩٠٠ ريال",
        "يومين ب ٢٥٠٠ ريال",
        "٣ ساعات ٨٠٠",
        "الحصة ب ٤٥٠",
        "على كل عرض ٧٠٠ ريال",
        "٢٠٠ ريال على كل مقطع",
        "٣٠٠٠ ريال عن كامل العمل",
        "٥٠٠ ريال للفيديو الواحد",
        "نص يوم ٧٠٠ ويوم كامل ١٢٠٠",
        "الرجال ٤٠٠ والنساء ٥٠٠ ريال",
        "اليومية ٢٢٠ للكبير و١٥٠ للطفل",
    ],
)
def test_a_sum_is_told_with_what_it_is_for(words: str) -> None:
    assert pay(ARABIC.format(words)) == words


@pytest.mark.parametrize(
    "words",
    [
        "٣٠٠ ريال للساعة + غداء",
        "اليومية ٣٥٠ مع وجبتين ومواصلات",
        "السكن والطيران علينا و٣٠٠٠ ريال",
        "القهوة والحلا علينا و ٢٠٠ ريال",
        "هدية و٦٠٠ ريال",
        "١٨٠٠ + بنزين",
        "٤٠٠ وعزيمة لك ولأهلك",
        "عقد سنوي + تأمين + سكن",
        "الإقامة والتنقل على الشركة والأجر حسب الدور",
    ],
)
def test_a_sum_is_told_with_what_comes_on_top(words: str) -> None:
    assert pay(ARABIC.format(words)) == words


@pytest.mark.parametrize(
    "words",
    [
        "SAR 1,500/day",
        "700 SAR + gift box",
        "Half day = 900 SAR",
        "Per episode 1.5k",
        "1,000 riyals for a 2-hour session",
        "Half-day 800 SAR / full day 1,500 SAR",
        "1,000-1,500 SAR depending on role",
        "800sr cash same day",
        "AED 3,000 + flights and hotel",
        "SAR 2,000/day lead, SAR 900/day extras. Travel & hotel covered",
        "five hundred riyals per scene",
        "Competitive rates + accommodation",
        "Fee negotiable",
        "Negotiable rate",
        "Pay on request",
    ],
)
def test_english_pay_is_told_in_full(words: str) -> None:
    assert pay(ENGLISH.format(words + ".")) == words


@pytest.mark.parametrize(
    ("words", "sum_of"),
    [
        ("الاجر الف ريال", "الاجر الف ريال"),
        ("ألفين وخمسمية لليوم", "ألفين وخمسمية لليوم"),
        ("ثلاثة آلاف ريال للمشروع كامل", "ثلاثة آلاف ريال للمشروع كامل"),
        ("الف وخمس مية لكل واحد", "الف وخمس مية لكل واحد"),
        ("العقد من خمسين الف وفوق", "العقد من خمسين الف وفوق"),
        ("الأجور من الف الى الفين ونص", "الأجور من الف الى الفين ونص"),
        ("الأجر بين ٢٠ و٣٠ ألف حسب الخبرة", "الأجر بين ٢٠ و٣٠ ألف حسب الخبرة"),
        ("ميزانية ٥ آلاف", "ميزانية ٥ آلاف"),
    ],
)
def test_numbers_may_be_words_and_ranges(words: str, sum_of: str) -> None:
    assert pay(ARABIC.format(words)) == sum_of


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("جدة، الجمعة، ٨٠٠، خاص", "٨٠٠"),
        ("دور صغير\n٩٠٠\nخاص", "٩٠٠"),
        ("الرياض، بكرة الساعة ٤، الف وخمسمية", "الف وخمسمية"),
        ("٢٥٠ + وجبة، سجل اسمك", "٢٥٠ + وجبة"),
    ],
)
def test_a_round_figure_alone_is_pay(words: str, figure: str) -> None:
    assert pay(ARABIC.format(words)) == figure


@pytest.mark.parametrize(
    "words",
    [
        "الطول ١٧٠ والوزن ٦٥",
        "متابعين فوق ٥٠ الف",
        "مواليد ٢٠٠٠",
        "إنتاج ٢٠٢٦",
        "بلدية الخرج بالتعاون مع فرقة الوادي",
        "التسجيل مجاني",
    ],
)
def test_other_figures_and_free_entry_are_no_pay(words: str) -> None:
    assert pay(ARABIC.format(words)) is None


@pytest.mark.parametrize(
    "words",
    [
        "بدون مقابل مادي، شهادة مشاركة",
        "لا يوجد مقابل مادي، هدايا وشهادات للمشاركين",
        "العمل بدون أجر، نوفر الإعاشة والسكن",
        "مافي ميزانية بس غداكم علي",
        "العمل تطوعي",
        "الأجر بالتفاهم",
        "الأجر يتم الاتفاق عليه لاحقاً",
        "مبلغ رمزي ينقال عند المقابلة",
    ],
)
def test_no_money_and_no_figure_are_said_as_the_post_says_it(words: str) -> None:
    assert pay(ARABIC.format(words)) == words


@pytest.mark.parametrize(
    "words",
    [
        "Unpaid, but food, copy & credit",
        "3 nights stay covered, no fee, you keep the photos",
        "TFP, you get edited photos",
        "No pay but great exposure",
    ],
)
def test_what_is_given_instead_of_money_is_told(words: str) -> None:
    assert pay(ENGLISH.format(words + ".")) == words


def test_pay_ends_where_the_contact_begins() -> None:
    assert pay(ARABIC.format("بكرة الاجر ١٠٠٠ تواصل معي خاص")) == "الاجر ١٠٠٠"
    assert pay(ENGLISH.format("Fee 500 SAR dm me")) == "Fee 500 SAR"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("المكافأة: ١٢٠٠ للحفل كامل، التواصل عبر الخاص", "١٢٠٠ للحفل كامل"),
        ("الأجر: ٩٠٠ ريال للساعة - أرسل تسجيل ٣ دقائق", "٩٠٠ ريال للساعة"),
        ("الأجر: يحدد لاحقاً، آخر موعد للإرسال: ٣١ مارس", "يحدد لاحقاً"),
        ("*الأجر* : يناقش مع المختارين", "الأجر : يناقش مع المختارين"),
        ("مكافأة الممثل ٤٠٠٠ ريال ومكافأة المجاميع ١٠٠٠ ريال",) * 2,
        ("الليلة ١٣٠٠ ريال\nتأمين كامل", "الليلة ١٣٠٠ ريال / تأمين كامل"),
        ("لبس رسمي ٣٠٠ ريال", "٣٠٠ ريال"),
        ("سعر الدقيقة ٦٠ ريال", "سعر الدقيقة ٦٠ ريال"),
        ("الرياض السبت الجاي بدون مقابل مادي تواصل معي", "بدون مقابل مادي"),
        ("بكرة الظهر حي العليا ٥٠٠ لكل مشارك", "٥٠٠ لكل مشارك"),
        ("ألفين ريال\n٢٠ يوم تصوير", "ألفين ريال"),
        ("ما نقدر ندفع لكن العشا والشاهي علينا", "ما نقدر ندفع لكن العشا والشاهي علينا"),
    ],
)
def test_pay_holds_all_of_itself_and_nothing_else(words: str, told: str) -> None:
    assert pay(ARABIC.format(words)) == told


def test_followers_are_not_added_to_a_sum() -> None:
    text = ENGLISH.format("Accounts of 5k–30k followers. SAR 400 per reel.")
    assert pay(text) == "SAR 400 per reel"


@pytest.mark.parametrize(
    ("frame", "words", "told"),
    [
        (ARABIC, "بدون مقابل مادي بس الغدا علينا", "بدون مقابل مادي بس الغدا علينا"),
        (ARABIC, "الأكل علينا وما فيه دفع", "الأكل علينا وما فيه دفع"),
        (ARABIC, "كل عرض ٣٠٠", "كل عرض ٣٠٠"),
        (ARABIC, "٧٠٠ للشخص الواحد", "٧٠٠ للشخص الواحد"),
        (ARABIC, "يومين × ٤٠٠ ريال", "يومين × ٤٠٠ ريال"),
        (ARABIC, "الأجر اليومي: ٩٠٠", "الأجر اليومي: ٩٠٠"),
        (ARABIC, "SR 200/- per day + lunch", "SR 200/- per day + lunch"),
        (ENGLISH, "Meals and credit only, no pay", "Meals and credit only, no pay"),
        (ARABIC, "فيه مكافأة بسيطة", "فيه مكافأة بسيطة"),
        (ARABIC, "الميزانية ٣ آلاف شاملة البروفات", "الميزانية ٣ آلاف شاملة البروفات"),
        (ARABIC, "يوميته ٣٥٠ وغداه علينا", "يوميته ٣٥٠ وغداه علينا"),
        (ARABIC, "نعطي ٥٠٠ لكل بنت", "٥٠٠ لكل بنت"),
        (ARABIC, "عقد سنوي ١٢٠ ألف", "عقد سنوي ١٢٠ ألف"),
        (ARABIC, "٣٠٠٠ ريال تحول بعد أسبوع", "٣٠٠٠ ريال تحول بعد أسبوع"),
        (ENGLISH, "$300/day + travel", "$300/day + travel"),
        (ENGLISH, "Paying 800 for half a day", "800 for half a day"),
        (ENGLISH, "Rate: 2k buyout", "2k buyout"),
        (ENGLISH, "gift vouchers worth 300 SAR", "gift vouchers worth 300 SAR"),
        (ARABIC, "الساعة بـ ١٢٠", "الساعة ب ١٢٠"),
        (ARABIC, "نص يوم ٦٠٠ ويوم كامل ١٠٠٠", "نص يوم ٦٠٠ ويوم كامل ١٠٠٠"),
        (ARABIC, "التأمين المسترد غير مطلوب", None),
        (ARABIC, "عدد المتابعين ٥٠٠٠ فأكثر", None),
        (ARABIC, "رسوم الاشتراك لا يوجد", None),
    ],
)
def test_pay_is_said_in_many_ways(frame: str, words: str, told: str | None) -> None:
    assert pay(frame.format(words)) == told

"""What is a call and what only sounds like one, in words of many dialects."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import Intent
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 3, 4, 15, tzinfo=UTC)


def intent(text: str) -> Intent:
    return RulesExtractor().read(SourceText(text, POSTED)).intent


CALLS = [
    # Arabic in Latin letters
    "hala, ne7tag bent 20-25 l e3lan 3otoor fel dammam, 1500 riyal, wts 0551112233",
    "me7tajeen 3 shbab l mosalsal f jeddah, el ajr 800 lel yom, 0553334455",
    "nabgha 2a6fal 6-9 l film qaseer bel riyadh, kalemoni 0556667788",
    "salam, ndawwer mumathla 40+ l masra7eya f abha, 3omr 40-50, 0557778899",
    "abgha rajul kbeer l taswer e3lan f taif, 500 SR, 0551239876",
    # told to look for somebody
    "شوفوا لي رجال خمسيني لحيته بيضا لاعلان قهوة في حايل، ٢٠٠٠ ريال ٠٥٥١١١٢٢٣٣",
    "دورولي على بنت تعزف قانون لكليب وطني بالرياض، العمر ٢٠-٣٠، ٠٥٥٤٤٤٥٥٦٦",
    "جيبوا لي توأم اولاد ٧ سنوات لفيلم قصير بجدة. ابو ليان 0559998877",
    "We're still missing a grandmother, 65+, for a short film in Dammam. 900 SAR. 0551234567",
    # a role alone on its line
    "ممثلات كبيرات\nالعمر ٥٠-٦٥، لهجة جنوبية\nمسلسل في أبها\n٠٥٥٣٣٣٢٢١١",
    "Kids models\nages 5-8, any look\ncatalogue shoot, Jeddah\n800 SAR\n0554443322",
    # news that still call
    "تحديث: أدوار جديدة في مسلسل الجيران\nأم ٥٠-٥٥ سنة، سائق ٣٠-٤٠\nواتساب ٠٥٥٨٨٨٧٧٦٦",
    "Update – two new roles added for our feature: nurse (30s) and guard (50s). Apply "
    "cast@film.example",
    "تذكير: التقديم على مسرحية «النافذة» ينتهي الخميس، نحتاج ممثلين ٢٠-٣٥، ٠٥٥٦٥٤٣٢١٠",
    # paid by a channel that cheats like as well
    "مطلوب بنت لإعلان عطر بالرياض، الدفع بعد التصوير stc pay ١٥٠٠، ٠٥٥٩٨٧٦٥٤٣",
    "Need 4 extras for a music video in Jeddah tomorrow, 300 SAR paid by IBAN, 0551112233",
    # open until it is filled
    "Casting: two actresses 25-35 for a TV drama in Riyadh. cast@house.example. Open until filled.",
    "My graduation thesis film needs a boy, 10-12, Khobar, unpaid. email thesis.cast@uni.example",
    # a flat as well, and somebody to play in it
    "١) نحتاج فيلا للتصوير بالخبر\n٢) ممثل ٥٠ سنة دور جد، ١٠٠٠ ريال ٠٥٥٣٢١٤٥٦٧",
    # whom to call is crew
    "بنات ١٨-٢٥ لجلسة تصوير عبايات بجدة، ٦٠٠ ريال، كلموا المصورة ٠٥٥٧٤١٨٥٢٩",
]
CREW = [
    "نحتاج ساوند مان مع معداته لتصوير اعلان بالرياض بكرة، ١٥٠٠ ريال ٠٥٥١٢٣٤٥٦٧",
    "مطلوب كاميرا مان لفيلم قصير بجدة يومين ٠٥٥١٢٣٤٥٦٧",
    "عندنا تصوير مسلسل ونبي فوكس بولر وقافر، كلموني ٠٥٥١٢٣٤٥٦٧",
    "Need a sound guy for a TVC in Khobar on Sunday, 1200 SAR, 0551234567",
    "محتاج مساعد كاميرا ثاني لكليب في الدرعية ٨٠٠ ٠٥٥١٢٣٤٥٦٧",
]
OTHERS = [
    # other trades that cast
    "مطلوب مقاول صب خرسانة لمشروع فيلا بجدة، السعر بالمتر ٠٥٥١٢٣٤٥٦٧",
    "نبي ٦ عمال لصبة السقف بكرة الفجر، موقع الدرعية",
    "Anyone managed to screen cast to the TV in the meeting room? I need the HDMI adapter",
    "We need precast panels for the mall project in Dammam, casting starts Sunday",
    "مطلوب حداد ونجار مسلح لصب أعمدة مشروع بالقصيم ٠٥٥١٢٣٤٥٦٧",
    # things for sale
    "Selling a Canon C70 used on one feature film and a music video, 14,000 SAR, Jeddah 0551234567",
    "أبيع كاميرا سوني صورت فيها فيلمين ومسلسل، استخدام خفيف، ٩٠٠٠ ريال الرياض ٠٥٥١٢٣٤٥٦٧",
    "I'm selling my light kit, barely used, one short film only. 3,000 SAR. 0551234567",
    # lessons
    "دبلومة تمثيل ٣ أشهر في الرياض، القسط ٨٠٠ ريال، التسجيل حتى ١ أبريل ٠١١٢٢٢٣٣٣٤",
    "مخيم تمثيل للأطفال ٧-١٢ سنة بالدمام، ٥٠٠ ريال، سجلوا أطفالكم ٠١٣٢٢٢٣٣٣٤",
    "Drama camp for kids 8-14 in Jeddah, two weeks, 900 SAR, register your child 0122223334",
    "Free workshop on improv for actors, Friday, Khobar, 18+. Training only, not a casting.",
    "برنامج تدريبي للممثلين المبتدئين بأبها لمدة شهر، الرسوم ١٢٠٠ ريال، ٠٥٥١٢٣٤٥٦٧",
    # nights out
    "Film night at my place! Poll: Theeb or Wadjda? Ages 18+, Thursday, Riyadh",
    "سهرة فيلم الخميس عندي بالعليا، صوتوا: ذيب ولا وجدة؟ للبنات فقط ١٨+",
]
CLOSED = [
    "أدوار مسلسل تبوك راحت لأصحابها، شكراً لكم",
    "وزعنا الأدوار والحمدلله، اللي ما وصله رد نحتفظ ببياناته للأعمال القادمة",
    "سكرنا التقديم على إعلان جدة يا شباب",
    "All roles are cast for the Jeddah feature, thank you everybody!",
    "اكتملت الأدوار في مسرحية الدمام، موفقين",
]
ASKED = [
    "وين ألقى كاستنج للبنات بجدة؟ ابي ادخل المجال",
    "كاستنق اعلان العطور بالرياض للحين متاح؟ عمري ٢٠ ينفع ولا كبيرة؟",
    "Where can I find castings for toddlers in Khobar? My son is 3",
    "إعلان الجبيل باقي مفتوح؟ طولي ١٧٥ اقدر اقدم؟",
]
NEWS = [
    "بخصوص إعلان العلا: صار المبلغ ٤٠٠٠ واللي ارسلوا قبل لا يعيدون الإرسال",
    "بالنسبة لتصوير الغد: تغير الموقع إلى حي الملقا، نفس الموعد",
    "For those who applied: new call time is 6am, no need to resend your photos",
]
CHEATS = [
    "مطلوب بنات للتصوير في دبي، السكن علينا، ارسلي صور بالبيكيني وصورة الجواز تليجرام @agent_x",
    "نتفلكس تطلب ممثلين، ارسل رقم بطاقتك ورمز التحقق لفتح ملف الراتب ٠٥٥١٢٣٤٥٦٧",
    "Models wanted for Dubai shoots, $5000 a week, send bikini photos and card number to @agent_x",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_call_is_told_in_whatever_words(text: str) -> None:
    assert intent(text) is Intent.NEW_CALL


@pytest.mark.parametrize("text", [*CREW, *OTHERS, *CLOSED, *ASKED, *NEWS, *CHEATS])
def test_what_only_sounds_like_a_call_is_none(text: str) -> None:
    assert intent(text) is not Intent.NEW_CALL


@pytest.mark.parametrize("text", CLOSED)
def test_parts_that_are_given_away_close_a_call(text: str) -> None:
    assert intent(text) is Intent.CLOSING


@pytest.mark.parametrize("text", CHEATS)
def test_who_asks_for_cards_or_nakedness_is_suspected(text: str) -> None:
    assert intent(text) is Intent.SUSPECTED_SCAM

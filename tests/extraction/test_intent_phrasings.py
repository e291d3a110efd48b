"""The same intents in other words: Najdi, Hijazi, Egyptian, Levantine, MSA, English and mixed."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import Intent
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)

WHOEVER_HAS = (
    "الي عندها شعر طويل اسود وتعرف تمثل تكلمني، إعلان شامبو بالدمام الاثنين",
    "اللي شكله أجنبي ويتكلم عربي يراسلني خاص، مشهد بمسلسل في جدة، ٨٠٠",
    "مين عنده توأم عمرهم ٥ سنين؟ نبغاهم لإعلان حليب بجدة 0541112223",
    "لو عندك شنب كثيف وعمرك فوق الخمسين تعال لنا، تصوير فيلم بحائل، ١٥٠٠ ريال",
    "If you have a big beard and can ride a camel, text me. Ad shoot in Hail, 1500 SAR",
    "أي بنت تعرف تعزف عود تكلمنا، كليب بالرياض الأسبوع الجاي 0541112223",
)
SHEETS = (
    "العمل: فيلم روائي قصير «عتبة»\nالشخصية: خياط ستيني\nالمدينة: أبها\nالأجر: ١٢٠٠\nالتقديم: a@b.example",
    "Project: perfume film\nRole: bride, 25-30\nCity: Jeddah\nFee: 3000 SAR\nContact: a@b.example",
    "نوع العمل / إعلان تلفزيوني\nالدور: جدة حنونة\nالموقع: الأحساء\nالمقابل: ٢٠٠٠ ريال\nواتس: 0541112223",
    "اسم المسلسل: طريق القوافل\nالشخصيات: قاطع طريق، تاجر قماش\nمكان التصوير: العلا\nآخر موعد: ٥ مارس\n"
    "البريد: a@b.example",
    "TITLE: Dust\nTYPE: short film\nCHARACTERS: Noura 24, her brother 18\nWHERE: Abha\nPAY: 900/day\n"
    "EMAIL: a@b.example",
)
SHORT_NOTICES = (
    "فرص اليوم:\n• جدة – بنت ٨ سنوات – إعلان عصير – ٧٠٠ – 0541112223\n"
    "• الدمام – رجل ستيني – فيلم قصير – ١٠٠٠ – 0541112224",
    "🔸 إعلان بنك، الرياض، رجل ٤٠-٥٠، ٣٠٠٠ ريال، 0541112223\n🔸 كليب، جدة، بنات ٢٠-٢٥، ٥٠٠، 0541112224",
    "Today's board\n- TVC, Riyadh, mum 30-38, SAR 2,500, 0541112223\n"
    "- Short film, Abha, boy 10-12, unpaid, a@b.example",
    "عندنا طلبين يا حلوين\n١) طفلة ٥ سنوات لإعلان ألعاب بالخبر ٩٠٠ ريال 0541112223\n"
    "٢) شاب رياضي لإعلان نادي بالرياض ١٥٠٠ 0541112224",
    "تحديث الأحد\nمسلسل بدوي / حائل / رجال ٣٠-٥٠ / 0541112223\nدبلجة / عن بعد / صوت طفل ٨ سنوات / 0541112224",
)
PARTS_ON_OFFER = (
    "عندنا دور صغير لممرضة في فيلم قصير بجدة، يوم واحد ٦٠٠ ريال",
    "فيه دورين شباب بمسلسل، التصوير بالرياض، تواصل خاص ٨٠٠ لليوم",
    "دور ثانوي لرجل خمسيني في مسرحية بالقصيم\nالبروفات شهر\n0541112223",
    "There is a small role for an older man in our short film, Khobar, 500 SAR, a@b.example",
    "باقي لنا شخصية الجدة فقط، فيلم تخرج بمكة، a@b.example",
)
REAL_PEOPLE = (
    "نبي طباخ حقيقي يطلع بإعلان مطعم في جدة، ١٥٠٠ ريال، 0541112223",
    "مطلوب ممرضة حقيقية أو ممثلة بدور ممرضة لإعلان مستشفى بالرياض 0541112223",
    "يبالنا كاشير فعلي لتصوير إعلان سوبرماركت، ٦٠٠ ريال 0541112223",
    "Real barista wanted for a coffee brand reel in Riyadh, 600 SAR, DM @roast.ex",
    "نحتاج مهندسات حقيقيات لفيلم عن شركة مقاولات، الدمام، a@b.example",
)
CLIENTS = (
    "مطلوب رجل أربعيني لإعلان عقارات بالرياض، ٣٠٠٠ ريال، 0541112223",
    "بنت ٢٠-٢٥ إعلان دورات تدريبية أونلاين، جدة، ١٢٠٠، 0541112223",
    "ممثلة لإعلان سيارات تويوتا بجدة، العمر ٢٥-٣٠، 0541112223",
    "شاب رياضي لتصوير إعلان بطولة كرة قدم، الدمام، ٩٠٠ ريال 0541112223",
    "Couple 30-40 for a real estate commercial, Riyadh, SAR 4,000, a@b.example",
)
RHETORICAL = (
    "هل تحب التمثيل؟ فرقة المرسى تفتح باب الانضمام لعرضها الجديد بجدة، الأعمار ١٨-٣٠، سجل a@b.example قبل ٥ مارس",
    "عندك صوت إذاعي؟ نحتاج معلق لوثائقي، ٢٠٠٠ ريال، العينات على a@b.example",
    "Can you cry on cue? We're casting a lead for a short film, 25-30, Abha, 800 SAR, a@b.example",
    "تعرف تركب خيل؟ مسلسل تاريخي بالعلا محتاجك، ٧٠٠ لليوم، 0541112223",
    "Are you 60+ with a great smile? Dental ad, Jeddah, SAR 2,000, a@b.example",
)
MIXED = (
    "hey guys نحتاج ٢ models بنات for جلسة تصوير عبايات in Jeddah, 800 SAR, dm @abaya.ex",
    "Urgent!! نبي voice over نسائي saudi accent لإعلان app، 500 ريال، a@b.example",
    "casting بكره الساعة ٥ for مسلسل قصير، شباب 20-28، الرياض، 0541112223",
    "mtlob banat w shabab le e3lan fe riyadh, 3omr 18-25, 400 riyal, 0541112223",
    "يبيلنا couple حقيقي for a travel reel بالعلا، hotel + 1500، dm @travel.ex",
)
JOINING_A_WORK = (
    "فرقة نغم تضم عازفين جدد لحفلات الصيف بالطائف، ٦٠٠ للحفلة، 0541112223",
    "مسرحية «السور» تفتح الباب لـ ١٢ ممثل وممثلة من أهل القطيف، a@b.example قبل ٣ مارس",
    "انضم إلى طاقم تمثيل مسلسل «نوافذ»: رجال ٣٠-٤٥، جدة، a@b.example",
    "Join the cast of our new musical! Singers 18-35, Riyadh, a@b.example",
    "كورال الساحل يستقبل أصوات رجالية جديدة لحفل مارس بالخبر، الأعمار ٢٠-٤٠، a@b.example",
)


@pytest.mark.parametrize(
    "text",
    [
        *WHOEVER_HAS, *SHEETS, *SHORT_NOTICES, *PARTS_ON_OFFER, *REAL_PEOPLE, *CLIENTS, *RHETORICAL,
        *MIXED, *JOINING_A_WORK,
    ],
)  # fmt: skip
def test_a_call_is_seen_whatever_its_form(text: str) -> None:
    assert RulesExtractor().read(SourceText(text, POSTED)).intent is Intent.NEW_CALL


FOR_ONESELF = (
    "ادور على شغل كومبارس في جدة، متفرغ وعندي سيارة 0541112223",
    "حاب أشارك في أي مسلسل، عمري ٢٢ من الرياض 0541112223",
    "Looking for acting work in Jeddah, 27, experienced extra, 0541112223",
    "انا وصديقتي نبي ندخل مجال الإعلانات، وين نسجل؟ 0541112223",
    "نفسي امثل لو دور صغير، عندي خبرة مسرح مدرسي، جدة 0541112223",
    "عايز اشتغل كومبارس في الرياض لسه واصل 0541112223",
)
TRADES = (
    "مكتب كاستنج بخبرة ١٢ سنة، عندنا آلاف الوجوه، حياكم شركات الإنتاج a@b.example",
    "Casting agency with 4,000 faces on file, we serve production houses across KSA, a@b.example",
    "مدربة لهجات خبرة ٦ سنوات في المسلسلات، متاحة للتعاون مع المخرجين 0541112223",
    "منسق مجاميع جاهز لأي عمل، أوفر لك كومبارس بأي عدد 0541112223",
    "Voice artist here! home studio, quick turnaround, rates start at 300 SAR, a@b.example",
)
THINGS = (
    "نبحث عن مزرعة فيها خيول لتصوير مسلسل بالقصيم، ٤٠٠٠ لليوم، 0541112223",
    "محتاجين سيارة قديمة موديل السبعينات لفيلم قصير بجدة، 0541112223",
    "Need a rooftop in Jeddah for a music video, 3 hours, budget 2,000 SAR, 0541112223",
    "بيت تراثي بعسير مناسب لتصوير الأفلام، الإيجار باليوم ١٨٠٠، 0541112223",
    "جيب لاندكروزر ٨٠ جاهز للتصوير، السعر باليوم ٧٠٠، الدمام 0541112223",
    "Studio with green screen available to shoot, 250 SAR/hour, Riyadh, 0541112223",
)
WARNINGS = (
    "انتبهوا من رقم يدعي أنه مخرج ويطلب صور من البنات وفلوس مقابل كاستنج وهمي",
    "احذروا شركة تطلب ٣٠٠ ريال فتح ملف للممثلين، نصابين",
    "Scam alert: a fake casting director is asking girls for money and photos, block him",
    "تحذير: حساب منتحل باسم شركتنا ينشر إعلانات كاستنج ويطلب مبالغ، بلغوا عنه",
)
OPINIONS = (
    "برأيي الكاستنج في جدة أحسن من الرياض والوجوه الجديدة تاخذ فرصة أكثر",
    "ليش كل المسلسلات نفس الممثلين؟ مليت والله",
    "Honestly the acting in that series was weak, the lead actress deserved better writing",
    "وش رايكم في مسلسل البارح؟ الممثل الرئيسي مبدع",
    "بصراحة الأجور صارت ضعيفة، ٢٠٠ للكومبارس باليوم ما تسوى",
)
NEWS = (
    "خبر: توقيع اتفاقية لتصوير مسلسل ضخم في نيوم بمشاركة ٣٠٠ كومبارس، بحسب بيان الهيئة",
    "هيئة الأفلام: تصوير ٥ أفلام عالمية بالعلا العام القادم وتوظيف ممثلين سعوديين، وفق المتحدث",
    "The film commission announced that two features will shoot in AlUla and hire 500 local extras",
    "فيلم «سراب» يبدأ تصويره في جدة بعد أن وقع بطلاه عقديهما أمس",
)
CLUBS_AND_HELPERS = (
    "نادي المسرح بالجامعة يستقبل أعضاء جدد من كل التخصصات، التسجيل عبر البوابة",
    "مجتمع صناع الأفلام بالشرقية يفتح باب العضوية، سجل https://club.example",
    "نحتاج متبرعين بالدم لوالدة زميلنا الممثل، مستشفى الملك فهد، 0541112223",
    "نبغى متطوعين يساعدوننا في تنظيم الجمهور بعرض الأفلام، شهادة وغداء، 0541112223",
    "Volunteers needed to help run our film screening: ticketing and seating. Sign up https://v.example",
)


@pytest.mark.parametrize(
    "text",
    [
        *FOR_ONESELF, *TRADES, *THINGS, *WARNINGS, *OPINIONS, *NEWS, *CLUBS_AND_HELPERS,
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_call_is_none(text: str) -> None:
    assert RulesExtractor().read(SourceText(text, POSTED)).intent is not Intent.NEW_CALL

"""Whole messages of many voices: the place, the pay, the day and the contact of each."""

from datetime import datetime, timedelta, timezone

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 4, 6, 13, tzinfo=timezone(timedelta(hours=3)))  # a Monday, 18 Shawwal 1447
FIELDS = (
    FieldName.LOCATION, FieldName.COMPENSATION, FieldName.DEADLINE, FieldName.CONTACT_INFO,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "pay", "day", "contact"),
    [
        (
            "مرحبا، معاكم لولوة من إنتاج مسلسل «حبر» نحتاج بنت ١٣-١٥ تعرف تعزف بيانو. "
            "نصور بالخبر من ٢٠ أبريل. ٢٠٠٠ ريال لليوم. واتس 0501112233 آخر يوم الخميس",
            "الخبر",
            "٢٠٠٠ ريال لليوم",
            "2026-04-09",
            "+966501112233",
        ),
        (
            "🎬 فيلم قصير | جدة 🎬\n"
            "نبحث عن:\n"
            "▪ رجل ٥٠-٦٠ دور أب صارم\n"
            "▪ بنت ٢٠-٢٥ دور ابنته\n"
            "\n"
            "التصوير ٣ أيام نهاية أبريل\n"
            "أجور رمزية\n"
            "أرسل صورك وفيديو تعريفي إلى: film.jed@mail.example\n"
            "ينتهي الاستقبال ١٢ أبريل",
            "جدة",
            "أجور رمزية",
            "2026-04-12",
            "film.jed@mail.example",
        ),
        (
            "Extras call for Thursday!! 30 ppl, all ages, smart casual, Diriyah, call "
            "time 3pm, 250 SAR cash same day. Text name+photo to +966 50 222 3344 "
            "before Wed noon",
            "Diriyah",
            "250 SAR cash same day",
            "2026-04-08",
            "+966502223344",
        ),
        (
            "السلام عليكم اخواني\n"
            "عندنا تصوير اعلان لشركة اتصالات يوم السبت في القدية\n"
            "نبي ٦ عيال اعمارهم ٩ الى ١٢\n"
            "٧٥٠ للواحد\n"
            "اللي مهتم يرسل صورة الولد وطوله ع الرقم ٠٥٣٣٣٤٤٥٥٥\n"
            "اخر شي بكرا الظهر",
            "القدية",
            "٧٥٠ للواحد",
            "2026-04-07",
            "+966533344555",
        ),
        (
            "كاستنج مقدمات بودكاست 🎧\n"
            "المدينة: الدمام\n"
            "الشروط: خبرة سنة، صوت واضح، لهجة بيضاء\n"
            "الراتب: ٥٠٠٠ شهري\n"
            "للتقديم: @pod.dmm\n"
            "آخر موعد: ٢٠ شوال",
            "الدمام",
            "٥٠٠٠ شهري",
            "2026-04-08",
            "@pod.dmm",
        ),
        (
            "ودنا بثلاث بنات يمثلون صديقات في ريلز لمطعم بالظهران بكره العصر، كل وحدة "
            "٤٠٠ + العشا، كلمي ريم 0560001122",
            "الظهران",
            "كل وحدة ٤٠٠ + العشا",
            None,
            "+966560001122",
        ),
        (
            'NOW CASTING — Feature Film "Dune Road"\n'
            "Lead: Saudi male, 28–35, rides motorcycles\n"
            "Supporting: Saudi female, 45–55\n"
            "Location: AlUla & Tabuk\n"
            "Shoot: June 2026 (25 days)\n"
            "Pay: SAR 40,000 lead / SAR 15,000 supporting\n"
            "Self tapes: casting@duneroad.example\n"
            "Deadline: Sunday 19 April",
            "AlUla & Tabuk",
            "SAR 40,000 lead / SAR 15,000 supporting",
            "2026-04-19",
            "casting@duneroad.example",
        ),
        (
            "تعلن جمعية الثقافة والفنون بالباحة عن رغبتها في ترشيح عدد من الممثلين "
            "للمشاركة في أوبريت (نبض السراة)، على من يجد في نفسه الكفاءة إرسال سيرته "
            "إلى baha.arts@mail.example في موعد أقصاه يوم الأربعاء ١٥/٤/٢٠٢٦م، علما "
            "بأن المكافأة ٣٥٠٠ ريال",
            "الباحة",
            "المكافأة ٣٥٠٠ ريال",
            "2026-04-15",
            "baha.arts@mail.example",
        ),
        (
            "Voice talent needed: Najdi male, 30s, authoritative. 8 radio spots. "
            "Record remotely. 250 SAR per spot. Demo to vo@radiohub.example by EOD 10 "
            "April",
            "remotely",
            "250 SAR per spot",
            "2026-04-10",
            "vo@radiohub.example",
        ),
        (
            "casting casting 🔥 بنت عشرينية شعر كيرلي for tvc، shooting in Riyadh on "
            "12/4، budget 2500، send pics + measurements to 0544332211 قبل يوم الاربعاء",
            "Riyadh",
            "budget 2500",
            "2026-04-08",
            "+966544332211",
        ),
        (
            "محتاج اثنين شباب يعرفون باركور لاعلان مشروب، نجران، ١٥٠٠ لكل واحد "
            "والتذاكر علينا، ارسلوا فيديو لكم 0500009988 التقديم يوقف بعد يومين",
            "نجران",
            "١٥٠٠ لكل واحد والتذاكر علينا",
            "2026-04-08",
            "+966500009988",
        ),
        (
            "برنامج «وجه أول» يفتح أبوابه لاكتشاف المواهب التمثيلية من أبناء المنطقة "
            "الشمالية. المقابلات في عرعر ١٦ و ١٧ أبريل. آخر مهلة للتسجيل قبل المقابلات "
            "بيوم. سجل: https://first.example",
            "عرعر",
            None,
            "2026-04-15",
            "https://first.example",
        ),
        (
            "يا صناع المحتوى 📱 حملة تطبيق سفر، ٣ دقائق سيلفي من أي مدينة، ٣٥٠ ريال "
            "للفيديو، أرسلوا نموذج على collab@trip.example خلال ٤٨ ساعة",
            None,
            "٣٥٠ ريال للفيديو",
            "2026-04-08",
            "collab@trip.example",
        ),
        (
            "اخواني المخرج محتاج كاركتر قصير القامة لمسلسل فنتازيا، نصور باستوديوهات "
            "الحصن، يوم ٢٥/٤ فقط، ٣ آلاف، تواصلوا مع فهد 0501010101",
            "استوديوهات الحصن",
            "٣ آلاف",
            None,
            "+966501010101",
        ),
        (
            "Hello lovely people! We're a student crew from Effat University shooting "
            "our capstone (drama, 12 mins) in Jeddah Al Balad 24-26 April. Need: "
            "mother figure 45+, fluent Hijazi. Unpaid but meals + transport. Insta: "
            "@capstone.ex. Please reply before the 15th",
            "Jeddah Al Balad",
            "Unpaid but meals + transport",
            "2026-04-15",
            "@capstone.ex",
        ),
        (
            "ترحب مؤسسة ضياء بمشاركة الأطفال (٧-١١ سنة) في تصوير سلسلة أناشيد، مقر "
            "التسجيل: المدينة المنورة - حي العزيزية، بدل مواصلات ٢٠٠ ريال، آخر يوم "
            "لاستقبال الطلبات الأحد القادم، جوال 0505050505",
            "المدينة المنورة - حي العزيزية",
            "بدل مواصلات ٢٠٠ ريال",
            "2026-04-12",
            "+966505050505",
        ),
        (
            "عندي كليب وطني محتاج ٣ رجال بلباس عسكري طولهم فوق ١٨٠ في حفر الباطن يوم "
            "الجمعة الجاية ٦٠٠ ريال لكل واحد للتواصل واتساب فقط 0551212121",
            "حفر الباطن",
            "٦٠٠ ريال لكل واحد",
            None,
            "+966551212121",
        ),
        (
            "🟣 مشروع: إعلان رمضاني لبنك\n"
            "🟣 الدور: جدة حجازية ٦٥+\n"
            "🟣 التصوير: ١٨ أبريل - جدة التاريخية\n"
            "🟣 الأجر: ٤٥٠٠\n"
            "🟣 إرسال: صور + فيديو ٣٠ ثانية\n"
            "🟣 إيميل: grandma@castco.example\n"
            "🟣 الإغلاق: ١٠ أبريل ٦م",
            "جدة التاريخية",
            "٤٥٠٠",
            "2026-04-10",
            "grandma@castco.example",
        ),
        (
            "Need someone who looks like a 1970s Saudi teacher for a museum film, "
            "Riyadh. One morning. SR 900. Call Abu Nasser 0567676767 — must confirm by "
            "tonight",
            "Riyadh",
            "SR 900",
            "2026-04-06",
            "+966567676767",
        ),
        (
            "مين من أهل تبوك عنده هجن ويبي يطلع معنا بوثائقي؟ نعطيه ١٠٠٠ باليوم "
            "والوقود علينا. كلم ابو سعود ٠٥٤٦٧٨٩٠١٢",
            "تبوك",
            "١٠٠٠ باليوم والوقود علينا",
            None,
            "+966546789012",
        ),
        (
            "يا جماعة الخير صديقتي تشتغل بشركة انتاج وطلبوا ناس كبار بالسن حقين قبل "
            "يحكون قصص عن الحج زمان، تصوير في مكة، يعطونهم مكافأة ٥٠٠، اللي عنده جد أو "
            "جدة يكلمني ٠٥٣١٣١٣١٣١",
            "مكة",
            "مكافأة ٥٠٠",
            None,
            "+966531313131",
        ),
        (
            "وكالة «ظل» | طلب رقم ٣٣\n"
            "فئة: رجال ٢٨-٣٥ بعضلات\n"
            "العمل: إعلان نادي\n"
            "الموقع: الرياض، حي الملقا\n"
            "التاريخ: ١٣ أبريل\n"
            "المبلغ: ١٨٠٠ صافي\n"
            "التسجيل: ٨ أبريل آخر موعد\n"
            "رابط: https://dhil.example/33",
            "الرياض، حي الملقا",
            "١٨٠٠ صافي",
            "2026-04-08",
            "https://dhil.example/33",
        ),
        (
            "Background artists x 60 / period feature / NEOM / 20 Apr–30 May / "
            "accommodation + flights + 350 SAR a day / men 20-60, beards preferred / "
            "apply.neomfilm.example / applications shut 14 Apr",
            "NEOM",
            "accommodation + flights + 350 SAR a day",
            "2026-04-14",
            "apply.neomfilm.example",
        ),
        (
            "ابغى طفل يكون خفيف دم ويعرف يحفظ، عمره ٧-٩، لبرنامج يوتيوب للأطفال نصوره "
            "أسبوعيا بجدة حي النعيم، مبلغ شهري ٣٠٠٠، الام تراسلني ٠٥٠٩٠٩٠٩٠٩ قبل نهاية "
            "الأسبوع",
            "جدة حي النعيم",
            "مبلغ شهري ٣٠٠٠",
            "2026-04-11",
            "+966509090909",
        ),
        (
            "Seeking: plus-size models (female, 20-40) | Brand: modest activewear | "
            "City: Riyadh | Day: 16 April | Rate: 1,200 SAR + 2 outfits | Email "
            "casting@activewear.example | Closing 9 April",
            "Riyadh",
            "1,200 SAR + 2 outfits",
            "2026-04-09",
            "casting@activewear.example",
        ),
        (
            "بسم الله.. مسلسل «أم القصور» الجزء الثاني يحتاج أطفال أشقاء (ولد وبنت) "
            "يتشابهون ٥-٨ سنوات، التصوير في الدرعية طوال مايو، الأجر بعد المقابلة، "
            "سجلوا https://om.example لين ٢٠/٤",
            "الدرعية",
            "الأجر بعد المقابلة",
            "2026-04-20",
            "https://om.example",
        ),
        (
            "ندور ناس تضحك من قلب 😂 لإعلان راديو، تسجيل بأبها، ٢٥٠ للدقيقة، جيبوا "
            "ضحكتكم على تيليجرام t.me/laugh_ex، نوقف الاستقبال الخميس",
            "أبها",
            "٢٥٠ للدقيقة",
            "2026-04-09",
            "t.me/laugh_ex",
        ),
        (
            "Hand model wanted (F, neat nails, no tattoos). Skincare stills, half day, "
            "Khobar, 15 April. SAR 1,000 incl. usage. Pics of both hands to "
            "hands@stills.example asap",
            "Khobar",
            "SAR 1,000 incl. usage",
            None,
            "hands@stills.example",
        ),
        (
            "مسا الخير، بنت خالتي تنتج فيلم روائي وتبي شب خليجي ٢٥-٣٢ يتكلم فرنسي، "
            "التصوير في جدة وباريس، العقد ٤٥ ألف، ارسلوا الشوريل على "
            "fr.film@cast.example قبل يوم ٢٠",
            "جدة وباريس",
            "العقد ٤٥ ألف",
            "2026-04-20",
            "fr.film@cast.example",
        ),
        (
            "🔊 كاستنج صوتي\n"
            "مسلسل إذاعي تاريخي\n"
            "- فارس: صوت شاب قوي\n"
            "- أم فارس: صوت ستيني دافئ\n"
            "التسجيل: استديو الصدى بالخبر\n"
            "المقابل: ٢٥٠ عن كل حلقة\n"
            "عينة صوت واتساب 0590001111\n"
            "⏳ ١٣ أبريل",
            "الخبر",
            "٢٥٠ عن كل حلقة",
            "2026-04-13",
            "+966590001111",
        ),
        (
            "Guys we need 5 skaters for a sneakers reel @ Jeddah Yacht Club, Sat 11 "
            "Apr 5pm. 500 each. DM me your clips before Thursday night @reelhaus.ex",
            "Jeddah Yacht Club",
            "500 each",
            "2026-04-09",
            "@reelhaus.ex",
        ),
        (
            "ندعو الموهوبين من طلبة المرحلة المتوسطة للمشاركة في مسلسل توعوي تنتجه "
            "إدارة التعليم بحائل، دون مقابل مع شهادة شكر، التسجيل لدى الأستاذ فهد "
            "0535353535 حتى الأربعاء",
            "حائل",
            "دون مقابل مع شهادة شكر",
            "2026-04-08",
            "+966535353535",
        ),
        (
            "محتاجه ممثله تشبهني كثير عشان دور تؤامي بفيلم قصير، طولي ١٦٠ بيضا شعري "
            "بني، نصور بالرياض بعد اسبوعين، نتفق على السعر، سناب noor_film_ex",
            "الرياض",
            "نتفق على السعر",
            None,
            "noor_film_ex",
        ),
        (
            "Kids wanted (7-10) | Arabic cartoon songs | Studio in Al Khobar | 300 SAR "
            "per song | mums please WhatsApp a 20 sec singing clip: 0566667777 | by Sun",
            "Al Khobar",
            "300 SAR per song",
            "2026-04-12",
            "+966566667777",
        ),
        (
            "مطلوووب ضروووري ٣ بنات و ٣ شباب تصوير مطعم جديد بالطايف بكرا ٨ الصبح كل "
            "واحد ٣٠٠ وفطور كلموني ٠٥٥٨٨٨٩٩٩٩",
            "الطايف",
            "كل واحد ٣٠٠ وفطور",
            None,
            "+966558889999",
        ),
        (
            "فريق طلابي بجامعة القصيم ينفذ فيلم تخرج «أثر» ويحتاج رجلا خمسينيا لدور "
            "الجد، الأكل والمواصلات علينا فقط، بريدة ١٦-١٨ أبريل، "
            "athar.grad@uni.example آخر موعد ١١ أبريل",
            "بريدة",
            "الأكل والمواصلات علينا فقط",
            "2026-04-11",
            "athar.grad@uni.example",
        ),
        (
            "#كاستنج_تبوك\n"
            "إعلان فندق عالمي\n"
            "كابل أجنبي + كابل سعودي ٣٠-٤٠\n"
            "يومين تصوير\n"
            "٣٥٠٠ لكل كابل + إقامة\n"
            "تواصل: ghada.cast@mail.example\n"
            "باب القبول مفتوح لغاية ١٧ أبريل",
            "تبوك",
            "٣٥٠٠ لكل كابل + إقامة",
            "2026-04-17",
            "ghada.cast@mail.example",
        ),
        (
            "طفل رضيع لإعلان حليب، ٣-٥ شهور، بحضور الأم، نصف يوم، الدمام، ١٢٠٠، رجاء "
            "صور حديثة بدون فلتر على 0577788899، ننتظركم لين الأربعاء الساعة ٣",
            "الدمام",
            "١٢٠٠",
            "2026-04-08",
            "+966577788899",
        ),
        (
            "Casting director here 👋 seeking 2 Egyptian-accent male comedians, 40+, "
            "for a Ramadan tvc in Riyadh, 10k each, self tapes to "
            "cd.hani@cast.example, cut off tomorrow 8pm",
            "Riyadh",
            "10k each",
            "2026-04-07",
            "cd.hani@cast.example",
        ),
        (
            "بيت الفنون ينظم أمسية أداء حركي ويبحث عن راقصين معاصرين هواة، بدون "
            "مكافأة، التدريب بمقرنا في أبها حي الموظفين، التسجيل بالرابط "
            "https://dance.example خلال هذا الأسبوع",
            "أبها حي الموظفين",
            "بدون مكافأة",
            "2026-04-11",
            "https://dance.example",
        ),
    ],
)
def test_a_message_is_read_whole(
    text: str, place: str | None, pay: str | None, day: str | None, contact: str | None
) -> None:
    calls = RulesExtractor().read(SourceText(text, POSTED)).calls
    assert len(calls) == 1
    read = [calls[0].fields.get(name) for name in FIELDS]
    assert [field.value if field else None for field in read] == [place, pay, day, contact]

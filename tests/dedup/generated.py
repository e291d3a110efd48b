"""Writes casting calls by the thousand, and what happens to them on their way: reposts of the
same call, and new calls poured into an old form. Who wrote a text knows what it says, so a
judgement about two texts can be marked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

ROLES = {
    "ar": [
        *("ممثلين", "ممثلات", "ممثلين وممثلات", "شباب سعوديين", "بنات سعوديات", "أطفال", "توأم"),
        *("كبار سن", "كومبارس", "راقصين", "معلقين صوتيين", "موديلز محجبات", "رجال ملتحين"),
        *("ام وبنتها", "أصوات أطفال", "خيالة", "عازف عود", "ممثل بديل", "شاب رياضي"),
    ],
    "en": [
        *("actors", "actresses", "kids aged 6-9", "extras", "hijabi models", "voice over artists"),
        *("a Saudi couple", "male models", "elderly men", "dancers", "a stunt driver", "twins"),
    ],
}
PROJECTS = {
    "ar": [
        *("إعلان عطور", "إعلان سيارات", "إعلان بنك", "إعلان مطعم", "مسلسل درامي", "مسلسل بدوي"),
        *("فيلم قصير", "فيلم روائي طويل", "فيديو كليب", "برنامج مسابقات", "حملة توعوية"),
        *("إعلان عيادة أسنان", "مسلسل كرتون", "بودكاست درامي", "حفل افتتاح", "فيلم وثائقي"),
    ],
    "en": [
        *("a bank commercial", "a car TVC", "a feature film", "a short film", "a music video"),
        *("a telecom campaign", "a drama series", "a documentary", "a perfume ad", "a game show"),
    ],
}
PLACES = {
    "ar": [
        *("الرياض", "جدة", "الدمام", "الخبر", "مكة", "المدينة المنورة", "أبها", "تبوك", "العلا"),
        *("حائل", "الطائف", "نيوم", "الدرعية", "ينبع", "دبي", "الدوحة", "الكويت", "المنامة"),
    ],
    "en": ["Riyadh", "Jeddah", "Dammam", "Khobar", "AlUla", "NEOM", "Dubai", "Abu Dhabi", "Doha"],
}
MONTHS = {
    "ar": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
NAMES = {
    "ar": [
        "سعد",
        "فهد",
        "نورة",
        "لمى",
        "عبدالله",
        "ريم",
        "خالد",
        "سارة",
        "تركي",
        "هند",
        "ماجد",
        "عهود",
    ],
    "en": ["Priya", "Sam", "Maria", "Omar", "Layla", "Jack", "Dina", "Nasser"],
}
COMPANIES = {
    "ar": [
        f"{head} {name}"
        for head in ("شركة", "مؤسسة", "استديو")
        for name in ("رمال", "المرفأ", "نخيل", "أفق", "عدسة", "لقطة", "ثريا", "صدى", "غيمة")
    ],
    "en": [f"{name} {tail}" for name in ("Dune", "Palm", "Oryx") for tail in ("Films", "Casting")],
}
TRAITS = {
    "ar": [
        *("الخبرة ليست شرط", "يجيد اللهجة النجدية", "بشرة سمراء", "شعر طويل", "ملامح خليجية"),
        *("متفرغ طوال أيام التصوير", "يجيد السباحة", "رخصة قيادة سارية", "فصحى سليمة"),
        *("الطول ١٧٠ وأعلى", "ابتسامة جميلة", "بدون لحية", "لياقة عالية", "يقبل قص الشعر"),
    ],
    "en": [
        *("no experience needed", "must speak fluent Arabic", "athletic build", "valid licence"),
        *("available on all dates", "comfortable with horses", "height 170+", "no tattoos"),
    ],
}
CLOSERS = {
    "ar": [
        *("", "", "", "ارسلوا الاسم والعمر وصور حديثة", "الرجاء عدم الاتصال واتساب فقط"),
        *("بالتوفيق للجميع", "العدد محدود", "الأولوية لمن يسجل مبكرا", "انشر تؤجر"),
    ],
    "en": ["", "", "send name, age and two recent photos", "no calls please", "limited places"],
}
FORMS: dict[str, list[list[str]]] = {
    "ar": [
        [
            "🎬 كاستنج كاستنج 🎬",
            "مطلوب {role} لـ{project}",
            "📍 الموقع: {place}",
            "📅 التصوير: {day}",
            "👥 العمر: من {young} إلى {old}",
            "{trait}",
            "💰 الأجر: {pay} ريال",
            "{closer}",
            "للتواصل واتساب: {contact}",
        ],
        [
            "{company} تعلن عن حاجتها إلى {role} للمشاركة في {project} بمدينة {place}",
            "الشروط:",
            "- العمر {young}-{old}",
            "- {trait}",
            "التصوير يوم {day}",
            "{closer}",
            "آخر موعد للتقديم {deadline}",
            "للتقديم: {contact}",
        ],
        [
            "نبحث عن {role} في {place} لتصوير {project}، {trait}، الأجر {pay} ريال لليوم،"
            " التصوير {day}. للتواصل مع {name} {contact}",
        ],
        [
            "ابي {role} لتصوير {project} {place} {day} {pay} ريال. كلم {name} {contact}",
        ],
        [
            "السلام عليكم ورحمة الله",
            "محتاجين {role} ({young}-{old})",
            "العمل: {project}",
            "المكان: {place}",
            "اليوم: {day}",
            "المبلغ: {pay}",
            "{trait}",
            "{closer}",
            "تواصل مع {name}: {contact}",
        ],
        [
            "📢 فرصة تمثيل مع {company}",
            "نبحث عن {role}",
            "العمل: {project}",
            "{trait}",
            "الأعمار من {young} الى {old} سنة",
            "موقع التصوير {place}",
            "يبدأ التصوير {day} والتقديم حتى {deadline}",
            "الأجر {pay} ريال شامل المواصلات",
            "{contact}",
        ],
    ],
    "en": [
        [
            "CASTING CALL 🎬",
            "Looking for {role} for {project}",
            "Location: {place}",
            "Shoot: {day}",
            "Age: {young}-{old}",
            "{trait}",
            "Rate: SAR {pay} per day",
            "{closer}",
            "WhatsApp {contact}",
        ],
        [
            "{company} needs {role} in {place} for {project}, shooting {day}. {trait}."
            " SAR {pay}. Apply before {deadline}: {contact}",
        ],
        [
            "Now casting: {role}",
            "Project: {project} ({company})",
            "Where: {place}",
            "When: {day}",
            "Ages {young} to {old}, {trait}",
            "Pay {pay} SAR",
            "{closer}",
            "Contact {name} on {contact}",
        ],
    ],
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What one call says. Two different calls differ in at least one of these."""

    language: str
    form: int
    role: str
    project: str
    place: str
    day: date
    deadline: date
    young: int
    old: int
    pay: int
    contact: str
    company: str
    name: str
    trait: str
    closer: str


def facts(dice: random.Random) -> Facts:
    """A new call about something."""
    language = dice.choices(("ar", "en"), (4, 1))[0]
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(360))
    young = dice.randrange(5, 50)
    return Facts(
        language=language,
        form=dice.randrange(len(FORMS[language])),
        role=dice.choice(ROLES[language]),
        project=dice.choice(PROJECTS[language]),
        place=dice.choice(PLACES[language]),
        day=day,
        deadline=day - timedelta(days=dice.randrange(2, 9)),
        young=young,
        old=young + dice.randrange(4, 20),
        pay=dice.randrange(3, 80) * 50,
        contact=phone(dice),
        company=dice.choice(COMPANIES[language]),
        name=dice.choice(NAMES[language]),
        trait=dice.choice(TRAITS[language]),
        closer=dice.choice(CLOSERS[language]),
    )


def phone(dice: random.Random) -> str:
    return f"05{dice.randrange(10**7, 10**8)}"


def written(call: Facts) -> list[str]:
    """The call as its caster posts it, line by line."""
    months = MONTHS[call.language]
    values = {name: getattr(call, name) for name in call.__slots__}
    values["day"] = f"{call.day.day} {months[call.day.month - 1]}"
    values["deadline"] = f"{call.deadline.day}/{call.deadline.month}"
    lines = [line.format(**values) for line in FORMS[call.language][call.form]]
    return [line for line in lines if line]


# ---- the same call again ---------------------------------------------------------------


def _new_emoji(lines: list[str], dice: random.Random) -> list[str]:
    mark = dice.choice("🔥⭐🎥📣💥🙏🇸🇦")
    return [
        f"{mark} {line.lstrip('🎬📍📅👥💰📢 ')}" if dice.random() < 0.7 else line for line in lines
    ]


def _forwarded(lines: list[str], dice: random.Random) -> list[str]:
    return [dice.choice(("منقول", "Forwarded", "محول من قروب ثاني", "وصلني هذا الاعلان")), *lines]


def _urgent(lines: list[str], dice: random.Random) -> list[str]:
    return [f"{dice.choice(('عاجل', 'عاااجل جدا ‼️', 'URGENT', 'مستعجل'))} {lines[0]}", *lines[1:]]


def _line_gone(lines: list[str], dice: random.Random) -> list[str]:
    plain = [i for i, line in enumerate(lines) if not any(c.isdigit() for c in line)]
    loose = [i for i in plain if i and not any(":" in lines[i] or w in lines[i] for w in KEPT)]
    gone = dice.choice(loose) if loose and len(lines) > 4 else None
    return [line for i, line in enumerate(lines) if i != gone]


KEPT = tuple(
    word for names in (*ROLES.values(), *PROJECTS.values(), *PLACES.values()) for word in names
)


def _typo(lines: list[str], dice: random.Random) -> list[str]:
    """Two letters swapped, or one lost, inside one long word."""
    spots = [
        (i, word)
        for i, line in enumerate(lines)
        for word in line.split()
        if word.isalpha() and len(word) >= 6
    ]
    if not spots:
        return lines
    row, word = dice.choice(spots)
    at = dice.randrange(1, len(word) - 3)
    wrong = dice.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
    return [line.replace(word, wrong, 1) if i == row else line for i, line in enumerate(lines)]


def _typing(lines: list[str], dice: random.Random) -> list[str]:
    """Other digits, direction marks, spacing, stretched letters: nothing a reader sees."""
    eastern = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    changes: tuple[Callable[[str], str], ...] = (
        lambda line: line.translate(eastern),
        lambda line: f"\u200f{line}\u200f",
        lambda line: line.replace(" ", "  "),
        lambda line: line.replace("ست", "سـت").replace("لا", "لاَ"),
        lambda line: line.replace("ة ", "ه ").replace("أ", "ا"),
    )
    change = dice.choice(changes)
    return [change(line) for line in lines]


def _tail(lines: list[str], dice: random.Random) -> list[str]:
    return [
        *lines,
        dice.choice(("#كاستنج #ممثلين", "بالتوفيق 🌹", "تابعونا للمزيد من الفرص", "Good luck")),
    ]


EDITS = (_new_emoji, _forwarded, _urgent, _line_gone, _typo, _typing, _tail)


def reposted(call: Facts, dice: random.Random) -> list[str]:
    """The same call after one to three small edits, or from an agent with another phone."""
    if dice.random() < 0.1:
        call = replace(call, contact=phone(dice))
    lines = written(call)
    for edit in dice.sample(EDITS, dice.choice((1, 1, 2, 3))):
        lines = edit(lines, dice)
    return lines


# ---- another call in the same form -----------------------------------------------------


def _other(values: list[str], old: str, dice: random.Random) -> str:
    return dice.choice([value for value in values if value != old])


def sibling(call: Facts, dice: random.Random) -> Facts:
    """A new call that differs from `call` in as little as a caster's next one does."""
    later = timedelta(days=dice.randrange(1, 60))
    language = call.language
    shown = FORMS[language][call.form]
    changed: dict[str, Callable[[], Facts]] = {
        "{day}": lambda: replace(call, day=call.day + later, deadline=call.deadline + later),
        "{place}": lambda: replace(call, place=_other(PLACES[language], call.place, dice)),
        "{role}": lambda: replace(call, role=_other(ROLES[language], call.role, dice)),
        "{project}": lambda: replace(call, project=_other(PROJECTS[language], call.project, dice)),
        "{young}": lambda: replace(call, young=call.young + 9, old=call.old + 11),
        "{pay}": lambda: replace(call, pay=call.pay + 250, contact=phone(dice)),
    }
    usable = [slot for slot in changed if any(slot in line for line in shown)]
    return changed[dice.choice(usable)]()


@dataclass(frozen=True, slots=True)
class Post:
    """One message: its text, what it says, and which call that is (`truth`)."""

    text: str
    facts: Facts
    truth: int


def posts(count: int, seed: int, duplicates: float = 0.37) -> Iterator[Post]:
    """A stream of messages: `duplicates` of them repeat an earlier call, three in ten of
    the others are new calls in an earlier one's form."""
    dice = random.Random(seed)
    known: list[Facts] = []
    taken: set[str] = set()
    while count:
        if known and dice.random() < duplicates:
            truth = dice.randrange(len(known))
            yield Post("\n".join(reposted(known[truth], dice)), known[truth], truth)
            count -= 1
            continue
        old = dice.choice(known) if known and dice.random() < 0.3 else None
        new = sibling(old, dice) if old else facts(dice)
        said = "\n".join(written(replace(new, contact="")))
        if said in taken:  # two siblings may meet: that is one call, not two
            continue
        taken.add(said)
        known.append(new)
        yield Post("\n".join(written(new)), new, len(known) - 1)
        count -= 1

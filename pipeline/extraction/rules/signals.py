"""Words that tell what a message is about, weighed: a course, a sale, news, a fee, a closing."""

import re
from collections.abc import Container, Iterator

from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.phrases import NAME
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.sought import REAL
from pipeline.extraction.rules.standing import takes_people_on

MILD = -1.5
OPENING, OPENING_REACH = 1.5, 25
"""What a message begins with is what it is about."""
BY_THE_WAY = frozenset(
    {
        "property",
        "homonym",
        "news",
        "research",
        "rules",
        "sports",
        "course",
        "job_ad",
        "self_promotion",
        "club",
        "warning",
        "opinion",
        "helpers",
    }
)
"""What a call may well mention while it wants performers for something made."""
ABOUT = frozenset({"course", "news", "property", "offer", "service", "warning", "camp"})
CLIENTS = frozenset({"property", "homonym", "job_ad", "sports", "course", "service", "research"})
STORE = frozenset(["قاعده بيانات"])
CLIENT_REACH, REAL_REACH = 14, 16
SUBJECT_REACH = 16
"""A director who seeks an actor is the one who asks."""
CLIENT_GAP = re.compile(r" (?:(?:ل|لل|حق |عن )?(?:شركه |شركات |مكتب |مركز |محل |تطبيق )?)?(?:ال)?")
NO_FEE_REACH = 14
NONE_TOLD = re.compile(
    r" ?:? ?(?:لا يوجد|لا توجد|ما في|مافي|ما فيه|مافيه|مجان\w*|none|not required|غير مطلوب)"
)
NO_FEE = re.compile(
    r"(?<!\w)(?:لا|ولا|بدون|بلا|ما في|مافي|ما فيه|مافيه|لا توجد|لا يوجد|no|without)"
    r" (?:(?:اي|any) )?$"
)


CHANNEL = re.compile(
    r"stc pay|الايبان|iban|فودافون كاش|vodafone cash|zelle|cash ?app|western union"
)
PAID_REACH = 30
PAID_BY = re.compile(
    r"(?<!\w)(?:ال)?(?:دفع|[تين]دفع\w*|[تين]حول\w*|تحويل|[ت]ستلم\w*|اجر|اجور|paid|pay|payment)"
    r"(?: [^\s.]+){0,3} $"
)
NOWHERE = re.compile(r"(?!)")
ELSEWHERE = {
    "crew": re.compile(
        r"(?<!\w)(?:رقم|جوال|كلم\w*|راسل\w*|تواصل\w* مع|اتصل\w* ب|للتواصل مع|مع|call|contact|text)"
        r" (?:ال|لل)?$"
    ),
    "homonym": re.compile(r"(?<!\w)(?:ل|ال|لل|علي )?(?:منصه|قناه) $"),
    "closing": re.compile(r"(?<!\w)(?:until|till|لين|حتي|لحين|الي ان) (?:it'?s |they'?re |all )?$"),
}
"""What stands in front of words that then mean something else: the photographer one is to call,
a platform called "watch", "open until filled"."""
IN_ADDRESS = re.compile(r"[.@_][a-z\d]")


def weigh(reading: Reading, *, sought: bool) -> dict[str, float]:
    """The weight of each group of signals; a second word of a group adds half. What a call may
    well mention by the way weighs little when it is said once."""
    groups: dict[str, list[Hit]] = {}
    for hit in _telling(reading):
        groups.setdefault(hit.key, []).append(hit)
    weights = gazetteer("intent")
    start = reading.lines[0].start if reading.lines else 0
    found = {}
    for name, hits in groups.items():
        distinct = len({hit.start for hit in hits})
        weight = float(weights[name]["weight"]) * (1 + 0.5 * min(distinct - 1, 3))
        opens = name in ABOUT and hits[0].outer - start <= OPENING_REACH
        mild = sought and name in BY_THE_WAY and distinct == 1 and not opens
        found[name] = max(weight, MILD) if mild else weight * (OPENING if opens else 1)
    return found


def _telling(reading: Reading) -> Iterator[Hit]:
    """The signals that mean what they say: no names of works, no clients, no fee denied."""
    named = [match.span() for match in NAME.finditer(reading.text)]
    takes = takes_people_on(reading)
    works = reading.of(Tag.PRODUCTION)
    starts, ends = {work.outer for work in works}, {work.end for work in works}
    for hit in reading.of(Tag.SIGNAL):
        if any(begin <= hit.start < end for begin, end in named):
            continue
        if hit.key == "scam" and (_is_denied(reading.text, hit) or _pays_out(reading.text, hit)):
            continue
        if ELSEWHERE.get(hit.key, NOWHERE).search(reading.text, max(0, hit.outer - 12), hit.outer):
            continue
        if hit.key == "research" and _is_film(reading, hit):
            continue
        if hit.key == "offer" and reading.text[hit.start : hit.end] in STORE and takes:
            continue
        if hit.key in CLIENTS and _is_client(reading, hit, starts, ends):
            continue
        if hit.key == "crew" and reading.has(Tag.WANTED, hit.end, hit.end + SUBJECT_REACH):
            continue
        if hit.key == "job_ad" and _is_real(reading, hit):
            continue
        yield hit


def _pays_out(text: str, hit: Hit) -> bool:
    """Whether a way of paying is named because performers are paid by it."""
    channel = CHANNEL.fullmatch(text, hit.start, hit.end)
    reach = max(0, hit.outer - PAID_REACH)
    return channel is not None and PAID_BY.search(text, reach, hit.outer) is not None


def _is_film(reading: Reading, hit: Hit) -> bool:
    """Whether it is a thesis film, or the address of one."""
    return IN_ADDRESS.match(reading.text, hit.end) is not None or any(
        work.start == hit.start and work.end > hit.end
        for work in reading.of(Tag.PRODUCTION, hit.start, hit.end + SUBJECT_REACH)
    )


def _is_denied(text: str, hit: Hit) -> bool:
    """Whether a fee is named only to say that there is none."""
    before = NO_FEE.search(text, max(0, hit.outer - NO_FEE_REACH), hit.outer)
    return before is not None or NONE_TOLD.match(text, hit.end) is not None


def _is_client(reading: Reading, hit: Hit, starts: Container[int], ends: Container[int]) -> bool:
    """Whether the word only says for whom something is made: "an ad for a real estate firm"."""
    if hit.end + 1 in starts and reading.text[hit.start] < "\u0600":
        return True
    return any(
        end in ends and CLIENT_GAP.fullmatch(reading.text, end, hit.start)
        for end in range(max(0, hit.start - CLIENT_REACH), hit.start)
    )


def _is_real(reading: Reading, hit: Hit) -> bool:
    """Whether a real nurse is wanted, and not somebody to work as one."""
    around = reading.text[max(0, hit.outer - REAL_REACH) : hit.end + REAL_REACH]
    return REAL.search(around) is not None

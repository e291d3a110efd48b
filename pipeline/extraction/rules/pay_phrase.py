"""How far the words about pay reach around a figure: what it is for, and what comes on top."""

import re
from collections.abc import Sequence

from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.money import Amount
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

MOST_WORDS, MOST_BEFORE = 4, 7
MOST_CLAUSES = 3
LONGEST_CLAUSE = 200
LONGEST_EXTRA, LONGEST_GIFT = 7, 11
"""In words: a clause longer than this is about something else, whatever it mentions."""

SEPARATOR = re.compile(
    r"[\n|•؛;]|[.!؟?](?=\s|$|[^\w\s])|[،,](?!\d)| [-\u2013\u2014] "
    r"|[\U0001f300-\U0001faff\u2600-\u27bf]"
    r"|(?<=\D) / (?!\d)"
)
UNIT = (
    r"(?:يوم\w*|ايام|ليله|ليالي|حفل\w*|كابل|زوج|فرقه|ساع(?:ه|ات|تين)|حلقه|حلقات|مشهد\w*|مشاهد|دور|ادوار|شخص\w*|فرد"
    r"|نفر|وا?حد(?:ه|ين)?"
    r"|جلس[هات]+|عرض|عروض|فيديو\w*|مقطع|مقاطع|اعلان\w*|مشروع|عمل|فيلم|موسم|اسبوع\w*|شهر\w*|شهور|سنه"
    r"|عقد|بروف[هات]+"
    r"|تصوير\w*|قطعه|قطع|حصه|حصص|قصه|باكج|باقه|كبير\w*|صغير\w*|لقطه|صوره|صور|منشور|بوست|ريلز?"
    r"|ستوري|دقيقه|دقايق|دقايق|ثانيه|ثواني"
    r"|مشارك\w*|طفل\w*|اطفال"
    r"|عايله|عيله|اسره|ممثل\w*|موديل\w*|راقص\w*|عازف\w*|بنت|بنات|ولد|شاب|رجال|توام|سبوت|نص|صفحه"
    r"|كلمه|كبار|صغار"
    r"|ثلاثين|زوجين|اثنين|اتنين|ثنتين|جميع|كل|نهار|مصور|متحدث|كومبارس|رييسي\w*|ثانوي\w*|بطوله)"
)
EN_UNIT = (
    r"(?:days?|half[ -]?days?|full[ -]?days?|hours?|hrs?|episodes?|eps?|videos?|reels?|posts?"
    r"|stor(?:y|ies)"
    r"|sessions?|roles?|scenes?|persons?|people|heads?|each|child|kids?|shows?|performances?"
    r"|rehearsals?|weeks?"
    r"|months?|projects?|shoots?|spots?|pieces?|outfits?|photos?|minutes?|looks?|family|package"
    r"|couple"
    r"|pair|leads?"
    r"|extras?|adults?|supporting|night|nights|weekend|fittings?|overtime|season|song|track|word"
    r"|page|usage|buyout"
    r"|lines?)"
)
OF_ONE = (
    r"(?: (?:ال)?(?:واحد\w*|وحده|كامل\w*|يوميا|مسجله|مسجل"
    r"|مصور\w*|مقبول\w*|تصوير|رييسي\w*|ثانوي\w*))*"
)
RIGHT_WORD = re.compile(
    rf"\s?(?:[/+&]\s?)?(?:"
    rf"لكل (?!{UNIT})[^\W\d]+(?!\w)|"
    rf"(?:و)?(?:لل|ل|بال|ب|ال)?{UNIT}{OF_ONE}(?!\w)"
    rf"|(?:و)?(?:عن|علي|لكل|كل|في|ب|ضمن|طول)(?: (?:كل|كامل))?(?: \d+)? (?:ال|لل"
    rf"|ل)?{UNIT}{OF_ONE}(?!\w)"
    rf"|كامل(?: (?:ال)?\w+)?(?!\w)|شامل\w*(?: \d+)?(?: (?:ال)?\w+)?(?!\w)|باكج(?:ات)?(?!\w)"
    rf"|باكيج(?!\w)"
    r"|(?:كاش|نقدا?|صافي|مقطوع\w*|يومي[اه]?|شهري[اه]?|اسبوعي[اه]?|تقريبا|فقط|بس|مبديي\w*"
    r"|كحد ادني|كحد اقصي)(?!\w)"
    r"|و?(?:علي |ب)?حسب (?:ال)?\w+(?: و?ال\w+)?|قابل\w* للتفاوض|بعد (?:ال)?(?:عرض|عروض|تصوير"
    r"|خصم)(?!\w)"
    r"|لل(?!تواصل|حجز|تقديم|تسجيل|استفسار|مهتم|جاد|ارسال|مشاركه|راغب)\w{2,}|و?(?:فوق|اكثر)(?!\w)"
    r"|و?(?:معها|معه|معاها|معاه|فوقها|عليها) \w+(?: \w+)?|per \d+ ?[a-z]+(?!\w)|باليد(?!\w)"
    r"|و?[تي](?:زيد|صل|رتفع)\w*(?: \w+){1,3}"
    r"|for \d+ (?:years?|months?|weeks?|days?"
    r"|hours?|photos?|videos?)(?!\w)|لمده \d+ \w+|\d+ (?:ايام|يوم|ساعات"
    r"|ساعه|hours?|hrs?|days?)(?!\w)"
    rf"|(?:per|each) [a-z]+(?!\w)|/-(?: (?:per|each|a) [a-z]+)?|[×x*] ?\d+ \w+"
    rf"|(?:[يت](?:صرف|دفع|سلم|حول)\w*)(?: \w+){{1,3}}|للي [يت]\w+(?: \w+){{0,2}}"
    rf"|(?:per|a|an|each|every)(?: (?:finished|recorded|shooting|published|full"
    rf"|half))? {EN_UNIT}(?!\w)"
    rf"|for (?:[\w]+[ -]){{0,3}}?(?:{EN_UNIT}|run)(?: (?:day"
    rf"|roles?))?(?!\w)"
    rf"|(?:full|half)[ -]day(?!\w)|{EN_UNIT}(?!\w)"
    r"|(?:flat|monthly|weekly|daily|nightly|yearly|cash|net|gross|total"
    r"|all[ -]in|all inclusive|plus|buyout|negotiable"
    r"|depending on \w+|based on \w+|by role"
    r"|upfront|same day|\d+ ?yrs?(?: \w+){0,2}|\d+ years?|including vat|incl\.? vat|or best)(?!\w)"
    r"|\((?![^)]*(?:\d{7}|@))[^()\n]{1,40}\)"
    r"|\+ ?[^\s،,.|\n+]+(?: (?:و|and |& )\w+)?"
    r"|و(?:ال)?(?:سكن|اكل|وجب\w+|مواصلات|نقل|طيران|اعاشه|اقامه|هدي[هتا]+|ضيافه"
    r"|تامين)(?: (?:علينا|من \w+))?(?!\w)"
    r")"
)
LEFT_STRONG = re.compile(
    rf"(?:(?:و)?(?:لكل|كل|per|each|مكافاه|هديه|سعر|قيمه|gift|free|half|full|بدل|رمزي\w*|العمل"
    rf"|المشاركه|تطوع\w*|symbolic"
    rf"|اجر\w*"
    rf"|اجور\w*)"
    rf"|عقد|عقود|سنوي|شهري|اسبوعي|(?:لل|ل|بال|ب|ال|و|وال)?{UNIT}|{EN_UNIT}|مقبول|shooting)"
)
LEFT_WEAK = re.compile(
    r"(?:ب|و|=|:|-|\u2013|/|\+|قدره\w?|بقيمه|قيمته\w?|بواقع|بحدود|حدود|حوالي|تقريبا|قرابه"
    r"|مبلغ|من|بين|الي|علي|في|عن"
    r"|[\d.,٫]+|is|are|of|around|about|approx|approximately|up|to|max|from|for|a|an|the|paid"
    r"|day|ونص|واحد"
    r"|ساعتين|يومين|علينا|الشركه|له|لها|لهم|عليه|عليها)"
)
EXTRAS_LEAD = re.compile(
    r"(?:^|\s)(?P<lead>(?:(?:ال)?\w+ )?و?(?:ال)?\w+ (?:علينا|علي الشركه|علي حسابنا"
    r"|مجان\w*|ببلاش) ?(?:و(?:فوقها |معها )?|\+) ?)$"
    r"|(?:gets?|receives?) (?P<lead2>(?:an? )?\w+ (?:and|\+|&) )$"
)
EARLIER = re.compile(
    r"(?:^|\s)(?P<lead>(?:(?:ال|لل)?[^\W\d]+ )?\d{3,5} ?(?:و|/|,|and )(?: ?(?:ال|لل)?[^\W\d]+)? ?)$"
)
"""A figure in front whose currency is only said behind the next one."""
NOT_PAY = re.compile(
    r"(?<!\w)(?:اللي|والي|يلي|الي يبي|يرجي|الرجا|please|pls|dm|if|اذا|لو|and send|send|contact"
    r"|call|كلم\w*"
    r"|ارسل\w*|ابعت\w*|راسل\w*|اتصل\w*|تواصل\w*|دق(?!اي|يق)\w*|حياك\w*|مطلوب|نحتاج|رقم\w*|واتس\w*|who"
    r"|must|whatsapp|خاص"
    r"|ع الخاص|علي الخاص|الخاص)(?!\w)|@|https?:|\d{7}"
)
GIVEN = re.compile(
    r"(?<!\w)(?:علينا|علي الشركه|نوفر\w*|يوفر\w*|توفير|موم?ن\w*|متوفر\w*|مجان\w+|provided"
    r"|covered|included|taken care"
    r"|on us|you (?:keep|get|receive)|خبره|تجربه|portfolio|photos|صور|نسخه|هدايا|هديه|شهاد\w+|بس"
    r"|but|plus|مع|سكن|وجبات)(?!\w)"
)
FOREIGN = (
    Tag.ROLE, Tag.PLACE, Tag.WANTED, Tag.HEAD, Tag.CALL, Tag.WEEKDAY, Tag.AWAY, Tag.MONTH,
Tag.SEX, Tag.MARK,
)  # fmt: skip


def clause_at(reading: Reading, start: int, end: int, scope: Span) -> Span:
    """The clause around a range: as far as the sign that ends it on either side."""
    line = reading.line_at(start)
    begin = max(line.start, scope.start, start - LONGEST_CLAUSE)
    stop = min(line.end, scope.end, end + LONGEST_CLAUSE)
    for separator in SEPARATOR.finditer(reading.text, begin, start):
        begin = separator.end()
    following = SEPARATOR.search(reading.text, end, stop)
    return Span(begin, following.start() if following else stop)


def widened(reading: Reading, amounts: Sequence[Amount], core: Span, scope: Span) -> Span:
    """`core` with the words on both sides that say what the pay is for or adds to it."""
    clause = clause_at(reading, core.start, core.end, scope)
    start = _leftwards(reading, clause.start, core.start)
    end = _rightwards(reading, amounts, core.end, clause.end)
    if not reading.text[end : clause.end].strip(" )*_"):
        end = further_clauses(reading, amounts, clause.end, scope)
    return reading.trim(start, max(end, core.end))


def _leftwards(reading: Reading, begin: int, start: int) -> int:
    """Back over "for every accepted one", "half a day =", "meals are on us and"."""
    text = reading.text
    head = text[begin:start]
    if lead := EXTRAS_LEAD.search(head):
        return begin + lead.start("lead" if lead["lead"] else "lead2")
    if earlier := EARLIER.search(head):
        return begin + earlier.start("lead")
    if times := TIMES_BEFORE.search(text, begin, start):
        return times.start()
    if PRICED_AT.search(head) and _is_work(reading, begin, start):
        return begin + len(head) - len(head.lstrip())
    extras = reading.of(Tag.PAY_EXTRA, begin, start)
    if extras and len(text[extras[0].outer : start].split()) <= MOST_WORDS:
        return extras[0].outer
    kept = start
    for word in reversed(list(re.finditer(r"\S+", head))):
        bare = word.group().strip("():،,")
        if not bare:
            continue
        if LEFT_STRONG.fullmatch(bare):
            kept = begin + word.start()
        elif not LEFT_WEAK.fullmatch(bare):
            break
    if lead := ON_EACH.search(text, begin, kept):
        return lead.start()
    if kept < start and (number := COUNT_BEFORE.search(text, begin, kept)):
        daily = DAYS.match(text, kept, start) and DAILY.search(text, start, start + NEAR_DAILY)
        return start if daily or HEADS.match(text, kept, start) else number.start()
    return kept


TIMES_BEFORE = re.compile(r"(?<!\w)(?:\d{1,2} )?(?!\d)\w+ ?[×x*] ?$")
""" "Three days × 250"."""
ON_EACH = re.compile(r"(?<!\w)(?:علي|عن|في|مقابل) $")
NOT_WORK = (Tag.ROLE, Tag.PERSON, Tag.SEX, Tag.PLACE, Tag.WANTED, Tag.HEAD, Tag.CALL)
PRICED_AT = re.compile(r"(?<!\w)ب ?-?ـ? ?$")
WORK_DONE = re.compile(
    r"(?<!\w)(?:و|ال|كل |لكل )?(?:\d{1,3} )?(?:ساع|دقيق|دقايق|يوم|ايام|ليل|حلق|مشهد|مشاهد|بروف"
    r"|عرض|عروض|جلس|صور|لقط|قطع|فيديو|مقطع|مقاطع|جمل|تسجيل|شغل|عباي|فستان|فساتين|لبس|اطلال)\w*"
)


def _is_work(reading: Reading, begin: int, start: int) -> bool:
    """Whether the words in front of "for so much" say what is done for it, and no more."""
    words = reading.text[begin:start].split()
    return (
        0 < len(words) <= MOST_BEFORE
        and WORK_DONE.search(reading.text, begin, start) is not None
        and not is_contact(reading.text[begin:start])
        and not any(reading.has(tag, begin, start) for tag in NOT_WORK)
    )


HEADS = re.compile(
    r"(?:شاب|شباب|بنت|بنات|ولد|اولاد|رجال|طفل|اطفال|شخص|اشخاص|كومبارس|ممثل|موديل)\w{0,2} "
)
"""So many heads are wanted; the pay is what stands behind them."""
DAYS = re.compile(r"(?:يوم|ايام|ليالي) ")
DAILY = re.compile(r"يومي|(?:ب|ل|في )ال?يوم|لليوم|per day|/ ?day")
NEAR_DAILY = 32
"""Days in front of pay by the day are how long the work takes."""
COUNT_BEFORE = re.compile(r"(?<![\d.,])\d{1,3} $")


def _rightwards(reading: Reading, amounts: Sequence[Amount], end: int, stop: int) -> int:
    """On over units, things on top and further figures; all of a short rest about nothing else."""
    text = reading.text
    while end < stop:
        reached = _one_more(reading, amounts, end, stop)
        if reached <= end:
            break
        end = reached
    rest = text[end:stop]
    if OTHER_VERB.match(rest) and not reading.has(Tag.PAY_EXTRA, end, stop):
        return end
    most = 4 if rest.lstrip().startswith(("و", "مع ", "plus ", "and ")) else 2
    if PLUS_NEAR.search(text, max(0, end - 15), end):
        most = 4
    if rest.strip() and len(rest.split()) <= most and not is_foreign(reading, end, stop):
        return stop
    return end


OTHER_VERB = re.compile(r" ?و(?:ت\w{3,}|ن\w{4,}|ال\w+ (?:معنا|راحه|عليكم))(?!\w)")
""" "And you will be done by four": no pay, though it is joined to it."""
PLUS_NEAR = re.compile(r"(?:\+|plus) ?\w+$")


def _one_more(reading: Reading, amounts: Sequence[Amount], end: int, stop: int) -> int:
    text = reading.text
    joined = JOINT.match(text, end, stop)
    position = joined.end() if joined else end
    reached = end
    for amount in amounts:
        shared = amount.certain or amount.end - amount.start > 2
        if shared and amount.end <= stop and SHARE.fullmatch(text, end, amount.start):
            reached = max(reached, amount.end)
    bare = position - 2 if text.startswith("ال", position - 2) else position
    for place in (position, bare, end):
        for amount in amounts:
            if 0 <= amount.start - place <= 1 and amount.end <= stop and _is_more(amount, joined):
                reached = max(reached, amount.end)
        for tag in (Tag.PAY_EXTRA, Tag.PER, Tag.UNPAID, Tag.VAGUE_PAY, Tag.CURRENCY):
            for hit in reading.of(tag, place, stop):
                if hit.outer - place <= 1:
                    reached = max(reached, hit.end)
    if (word := RIGHT_WORD.match(text, end, stop)) and not is_contact(word.group()):
        reached = max(reached, word.end())
    extra = any(hit.end == reached for hit in reading.of(Tag.PAY_EXTRA, end, reached))
    after = PROVIDED.match(text, reached, stop) if reached > end else None
    if after and (extra or not FROM.match(text, reached)):
        reached = after.end()
    return reached


SHARE = re.compile(r" ?(?:و|and |/ ?)(?:ال|لل)?[^\W\d]+(?: (?:ال|لل)?[^\W\d]+)? ?")
""" "... and the extras' share is", between two figures of one sentence."""
MORE_SIGNS = ("/", "-", "\u2013", "و", "and", "&")


def _is_more(amount: Amount, joined: re.Match[str] | None) -> bool:
    return amount.certain or (joined is not None and joined.group().strip() in MORE_SIGNS)


JOINT = re.compile(
    r" ?(?:\+|&|/|و?(?:فيه|فيها|معه|معها|عليه|عليها) |مع|و|بالاضافه الي|شامل|شامله|يشمل"
    r"|plus|and|with|including|incl\.?)? ?"
    r"(?:all |free |full |an? |كل |توفير |يوجد |متوفر |ال)?"
)
PROVIDED = re.compile(
    r" (?:provided|included|مجانا|مجانيه|علينا|متوفره|متوفر|موفر|موفره|مومن|مومنه|covered|paid"
    r"|available)(?!\w)"
    r"(?: for [a-z-]+(?: [a-z-]+){0,2})?"
    r"|(?<=تذكره) (?:من|الي) (?:ال)?\w+(?!\w)|(?<=طيران) (?:من|الي) (?:ال)?\w+(?!\w)"
    r"| from the [a-z]+(?!\w)"
)


FROM = re.compile(r" (?:من|from) ")


def is_contact(words: str) -> bool:
    return NOT_PAY.search(words) is not None


A_PART = re.compile(r"(?:دور|ادوار)$|^roles?$")


def is_foreign(reading: Reading, start: int, end: int) -> bool:
    """Whether the words speak of people, places, days or how to apply."""
    if is_contact(reading.text[start:end]):
        return True
    others = [hit for tag in FOREIGN for hit in reading.of(tag, start, end)]
    others += [hit for hit in reading.of(Tag.LABEL, start, end) if hit.key != "compensation"]
    return any(not A_PART.search(reading.text, hit.outer, hit.end) for hit in others)


def further_clauses(
    reading: Reading, amounts: Sequence[Amount], end: int, scope: Span, *, lavish: bool = False
) -> int:
    """The end of the clauses behind that still speak of pay, one right after another."""
    line = reading.line_at(max(end - 1, 0))
    stop = min(line.end, scope.end)
    reached = end
    for _ in range(MOST_CLAUSES):
        separator = SEPARATOR.match(reading.text, end)
        if separator is None or "\n" in separator.group() or separator.end() >= stop:
            break
        following = SEPARATOR.search(reading.text, separator.end() + 1, stop)
        last = following.start() if following else stop
        more = _adds(reading, amounts, separator.end(), last, lavish=lavish)
        if more:
            reached = more
        elif not (lavish and len(reading.text[separator.end() : last].split()) <= 2):
            break
        end = last
    return reached


ON_YOU = re.compile(
    r"(?<!\w)(?:علي?كم|عليك|علي حسابكم?|on you|your own|not included|not covered)(?!\w)"
)


def _adds(
    reading: Reading, amounts: Sequence[Amount], start: int, end: int, *, lavish: bool
) -> int:
    """Where the pay of a clause that follows ends; 0 when it is about something else."""
    text = reading.text
    words = text[start:end].split()
    most = LONGEST_GIFT if lavish else LONGEST_EXTRA
    if not words or len(words) > most or is_contact(text[start:end]):
        return 0
    if ON_YOU.search(text, start, end):
        return 0
    priced = next((a for a in amounts if a.certain and start <= a.start < end), None)
    if priced:
        lead = text[start : priced.start].split()
        return _rightwards(reading, amounts, priced.end, end) if len(lead) <= 2 else 0
    if reading.has(Tag.UNPAID, start, end):
        return end
    if lavish and GIVEN.search(text, start, end):
        return end
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    extras = reading.of(Tag.PAY_EXTRA, start, end)
    if extras and (extras[0].outer - first <= 10 or GIVEN.search(text, start, end)):
        if any(reading.has(tag, start, end) for tag in FOREIGN):
            return _rightwards(reading, amounts, extras[0].end, end)
        return end
    return 0

"""What is paid: an amount, a promise without a figure, or nothing."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.money import Amount
from pipeline.extraction.rules.pay_figures import (
    BARE,
    LABELLED,
    MOST_AMOUNTS,
    PRICED,
    PROMISED,
    UNPAID,
    Offer,
    bare,
    by_role,
    figure_of,
    is_money,
    is_round,
    listed,
    lone,
)
from pipeline.extraction.rules.pay_phrase import (
    GIVEN,
    clause_at,
    further_clauses,
    is_contact,
    is_foreign,
    widened,
)
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Evidence, Span

MOST_FIGURES = 60
FEE_BEFORE = re.compile(
    r"(?<!\w)(?:ال)?(?:رسوم|رسم|تذكره|تذاكر|جايزه|جوايز|fees? of|registration fee|ticket|entry"
    r"|deposit|prize)(?!\w)"
    r"\W{0,3}(?:\w+\W){0,3}$"
)
STOP = re.compile(r"[.!؟?](?= |$)|[|•؛;]| - (?=\D)")
CLAUSE_STOP = re.compile(rf"{STOP.pattern}|[،,](?=\s)")
SELF_EVIDENT = re.compile(
    r"(?<!\w)(?:(?:يوجد |فيه |هناك |مع )?(?:مدفوع\w*(?: الاجر)?|باجر|بدل (?:مواصلات|نقل|تنقل)"
    r"|بمقابل(?: مادي| مالي)?|مقابل مادي|مقابل مالي|هديه (?:رمزيه|قيمه|عينيه|بسيطه)"
    r"|هدايا (?:قيمه|عينيه"
    r"|رمزيه)|مكافاه \w+|اجر مجزي|اجور مجزيه)"
    r"|(?:competitive|good|great|generous|attractive|decent|fair|standard|industry)"
    r" (?:pay|rates?|fees?|salary|compensation)|(?:negotiable|flexible) (?:pay|rates?|fees?|budget)"
    r"|(?:ال)?مصاريف\w*(?: \w+)? علينا|هديه لكل \w+|هدايا لكل \w+|نسبه من (?:ال)?\w+"
    r"|جز من (?:ال)?(?:دخل|ارباح|ايراد\w*|تذاكر)"
    r"|(?:في|فيه|يوجد|هناك) (?:اجر|مكافاه|مقابل)(?! مادي)"
    r"(?: [^\s،,.]+){0,2}"
    r"|(?:ال)?(?:اكل|وجبات|مواصلات|سكن|اعاشه|تنقل)(?: و(?:ال)?\w+)? علينا(?: فقط| بس)?"
    r"|نتفق علي (?:ال)?\w+|نتفاهم علي (?:ال)?\w+|الاتفاق علي (?:ال)?(?:سعر|اجر|مبلغ)"
    r"|paid(?: role| gig| opportunity| work| job| position)?|stipend|honorarium|scale|sag scale"
    r"|equity minimum|non-?union rates?)(?!\w)"
)
NOT_PAID_FOR = re.compile(r"\b(?:paid (?:for|by|holiday|study|ads?|media)|get paid)\b")
SHORT_LEAD, SHORT_TAIL, NEAR = 22, 45, 60


def find_compensation(
    reading: Reading, amounts: Sequence[Amount], labels: Sequence[Labelled], scope: Span
) -> FieldValue | None:
    """The pay named within `scope`, quoted."""
    offers = list(_offers(reading, _within(amounts, scope), labels, scope))
    if not offers:
        return None
    best = max(offers, key=lambda offer: (offer.strength, -offer.spans[0].start))
    spans = _with_line_below(reading, best.spans, scope)
    quotes = [quote for span in spans if (quote := reading.quote(span.start, span.end))]
    return _value(quotes) if quotes else None


def _plain(words: str) -> str:
    """Without the asterisks that make a label bold."""
    return clean(words.replace("*", ""))


def _with_line_below(reading: Reading, spans: tuple[Span, ...], scope: Span) -> tuple[Span, ...]:
    """With the line below when it names nothing but what comes on top: "insurance included"."""
    end = spans[-1].end
    if reading.text[end : reading.line_at(end).end].strip(" .،,)!"):
        return spans
    below = next(reading.lines_from(end + 1), None)
    if below is None or below.end > scope.end or is_foreign(reading, below.start, below.end):
        return spans
    words = reading.text[below.start : below.end].split()
    extras = reading.of(Tag.PAY_EXTRA, below.start, below.end)
    if not extras or len(words) > MOST_LEFT or extras[0].outer > below.start + 2:
        return spans
    return (*spans, reading.trim(below.start, below.end))


def _value(quotes: list[Evidence]) -> FieldValue:
    return FieldValue(" / ".join(_plain(quote.text) for quote in quotes), tuple(quotes))


def _within(amounts: Sequence[Amount], scope: Span) -> list[Amount]:
    return [a for a in amounts if a.start >= scope.start and a.end <= scope.end][:MOST_FIGURES]


def _offers(
    reading: Reading, amounts: list[Amount], labels: Sequence[Labelled], scope: Span
) -> Iterator[Offer]:
    yield from _labelled(reading, amounts, labels, scope)
    yield from _called_pay(reading, amounts, scope)
    yield from _priced(reading, amounts, scope)
    yield from _unpaid(reading, amounts, scope)
    yield from _promised(reading, amounts, scope)
    yield from listed(reading, amounts)
    yield from by_role(reading, scope)
    yield from lone(reading, amounts, scope)
    yield from bare(reading, amounts, scope)


def _labelled(
    reading: Reading, amounts: list[Amount], labels: Sequence[Labelled], scope: Span
) -> Iterator[Offer]:
    """ "Pay: ..." is pay whatever it says; a money bag needs an amount or a word of pay."""
    for label in labels:
        if label.field != "compensation" or not scope.start <= label.start < scope.end:
            continue
        block = label.value
        if block.end <= block.start or block.end > scope.end:
            continue
        speaks = _speaks_of_pay(reading, amounts, block)
        if not speaks and block.start > reading.line_at(label.start).end:
            continue
        if label.plain or speaks:
            end = _value_end(reading, amounts, block)
            told = PER_UNIT.search(reading.text, label.start, block.start)
            bare = end - block.start <= SHORT_LEAD and label.plain and told is not None
            begin = label.start if bare else block.start
            yield Offer((reading.trim(begin, end),), LABELLED if speaks else LABELLED - 3)


PER_UNIT = re.compile(r"يومي|(?<!\w)(?:ال)?(?:يوم|حلقه|ساعه|عرض)(?!\w)|\bday|\bdaily|hourly|weekly")
"""What a label says of a figure that stands alone behind it: "daily pay: 900"."""


def _speaks_of_pay(reading: Reading, amounts: list[Amount], span: Span) -> bool:
    if any(span.start <= amount.start < span.end for amount in amounts):
        return True
    kinds = (Tag.UNPAID, Tag.VAGUE_PAY, Tag.CURRENCY, Tag.AMOUNT_WORD)
    return any(reading.has(tag, span.start, span.end) for tag in kinds)


def _value_end(reading: Reading, amounts: list[Amount], span: Span) -> int:
    """Stop after the sentence, or after the last comma behind which nothing is about pay."""
    text = reading.text
    end = span.end
    likely = [a for a in amounts if a.certain or is_round(figure_of(reading, a))]
    for stop in CLAUSE_STOP.finditer(text, span.start, span.end):
        if stop.start() > span.start and (
            _turns_to_other(reading, stop.end())
            or PAID_LATER.match(reading.text, stop.end(), span.end)
            or not (
                _speaks_of_pay(reading, likely, Span(stop.end(), span.end))
                or reading.has(Tag.PAY_EXTRA, stop.end(), span.end)
            )
        ):
            end = stop.start()
            break
    return end


PAID_LATER = re.compile(
    r" ?(?:paid|payment|payable|transferred|و?(?:[يتن]|ال)?(?:دفع|صرف|حول|تحويل|سلم)\w*)"
    r"(?: \S+){0,3}? (?:after|within|in|upon|on|بعد|خلال|نهايه|عند)(?!\w)"
)
""" "Paid within 30 days": when, not what."""


def _turns_to_other(reading: Reading, start: int) -> bool:
    """Whether a label of something else, or a word of contact, follows."""
    ahead = reading.of(Tag.LABEL, start, start + NEAR)
    first = next((hit for hit in ahead if hit.outer - start <= 2), None)
    return first is not None and first.key != "compensation"


def _called_pay(reading: Reading, amounts: list[Amount], scope: Span) -> Iterator[Offer]:
    """ "الأجر بالحلقة ٣٥٠", "pay is $200": the label without a colon, quoted with it."""
    for hit in reading.of(Tag.LABEL, scope.start, scope.end):
        lead = (max(scope.start, hit.outer - SHORT_LEAD), hit.outer)
        if hit.key != "compensation" or REFUSED.search(reading.text, *lead):
            continue
        line = reading.line_at(hit.start)
        stop = min(line.end, scope.end)
        begin = hit.start if reading.text[hit.outer : hit.start] in ("و", "ف") else hit.outer
        near = [a for a in amounts if hit.end <= a.start <= min(stop, hit.end + 30)]
        amount = next((a for a in near if a.certain or is_money(figure_of(reading, a))), None)
        vague = next(iter(_pay_words(reading, hit.end, min(stop, hit.end + 14))), None)
        if amount and not STOP.search(reading.text, hit.end, amount.start):
            terms = TERMS.match(reading.text, hit.end, amount.start)
            core = Span(amount.start if terms else begin, amount.end)
            told = widened(reading, amounts, core, scope)
            start = core.start if terms else told.start
            yield Offer((Span(start, told.end),), LABELLED - 0.5)
        elif settled := SETTLED.match(reading.text, hit.end, stop):
            span = widened(reading, amounts, Span(begin, settled.end()), scope)
            yield Offer((_whole_clause(reading, span, scope),), LABELLED - 1)
        elif vague and vague.end <= stop and not STOP.search(reading.text, hit.end, vague.start):
            span = widened(reading, amounts, Span(begin, vague.end), scope)
            yield Offer((_whole_clause(reading, span, scope),), LABELLED - 1)


SETTLED = re.compile(
    r" ?(?:سوف |راح |س|يتم )?(?:علي |ب)?(?:حسب|وفق|وفقا|نعلم\w*|نبلغ\w*|نخبر\w*|يبلغ\w*|يعتمد"
    r"|يرجع|يتفق|نتفق|تحدد|يحدد|يناقش"
    r"|is |will be |to be |based on|depends on|as per|according to)"
    r"(?: (?:ل|علي|عليه|ال)?\w+(?: ال\w+)?)?"
)
"""How a label for pay goes on when no figure follows."""


TERMS = re.compile(
    r" ?(?:ال)?(?:كاش|نقدا|فوري\w*|مباشره|يتم|بعد|في|نهايه|اخر|نفس|cash|same|on|after|by)(?!\w)"
    r"(?: [^\d\s]+){0,4} ?$"
)
"""How and when one is paid, between the word for pay and the figure."""
REFUSED = re.compile(
    r"(?<!\w)(?:بدون|بلا|لا يوجد|ما فيه|مافيه|مافي|من غير|no|without|zero) (?:اي )?$"
    r"|(?:stc|apple|google|samsung) $"
)
"""In front of a label for pay: there is none."""


def _whole_clause(reading: Reading, span: Span, scope: Span) -> Span:
    """ "A symbolic sum, told at the interview": with a short rest that is about nothing else."""
    clause = clause_at(reading, span.start, span.end, scope)
    rest = reading.text[span.end : clause.end].split()
    most = LONGEST_PROMISE if LATER.search(reading.text, span.end, clause.end) else MOST_LEFT
    if 0 < len(rest) <= most and not is_foreign(reading, span.end, clause.end):
        return reading.trim(span.start, clause.end)
    return span


LATER = re.compile(
    r"(?<!\w)(?:و?[يت]?ت?حدد|نتفق|نتفاهم|بالاتفاق|حسب|ان شا الله|في المقابل|عند المقابل|بالمقابل"
    r"|بالعقد|discussed|agreed|confirmed)"
)
LONGEST_PROMISE = 8


def _pay_words(reading: Reading, start: int, end: int) -> list[Hit]:
    words = [
        hit
        for tag in (Tag.VAGUE_PAY, Tag.UNPAID)
        for hit in reading.of(tag, start)
        if start <= hit.start <= end
    ]
    return sorted(words, key=lambda hit: hit.start)


def _priced(reading: Reading, amounts: list[Amount], scope: Span) -> Iterator[Offer]:
    """Amounts that are certainly money; those of one call are told together."""
    text = reading.text
    certain = [
        a
        for a in amounts
        if a.certain and not FEE_BEFORE.search(text, max(0, a.start - 30), a.start)
    ]
    if any(a.currency for a in certain):
        certain = [a for a in certain if a.currency or _is_near_one(a, certain)]
    if not certain:
        return
    spans: list[Span] = []
    for amount in certain[:MOST_AMOUNTS]:
        if spans and amount.start < spans[-1].end:
            continue
        spans.append(widened(reading, amounts, Span(amount.start, amount.end), scope))
    strength = PRICED if any(a.currency for a in certain) else PRICED - 0.5
    yield Offer(tuple(spans), strength)


def _is_near_one(amount: Amount, amounts: list[Amount]) -> bool:
    """Whether a figure without a currency stands close to one with it."""
    return any(a.currency and abs(a.start - amount.start) < NEAR for a in amounts)


def _unpaid(reading: Reading, amounts: list[Amount], scope: Span) -> Iterator[Offer]:
    """No money, in the words of the clause that says so, and what is given instead."""
    words = [Span(hit.outer, hit.end) for hit in reading.of(Tag.UNPAID, scope.start, scope.end)] + [
        Span(*match.span()) for match in NEGATED.finditer(reading.text, scope.start, scope.end)
    ]
    for said in words[:MOST_AMOUNTS]:
        if FREE_TO_JOIN.search(reading.text, max(0, said.start - 14), said.start):
            continue
        if TOGETHER_WITH.fullmatch(reading.text, said.start, min(said.end + 3, scope.end)):
            continue
        clause = clause_at(reading, said.start, said.end, scope)
        start = clause.start if said.start - clause.start <= SHORT_LEAD else said.start
        if is_foreign(reading, clause.start, said.start):
            start = widened(reading, amounts, said, scope).start
        end = clause.end
        but = BUT.match(reading.text, said.end, end)
        if (end - said.end > SHORT_TAIL and not but) or is_contact(reading.text[said.end : end]):
            end = widened(reading, amounts, said, scope).end
        given = GIVEN.search(reading.text, said.end, end)
        if not given and TALK.match(reading.text, said.end, end):
            end = said.end
        if end == clause.end:
            end = further_clauses(reading, amounts, end, scope, lavish=True)
        if start == clause.start:
            start = _given_before(reading, start, scope)
        begged = BEGGED.match(reading.text, said.start, said.end)
        yield Offer((reading.trim(start, end),), BARE if begged else UNPAID)


def _given_before(reading: Reading, start: int, scope: Span) -> int:
    """The start of a clause in front that names what is given: "meals are covered, no fee"."""
    if start - 2 <= scope.start or reading.text[start - 1] not in ",،":
        return start
    before = clause_at(reading, start - 2, start - 2, scope)
    clear = not is_foreign(reading, before.start, before.end)
    given = GIVEN.search(reading.text, before.start, before.end)
    return before.start if given and clear and before.end - before.start < SHORT_TAIL else start


def _promised(reading: Reading, amounts: list[Amount], scope: Span) -> Iterator[Offer]:
    """Paid, but without a figure; or nothing named but what comes on top."""
    for match in SELF_EVIDENT.finditer(reading.text, scope.start, scope.end):
        if not NOT_PAID_FOR.search(reading.text, max(0, match.start() - 4), match.end() + 8):
            span = widened(reading, amounts, Span(*match.span()), scope)
            yield Offer((_whole_clause(reading, span, scope),), PROMISED)
    extras = reading.of(Tag.PAY_EXTRA, scope.start, scope.end)
    for first, second in pairwise(extras):
        if PLUS.fullmatch(reading.text, first.end, second.outer):
            clause = clause_at(reading, first.outer, second.end, scope)
            if len(reading.text[clause.start : clause.end].split()) <= MOST_EXTRAS:
                yield Offer((reading.trim(clause.start, clause.end),), PROMISED - 0.2)


NEGATED = re.compile(
    r"(?<!\w)و?(?:من دون|دون"
    r"|لا|ما|مافي|مافيه|ماعندنا|ماعندي|لا يوجد|لا توجد|بدون|بلا|من غير|مو|مب|مش|ليس|ليست"
    r"|غير)(?: (?:في|فيه|عندنا|عندي|فيها"
    r"|نقدر|راح|اي|مشروع))*"
    r" (?:اجر|اجور|مقابل|ميزانيه|فلوس|دفع|ندفع|مبلغ|مبالغ|مدفوع\w*|راتب|مكافاه|مكافات|عايد"
    r")(?: (?:مادي\w*|مالي\w*))?(?!\w)"
    r"|\b(?:no|without|zero) (?:monetary |financial |real )?(?:pay|payment|budget|fees?|money|cash"
    r"|compensation)\b(?! for)"
    r"|\b(?:not|isn't|unable to|can't|cannot|can not) (?:a |be )?(?:pay|paid)\b"
)
TALK = re.compile(r" وال(?!كريد|وجب|نسخ|سكن|مواصل)\w+ ")
BEGGED = re.compile(r"فزع\w+")
"""Who asks for a hand may still pay for it."""
BUT = re.compile(r"[ ,،]{1,2}(?:but|bs|bas|plus|بس|لكن|ولكن|انما) ")
"""What comes instead of pay is told behind it."""
FREE_TO_JOIN = re.compile(
    r"(?:تسجيل|دخول|حضور|اشتراك|تقديم|دوره|ورشه|استشاره|registration|entry|admission|workshop)\w* $"
)
TOGETHER_WITH = re.compile(r"و?بالتعاون(?: م)?(?: مع)?\W*")
PLUS = re.compile(r" ?(?:\+|&) ?")
MOST_EXTRAS, MOST_LEFT = 9, 4

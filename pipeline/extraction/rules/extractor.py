"""Reads calls by rules alone: no key, no network, the same answer every time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.extraction.call import ExtractedCall, Extraction, FieldName, FieldValue
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.company import find_company
from pipeline.extraction.rules.compensation import find_compensation
from pipeline.extraction.rules.contact_info import contact_value, find_contact, rank
from pipeline.extraction.rules.contacts import Contact, find_contacts
from pipeline.extraction.rules.dates import DateMention, find_dates
from pipeline.extraction.rules.deadline import find_deadline
from pipeline.extraction.rules.deadline_lists import listed_deadlines
from pipeline.extraction.rules.intent import Details, judge
from pipeline.extraction.rules.labels import Labelled, find_labels
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.location import countries, find_location
from pipeline.extraction.rules.money import Amount, currency_country, find_amounts
from pipeline.extraction.rules.people import Ages, age_range, find_ages, gender, roles
from pipeline.extraction.rules.phrases import Known
from pipeline.extraction.rules.reading import Reading, clean, read_through
from pipeline.extraction.rules.requirements import find_requirements
from pipeline.extraction.rules.splitting import split
from pipeline.extraction.rules.standing import short_notices
from pipeline.extraction.rules.title import find_title
from pipeline.text.span import Span

NAME = "rules"
VERSION = "6"
MOST_READ = 16_000
"""No call is this long."""
MOST_FOUND = 150
"""No call names so many contacts, days or amounts; each phrase is held against all of them."""
LONGEST_WORD = 200
BETWEEN_WORDS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class RulesExtractor:
    """The extractor that is always there."""

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        return VERSION

    async def extract(self, source: SourceText) -> Extraction:
        return self.read(source)

    def read(self, source: SourceText) -> Extraction:
        """What `extract` answers, without an event loop."""
        return read(source.text, source.posted_at)


def read(text: str, posted_at: datetime | None = None) -> Extraction:
    """All calls of one message, every value with the words it was read from.

    Of an endless text only the beginning is read: `MOST_READ` characters, to the last whole word.
    """
    reading = read_through(_beginning(text), posted_at)
    findings = _find(reading)
    whole = Span(0, len(reading.text))
    judgement = judge(reading, _details(reading, findings, whole))
    calls: tuple[ExtractedCall, ...] = ()
    if judgement.is_call:
        spans = split(reading, findings.contacts)
        calls = tuple(_call(reading, findings, span, spans) for span in spans)
        calls = _with_deadlines(reading, findings, calls)
    return Extraction(
        is_casting_call=judgement.is_call,
        intent=judgement.intent,
        calls=calls,
        provider=NAME,
        version=VERSION,
    )


def _beginning(text: str) -> str:
    if len(text) <= MOST_READ:
        return text
    words = list(BETWEEN_WORDS.finditer(text, MOST_READ - LONGEST_WORD, MOST_READ))
    return text[: words[-1].start()] if words else text[:MOST_READ]


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was found anywhere in the message, before it is given to fields."""

    contacts: tuple[Contact, ...]
    dates: tuple[DateMention, ...]
    amounts: tuple[Amount, ...]
    ages: tuple[Ages, ...]
    labels: tuple[Labelled, ...]

    @property
    def busy(self) -> list[tuple[int, int]]:
        return [
            *((contact.start, contact.end) for contact in self.contacts),
            *((day.start, day.end) for day in self.dates),
            *((amount.start, amount.end) for amount in self.priced),
        ]

    @property
    def known(self) -> Known:
        return Known(self.labels, self.contacts, self.dates)

    @property
    def priced(self) -> tuple[Amount, ...]:
        return tuple(amount for amount in self.amounts if amount.certain)


def _find(reading: Reading) -> _Findings:
    contacts = find_contacts(reading.text, _regions(reading))
    dates = find_dates(reading)
    known = [
        *((contact.start, contact.end) for contact in contacts),
        *((day.start, day.end) for day in dates),
    ]
    amounts = find_amounts(reading, known)
    priced = [(a.start, a.end) for a in amounts if a.certain]
    return _Findings(
        contacts=contacts[:MOST_FOUND],
        dates=dates[:MOST_FOUND],
        amounts=amounts[:MOST_FOUND],
        ages=find_ages(reading, known + priced)[:MOST_FOUND],
        labels=find_labels(reading)[:MOST_FOUND],
    )


def _regions(reading: Reading) -> list[str]:
    """The countries a local phone number may belong to."""
    paid_in = [currency_country(hit.key) for hit in reading.of(Tag.CURRENCY)]
    return [region for region in (*countries(reading), *paid_in) if region]


def _details(reading: Reading, findings: _Findings, whole: Span) -> Details:
    return Details(
        contact=bool(findings.contacts),
        money=bool(findings.priced),
        age=bool(findings.ages),
        deadline=find_deadline(reading, findings.dates, whole) is not None,
        place=bool(countries(reading)),
        day=bool(findings.dates),
        labels=len({label.field for label in findings.labels if label.plain}),
        notices=short_notices(reading, findings.contacts, findings.ages, findings.amounts),
    )


def _call(
    reading: Reading, findings: _Findings, span: Span, spans: Sequence[Span]
) -> ExtractedCall:
    alone = len(spans) == 1
    scope = Span(0, len(reading.text)) if alone else span
    fields = dict(_fields(reading, findings, scope))
    if not alone:
        fields = _shared(reading, findings, fields, spans)
    original = reading.normalised.to_original(span.start, span.end)
    return ExtractedCall(fields, original, _extras(reading, findings, scope, fields))


def _with_deadlines(
    reading: Reading, found: _Findings, calls: tuple[ExtractedCall, ...]
) -> tuple[ExtractedCall, ...]:
    """Each with its own day where one line names a day for each."""
    if len(calls) < 2:
        return calls
    listed = listed_deadlines(reading, found.dates, len(calls))
    if not listed:
        return calls
    told = []
    for index, call in enumerate(calls):
        fields = dict(call.fields)
        fields.pop(FieldName.DEADLINE, None)
        if index in listed:
            fields[FieldName.DEADLINE] = listed[index]
        told.append(replace(call, fields=fields))
    return tuple(told)


def _fields(reading: Reading, found: _Findings, scope: Span) -> Mapping[FieldName, FieldValue]:
    values = {
        FieldName.TITLE: find_title(reading, found.known, scope),
        FieldName.COMPANY: find_company(reading, found.labels, found.contacts, scope),
        FieldName.LOCATION: find_location(reading, found.labels, found.contacts, found.busy, scope),
        FieldName.COMPENSATION: find_compensation(reading, found.amounts, found.labels, scope),
        FieldName.REQUIREMENTS: find_requirements(
            reading, found.labels, found.ages, found.busy, scope
        ),
        FieldName.DEADLINE: find_deadline(reading, found.dates, scope),
        FieldName.CONTACT_INFO: find_contact(reading, found.contacts, found.labels, scope),
        FieldName.DESCRIPTION: _description(reading, scope),
    }
    return {name: value for name, value in values.items() if value is not None}


def _shared(
    reading: Reading,
    found: _Findings,
    fields: Mapping[FieldName, FieldValue],
    spans: Sequence[Span],
) -> dict[FieldName, FieldValue]:
    """What is said once for all calls of a message, such as one contact at its end; a company
    named inside one call is that call's own."""
    whole = Span(0, len(reading.text))
    around = (Span(0, spans[0].start), Span(spans[-1].end, whole.end))
    filled = dict(fields)
    for scope in (*around, whole):
        contact = find_contact(reading, found.contacts, found.labels, scope)
        if FieldName.CONTACT_INFO not in filled and contact:
            filled[FieldName.CONTACT_INFO] = contact
    for scope in (around[0], Span(_tail(reading, found.contacts, spans), whole.end)):
        deadline = find_deadline(reading, found.dates, scope)
        if FieldName.DEADLINE not in filled and deadline:
            filled[FieldName.DEADLINE] = deadline
        company = find_company(reading, found.labels, found.contacts, scope)
        if FieldName.COMPANY not in filled and company:
            filled[FieldName.COMPANY] = company
    return filled


def _tail(reading: Reading, contacts: Sequence[Contact], spans: Sequence[Span]) -> int:
    """Where the lines begin that are said of all calls: those the last call has more than any
    other, or those behind its contact when all others end in theirs."""
    begin = _behind_contact(reading, contacts, spans)
    counts = [sum(span.start <= line.start < span.end for line in reading.lines) for span in spans]
    lines = [line for line in reading.lines if line.start >= spans[-1].start]
    most = max(counts[:-1])
    return min(begin, lines[most].start if most < len(lines) else spans[-1].end)


def _behind_contact(reading: Reading, contacts: Sequence[Contact], spans: Sequence[Span]) -> int:
    """The line behind the contact of the last call, if every other call ends in its contact."""
    ends = []
    for span in spans:
        own = [contact for contact in contacts if span.start <= contact.start < span.end]
        if not own:
            return spans[-1].end
        ends.append(reading.line_at(own[-1].start).end)
    if any(
        reading.text[end : span.end].strip()
        for end, span in zip(ends[:-1], spans[:-1], strict=True)
    ):
        return spans[-1].end
    return ends[-1]


def _description(reading: Reading, scope: Span) -> FieldValue | None:
    """The call in the words of whoever posted it."""
    quote = reading.quote(scope.start, scope.end)
    if quote is None:
        return None
    lines = (clean(line) for line in re.split(r"[\r\n]+", quote.text))
    return FieldValue("\n".join(line for line in lines if line), (quote,))


def _extras(
    reading: Reading, found: _Findings, scope: Span, fields: Mapping[FieldName, FieldValue]
) -> dict[str, object]:
    ages = [a for a in found.ages if scope.start <= a.start and a.end <= scope.end]
    extras: dict[str, object] = {
        "roles": roles(reading, scope),
        "age_range": age_range(ages),
        "gender": gender(reading, scope),
        "shoot_dates": _shoot_dates(found, scope, fields.get(FieldName.DEADLINE)),
        "language": language(reading.text),
        "other_contacts": _other_contacts(reading, found, scope),
    }
    return {name: value for name, value in extras.items() if value}


def _shoot_dates(found: _Findings, scope: Span, deadline: FieldValue | None) -> list[str]:
    """Every day named but the deadline, in order."""
    days: set[str] = set()
    for mention in found.dates:
        if scope.start <= mention.start and mention.end <= scope.end:
            days.update(day.isoformat() for day in (mention.first, mention.day) if day)
    return sorted(days - ({deadline.value} if deadline else set()))


def _other_contacts(reading: Reading, found: _Findings, scope: Span) -> list[str]:
    others = rank(reading, found.contacts, found.labels, scope)[1:]
    return [value.value for other in others if (value := contact_value(reading, other))]


def language(text: str) -> str:
    """ "ar", "en", or "mixed" when both scripts carry the message."""
    arabic = len(re.findall("[\u0621-\u064a]", text))
    latin = len(re.findall("[a-z]", text))
    if arabic > 2 * latin:
        return "ar"
    return "mixed" if arabic * 3 > latin else "en"

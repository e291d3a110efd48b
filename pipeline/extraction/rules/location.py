"""Where it happens."""

from collections.abc import Iterator, Sequence

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.place_elsewhere import american, named_spots, remote, tours
from pipeline.extraction.rules.place_label import announced, labelled
from pipeline.extraction.rules.place_name import place_name
from pipeline.extraction.rules.place_phrase import Candidate, Phrase, find_phrases
from pipeline.extraction.rules.place_score import ENOUGH, TOGETHER, is_quarter_of, lived_in, score
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Span


def find_location(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> FieldValue | None:
    """The place named within `scope`. `busy` are dates and amounts: never part of a place."""
    phrases = find_phrases(reading, busy, scope)
    candidates = [
        *labelled(reading, labels, phrases, contacts, busy, scope),
        *announced(reading, phrases, contacts, busy, scope),
        *_mentioned(reading, phrases),
        *american(reading, scope),
        *remote(reading, scope),
        *named_spots(reading, scope),
        *tours(reading, phrases, busy),
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: (candidate.score, -candidate.spans[0].start))
    if best.score < ENOUGH:
        return None
    quotes = [quote for span in best.spans if (quote := reading.quote(span.start, span.end))]
    names = (place_name(clean(quote.text)) for quote in quotes)
    return FieldValue("، ".join(names), tuple(quotes)) if quotes else None


def countries(reading: Reading) -> tuple[str, ...]:
    """Countries the message speaks of, the most mentioned first."""
    counts: dict[str, int] = {}
    for hit in reading.of(Tag.PLACE):
        country, _, kind = hit.key.partition(":")
        counts[country] = counts.get(country, 0) + (1 if kind in ("risky", "parts") else 3)
    for hit in reading.of(Tag.PEOPLE):
        counts[hit.key] = counts.get(hit.key, 0) + 1
    return tuple(sorted(counts, key=lambda country: -counts[country]))


def _mentioned(reading: Reading, phrases: Sequence[Phrase]) -> Iterator[Candidate]:
    for index, phrase in enumerate(phrases):
        likely = score(reading, phrase)
        yield Candidate((phrase.span,), likely)
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        if following and is_quarter_of(reading, phrase, following):
            best = max(likely, score(reading, following))
            yield Candidate((phrase.span, following.span), best + TOGETHER)
        if phrase.has("places") and lived_in(reading, phrase):
            yield Candidate((phrase.span,), ENOUGH)

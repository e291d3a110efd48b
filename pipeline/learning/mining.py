"""Finds terms that decisions speak for: words of calls that were missed or hardly caught, of what
people wrote into calls, and of messages that were read in vain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.learning.corpus import Corpus
from pipeline.learning.edits import language_of
from pipeline.learning.labels import Verdict
from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import Rules
from pipeline.prefilter.matcher import Matcher
from pipeline.prefilter.term import Kind, Match, Term
from pipeline.text.words import words

LONGEST_PHRASE = 3
SHORTEST = 3
"""Letters of a single word that may say something by itself."""
NEAR = 1.0
"""Calls that score less than this above the limit were hardly caught."""
MOST_LOOKED_AT = 4_000
LEAST_SEEN = 3
"""Messages a candidate must speak for."""
SURE = 0.55
"""The least confidence: of the lower end of what the counts allow."""
MOST = 60
FOR, AGAINST = "cast", "other_meaning"
"""Topics of candidates, until an admin chooses a better one."""
Z = 1.96


@dataclass(frozen=True, slots=True)
class Mined:
    """A candidate with its evidence. `found` are calls that were caught with it, `missed` calls
    that were not, `wrong` messages with it that are no calls."""

    text: str
    language: str
    topic: str
    weight: float
    found: int
    missed: int
    wrong: int
    confidence: float
    evidence: tuple[int, ...]

    @property
    def success(self) -> float:
        """The share of its calls that is caught without it."""
        return self.found / max(1, self.found + self.missed)


Texts = Iterable[Sequence[tuple[int, str]]]
"""Folded texts by message, in portions."""


def interesting(corpus: Corpus, limit: float) -> tuple[list[int], list[int]]:
    """Messages to take words from: calls missed or hardly caught, and what was read in vain."""
    calls, vain = [], []
    for message_id, verdict, score in zip(corpus.ids, corpus.verdicts, corpus.scores, strict=True):
        if verdict == Verdict.CALL and score < limit + NEAR:
            calls.append(message_id)
        elif verdict == Verdict.NONE and score >= limit:
            vain.append(message_id)
    return calls, vain


def mine(
    corpus: Corpus,
    limit: float,
    sources: Mapping[int, str],
    calls: Sequence[int],
    vain: Sequence[int],
    written: Iterable[str],
    texts: Texts,
) -> list[Mined]:
    """Candidates, the surest of those that catch most first. `sources` are the folded texts of
    `calls` and `vain`, `written` what people wrote into calls, folded; `texts` are all."""
    phrases = _phrases(corpus.rules, (sources.get(one, "") for one in calls), written)
    against = _phrases(corpus.rules, (sources.get(one, "") for one in vain), ())
    tally = _Tally([*phrases, *(one for one in against if one not in phrases)])
    tally.count(corpus, limit, texts)
    found = [one for one in map(tally.judge, tally.phrases) if one is not None]
    found.sort(key=lambda one: (-one.missed, -one.confidence, -(one.found + one.wrong)))
    return _without_parts(found)[:MOST]


def _phrases(rules: Rules, texts: Iterable[str], written: Iterable[str]) -> list[str]:
    """The words and phrases that stand in most of the texts and that no term looks for."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_runs(text)))
    for text in written:
        counts.update(dict.fromkeys(set(_runs(text)), 1))
    known = {form_of(term).partition(" ")[2] for term in rules.terms if term.kind is not Kind.REGEX}
    often = [phrase for phrase, seen in counts.most_common() if seen > 1 and phrase not in known]
    return often[:MOST_LOOKED_AT]


def _runs(folded: str) -> Iterator[str]:
    """Every word and every phrase of a text, without numbers."""
    for line in folded.split("\n"):
        found = [(word, start, end) for word, start, end in words(line)]
        for at, (word, start, _) in enumerate(found):
            if any(char.isdigit() for char in word):
                continue
            if len(word) >= SHORTEST:
                yield word
            for last in range(at + 1, min(at + LONGEST_PHRASE, len(found))):
                other, begins, end = found[last]
                beside = begins - found[last - 1][2] == 1
                if not beside or any(char.isdigit() for char in other):
                    break
                yield line[start:end]


class _Tally:
    """Counts in which messages candidates stand."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._matcher = Matcher(
            [Term(f"{at}", phrase, "x", 1.0, match=Match.WORD) for at, phrase in enumerate(phrases)]
        )
        self.phrases = range(len(phrases))
        self._texts = list(phrases)
        self._found, self._missed, self._wrong = Counter[int](), Counter[int](), Counter[int]()
        self._evidence: dict[int, list[int]] = {}

    def count(self, corpus: Corpus, limit: float, texts: Texts) -> None:
        """Walk through all texts."""
        place = {message_id: at for at, message_id in enumerate(corpus.ids)}
        for portion in texts:
            for message_id, folded in portion:
                at = place.get(message_id)
                if at is None:
                    continue
                hits = {hit[0] for hit in self._matcher.find_literals(folded)}
                caught = corpus.scores[at] >= limit
                if corpus.verdicts[at] == Verdict.CALL:
                    (self._found if caught else self._missed).update(hits)
                    wanted = hits
                elif corpus.verdicts[at] == Verdict.NONE or not caught:
                    self._wrong.update(hits)
                    wanted = hits if caught else set()
                else:
                    continue
                for hit in wanted:
                    kept = self._evidence.setdefault(hit, [])
                    if len(kept) < 5:
                        kept.append(message_id)

    def judge(self, index: int) -> Mined | None:
        """A candidate with its evidence, when that is enough."""
        found, missed, wrong = self._found[index], self._missed[index], self._wrong[index]
        calls, seen = found + missed, found + missed + wrong
        speaks_for = calls >= wrong
        good = calls if speaks_for else wrong
        confidence = surely(good, seen)
        if good < LEAST_SEEN or confidence < SURE:
            return None
        text = self._texts[index]
        return Mined(
            text,
            language_of(text),
            FOR if speaks_for else AGAINST,
            round((0.5 + 1.5 * confidence) * (1 if speaks_for else -1), 2),
            found,
            missed,
            wrong,
            round(confidence, 3),
            tuple(self._evidence.get(index, ())),
        )


def surely(good: int, seen: int) -> float:
    """The least share that so many good ones among those seen allow (Wilson's lower bound)."""
    if not seen:
        return 0.0
    share = good / seen
    middle = share + Z * Z / (2 * seen)
    spread = Z * math.sqrt(share * (1 - share) / seen + Z * Z / (4 * seen * seen))
    return (middle - spread) / (1 + Z * Z / seen)


def _without_parts(found: Sequence[Mined]) -> list[Mined]:
    """Without words that stand only inside a longer candidate, and longer ones that say no more
    than a part of theirs."""
    kept: list[Mined] = []
    for one in sorted(found, key=lambda mined: len(mined.text)):
        counts = (one.found, one.missed, one.wrong)
        if any(
            f" {other.text} " in f" {one.text} "
            and (other.found, other.missed, other.wrong) == counts
            for other in kept
        ):
            continue
        kept.append(one)
    chosen = {one.text for one in kept}
    return [one for one in found if one.text in chosen]

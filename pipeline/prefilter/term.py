"""Terms, patterns and thresholds: the data the prefilter judges by."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import Invalid


class Kind(StrEnum):
    """What a term is. A regex may speak for or against a call; `negative` words only against."""

    KEYWORD = "keyword"
    PHRASE = "phrase"
    REGEX = "regex"
    NEGATIVE = "negative"


class Match(StrEnum):
    """Where in a word a term may stand."""

    WORD = "word"
    PREFIX = "prefix"
    """A whole word; Arabic particles (and, for, the, ...) in front of it and pronouns (our, her,
    ...) behind it are tolerated."""
    SUBSTRING = "substring"


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of evidence. `topic` names what it is evidence of: terms of one topic add up
    less and less, and patterns are made of topics."""

    id: str
    text: str
    topic: str
    weight: float
    kind: Kind = Kind.KEYWORD
    match: Match = Match.WORD
    language: str = "any"
    author: str = ""
    reason: str = ""
    needs: str = ""
    """Of a regex: a text without this string is not searched. In front of it, or alone, may stand
    `digit` (any digit) or `number`: then the regex says what follows the first digit of a number,
    or its plus, and the hit begins there."""
    on: bool = True

    def __post_init__(self) -> None:
        if not self.id or not self.text.strip() or not self.topic:
            raise Invalid(f"The term {self.id or self.text!r} needs an id, a text and a topic.")
        if self.kind is not Kind.REGEX and (self.weight < 0) != (self.kind is Kind.NEGATIVE):
            raise Invalid(
                f"The term {self.id} is of kind {self.kind}, so its weight cannot be {self.weight}."
            )
        if self.kind is Kind.REGEX:
            self._check_regex()

    def _check_regex(self) -> None:
        try:
            found = re.compile(self.text, re.VERBOSE).search("")
        except re.error as error:
            raise Invalid(f"The term {self.id} is not a regular expression: {error}.") from error
        if found:
            raise Invalid(f"The term {self.id} matches an empty text; it must ask for a letter.")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Topics that say more (or less) together than one by one, and how much."""

    id: str
    topics: tuple[str, ...]
    weight: float
    within: int = 0
    """When not 0, two topics must stand at most this many characters apart."""
    in_order: bool = False
    """Whether the first of two topics must also stand first: who asks whom."""
    absent: tuple[str, ...] = ()
    """Topics of which none may be anywhere in the text, or, of two topics in order, between them:
    what is asked for is what is named first."""
    reason: str = ""

    def __post_init__(self) -> None:
        named = self.topics + self.absent
        if not self.topics or len(set(named)) != len(named) or len(named) < 2:
            raise Invalid(f"The pattern {self.id} needs two or more different topics.")
        if self.within and len(self.topics) != 2:
            raise Invalid(f"The pattern {self.id} measures a distance, so it needs two topics.")
        if self.in_order and not self.within:
            raise Invalid(f"The pattern {self.id} has an order, so it needs a distance.")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores of at least `passes` pass, below `skips` are skipped, between them unsure."""

    passes: float
    skips: float

    def __post_init__(self) -> None:
        if self.skips > self.passes:
            raise Invalid(
                f"The skip threshold {self.skips} is above the pass threshold {self.passes}; "
                "lower it."
            )

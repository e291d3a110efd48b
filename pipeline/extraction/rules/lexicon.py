"""Finds every known word of a message in one pass, and says what kind of word it is."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from ahocorasick_rs import AhoCorasick

from pipeline.text.normalise import fold


class Tag(StrEnum):
    """What a word is to us."""

    PLACE = "place"
    PEOPLE = "people"
    MONTH = "month"
    HIJRI_MONTH = "hijri_month"
    WEEKDAY = "weekday"
    AWAY = "away"
    TIME_NOUN = "time_noun"
    CURRENCY = "currency"
    THOUSAND = "thousand"
    AMOUNT_WORD = "amount_word"
    PER = "per"
    PAY_EXTRA = "pay_extra"
    UNPAID = "unpaid"
    VAGUE_PAY = "vague_pay"
    LABEL = "label"
    MARK = "mark"
    WANTED = "wanted"
    HEAD = "head"
    CALL = "call"
    ROLE = "role"
    PRODUCTION = "production"
    COMPANY_HEAD = "company_head"
    COMPANY_TAIL = "company_tail"
    ASK = "ask"
    AGE_BEFORE = "age_before"
    AGE_AFTER = "age_after"
    SEX = "sex"
    TRAIT = "trait"
    VENUE = "venue"
    BEFORE_PLACE = "before_place"
    ORIGIN = "origin"
    REMOTE = "remote"
    ADDRESS = "address"
    SIGNAL = "signal"
    PERSON = "person"
    CREW = "crew"
    JOB = "job"
    THING = "thing"


class Fit(StrEnum):
    """What may be glued to a word and leave it the same word."""

    EXACT = "exact"
    PREFIX = "prefix"
    STEM = "stem"
    VERB = "verb"


@dataclass(frozen=True, slots=True)
class Entry:
    word: str
    tag: Tag
    key: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word in the text: `start` is where the word begins, `outer` where the
    letters glued to its front do."""

    tag: Tag
    key: str
    outer: int
    start: int
    end: int


CLITICS = frozenset(
    [
        "و",
        "ف",
        "ب",
        "ل",
        "ك",
        "ال",
        "وال",
        "بال",
        "فال",
        "كال",
        "لل",
        "ولل",
        "وب",
        "ول",
        "فب",
        "فل",
        "وبال",
        "عال",
        "ع",
        "ه",
        "هال",
        "وهال",
    ]
)
BEFORE_VERB = frozenset(["", "و", "ف", "ه", "ال"])
ENDINGS = frozenset(
    [
        "ه",
        "ات",
        "ين",
        "ون",
        "ان",
        "ي",
        "يه",
        "يات",
        "يين",
        "تين",
        "ا",
        "وا",
        "ينا",
        "هم",
        "نا",
        "ها",
        "كم",
    ]
)
LONGEST_ENDING = 3
SAFE_STEM = 4
"""Letters a stem needs before an ending no longer makes another word of it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Thousands of words behind one automaton."""

    automaton: AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]
    """For each pattern of the automaton, what it stands for."""
    glued: tuple[bool, ...]
    """Whether the pattern already begins with a preposition that swallowed an alef."""

    def scan(self, text: str) -> Iterator[Hit]:
        """Every word of the lexicon in folded `text`, overlaps included, in order of end."""
        for index, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            outer = _front(text, start)
            if outer < 0:
                continue
            ending = _back(text, end)
            if ending < 0:
                continue
            for entry in self.entries[index]:
                if outer != start and entry.fit is Fit.EXACT:
                    continue
                if entry.fit is Fit.VERB and text[outer:start] not in BEFORE_VERB:
                    continue
                if ending and entry.fit is not Fit.STEM:
                    continue
                core = start + 1 if self.glued[index] else start
                yield Hit(entry.tag, entry.key, outer, core, end + ending)


def _front(text: str, start: int) -> int:
    """Where the word that holds `start` begins, or -1 when other letters stand before it."""
    if start == 0 or not text[start - 1].isalpha() or not text[start].isalpha():
        return start
    begin = start - 1
    while begin > 0 and text[begin - 1].isalpha():
        begin -= 1
        if start - begin > 4:
            return -1
    return begin if text[begin:start] in CLITICS else -1


def _back(text: str, end: int) -> int:
    """Length of a grammatical ending after `end`: 0 for none, -1 when it is another word."""
    if end >= len(text) or not text[end].isalpha() or not text[end - 1].isalpha():
        return 0
    stop = end + 1
    while stop < len(text) and text[stop].isalpha():
        stop += 1
        if stop - end > LONGEST_ENDING:
            return -1
    return stop - end if text[end:stop] in ENDINGS else -1


def build(entries: Iterable[Entry]) -> Lexicon:
    """Fold the words and put equal ones together."""
    by_word: dict[tuple[str, bool], list[Entry]] = {}
    for entry in entries:
        word = fold(entry.word).strip()
        by_word.setdefault((word, False), []).append(entry)
        if entry.fit is not Fit.EXACT and word.startswith("ال"):
            by_word.setdefault(("لل" + word[2:], True), []).append(entry)
    keys = list(by_word)
    return Lexicon(
        automaton=AhoCorasick([word for word, _ in keys]),
        entries=tuple(tuple(dict.fromkeys(by_word[key])) for key in keys),
        glued=tuple(glued for _, glued in keys),
    )


@cache
def gazetteer(name: str) -> Mapping[str, Any]:
    """One data file of the gazetteer."""
    return tomllib.loads(
        (files("resources") / "gazetteer" / f"{name}.toml").read_text(encoding="utf-8")
    )


@cache
def lexicon() -> Lexicon:
    """The whole gazetteer as one lexicon."""
    return build(_all_entries())


def _all_entries() -> Iterator[Entry]:
    yield from _places()
    yield from _calendar()
    yield from _money()
    yield from _labels()
    yield from _casting()
    yield from _people()
    yield from _signals()
    yield from _seeking()


def _each(words: Iterable[str], tag: Tag, key: str, fit: Fit = Fit.PREFIX) -> Iterator[Entry]:
    for word in words:
        yield Entry(word, tag, key, fit)


def _stems(words: Iterable[str], tag: Tag) -> Iterator[Entry]:
    """Arabic stems; a short one keeps no ending, lest it become another word."""
    for word in words:
        yield Entry(word, tag, "arabic", Fit.STEM if len(word) >= SAFE_STEM else Fit.PREFIX)


def _places() -> Iterator[Entry]:
    for country, kinds in gazetteer("places").items():
        for kind in ("country", "places", "risky", "parts"):
            yield from _each(kinds[kind], Tag.PLACE, f"{country}:{kind}")
            yield from _each(_tagged(kinds[kind]), Tag.PLACE, f"{country}:{kind}", Fit.EXACT)
        yield from _each(kinds["people"], Tag.PEOPLE, country)
    venues = gazetteer("venues")
    yield from _each(venues["heads"]["arabic"], Tag.VENUE, "arabic")
    yield from _each(venues["heads"]["english"], Tag.VENUE, "english", Fit.EXACT)
    yield from _each(venues["before"]["words"], Tag.BEFORE_PLACE, "", Fit.EXACT)
    yield from _each(venues["origin"]["words"], Tag.ORIGIN, "", Fit.EXACT)
    yield from _each(venues["remote"]["words"], Tag.REMOTE, "", Fit.PREFIX)
    yield from _each(venues["address"]["words"], Tag.ADDRESS, "")


def _tagged(names: Iterable[str]) -> Iterator[str]:
    """Names of several words as hashtags spell them: joined, or with an underscore between."""
    for name in names:
        if " " in name:
            yield name.replace(" ", "_")
            if name > "\u0600":
                yield name.replace(" ", "")


def _calendar() -> Iterator[Entry]:
    calendar = gazetteer("calendar")
    for table, tag in (
        ("months", Tag.MONTH),
        ("hijri_months", Tag.HIJRI_MONTH),
        ("weekdays", Tag.WEEKDAY),
        ("days_away", Tag.AWAY),
        ("nouns", Tag.TIME_NOUN),
    ):
        for key, words in calendar[table].items():
            yield from _each(words, tag, key)


def _money() -> Iterator[Entry]:
    money = gazetteer("money")
    for code, currency in money["currency"].items():
        yield from _each(currency["words"], Tag.CURRENCY, code, Fit.EXACT)
    yield from _each(money["local"]["words"], Tag.CURRENCY, "", Fit.EXACT)
    yield from _each(money["numbers"]["thousand"], Tag.THOUSAND, "", Fit.EXACT)
    yield from _each(money["numbers"]["word"], Tag.AMOUNT_WORD, "")
    yield from _each(money["per"]["words"], Tag.PER, "", Fit.EXACT)
    yield from _each(money["extras"]["words"], Tag.PAY_EXTRA, "")
    yield from _each(money["unpaid"]["words"], Tag.UNPAID, "")
    yield from _each(money["vague"]["words"], Tag.VAGUE_PAY, "", Fit.EXACT)


def _labels() -> Iterator[Entry]:
    for name, table in gazetteer("labels").items():
        yield from _each(table["words"], Tag.LABEL, name)
        yield from _each(table["marks"], Tag.MARK, name, Fit.EXACT)


def _casting() -> Iterator[Entry]:
    casting = gazetteer("casting")
    yield from _each(casting["wanted"]["verbs"], Tag.WANTED, "", Fit.VERB)
    yield from _each(casting["wanted"]["heads"], Tag.HEAD, "")
    yield from _each(casting["wanted"]["calls"], Tag.CALL, "")
    yield from _stems(casting["roles"]["stems"], Tag.ROLE)
    yield from _each(casting["roles"]["english"], Tag.ROLE, "english", Fit.EXACT)
    yield from _each(casting["productions"]["arabic"], Tag.PRODUCTION, "arabic", Fit.STEM)
    yield from _each(casting["productions"]["english"], Tag.PRODUCTION, "english", Fit.EXACT)
    companies = casting["companies"]
    yield from _each(companies["arabic_heads"], Tag.COMPANY_HEAD, "")
    yield from _each(companies["english_tails"], Tag.COMPANY_TAIL, "", Fit.EXACT)
    yield from _each(companies["arabic_asks"], Tag.ASK, "arabic", Fit.VERB)
    yield from _each(companies["english_asks"], Tag.ASK, "english", Fit.EXACT)


def _people() -> Iterator[Entry]:
    people = gazetteer("people")
    yield from _each(people["age"]["before"], Tag.AGE_BEFORE, "")
    yield from _each(people["age"]["after"], Tag.AGE_AFTER, "", Fit.EXACT)
    for sex in ("male", "female", "both"):
        yield from _each(people["sex"][sex], Tag.SEX, sex)
    yield from _each(people["traits"]["words"], Tag.TRAIT, "")


def _signals() -> Iterator[Entry]:
    for name, table in gazetteer("intent").items():
        yield from _each(table["words"], Tag.SIGNAL, name)


def _seeking() -> Iterator[Entry]:
    seeking = gazetteer("seeking")
    yield from _each(seeking["verbs"]["words"], Tag.WANTED, "", Fit.VERB)
    yield from _each(seeking["heads"]["words"], Tag.HEAD, "")
    people = seeking["people"]
    yield from _stems(people["stems"], Tag.PERSON)
    yield from _each(people["english"], Tag.PERSON, "english", Fit.EXACT)
    yield from _each(people["arabizi"], Tag.PERSON, "arabizi", Fit.EXACT)
    yield from _each(people["exact"], Tag.PERSON, "arabic", Fit.EXACT)
    yield from _each(seeking["works"]["arabic"], Tag.PRODUCTION, "arabic", Fit.STEM)
    yield from _each(seeking["works"]["english"], Tag.PRODUCTION, "english", Fit.EXACT)
    for name, tag in (("crew", Tag.CREW), ("jobs", Tag.JOB), ("things", Tag.THING)):
        yield from _each(seeking[name]["words"], tag, "")

"""How the page says what terms are and do."""

from __future__ import annotations

from datetime import datetime

from pipeline.learning.difference import Difference, What
from pipeline.learning.labels import Verdict
from pipeline.prefilter.decision import Band
from pipeline.prefilter.load import default_rules
from pipeline.prefilter.term import Pattern, Term, Thresholds
from ui.i18n import Language, isolate

VERDICT_INK = {Verdict.CALL: "good", Verdict.NONE: "bad", Verdict.UNKNOWN: "muted"}
BAND_LOOKS = {Band.PASS: "good", Band.UNSURE: "warn", Band.SKIP: "muted"}


def left_to_right(number: str) -> str:
    """A number whose sign stays in front of it in a line of Arabic."""
    return f"\u2066{number}\u2069"


class Words:
    """Speaks the language of the interface."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._patterns = {pattern.id: pattern for pattern in default_rules().patterns}

    def topic(self, name: str) -> str:
        """What terms of a topic speak of."""
        key = f"patterns.topic.{name}"
        return self.language.text(key) if self.language.has(key) else name

    def weight(self, value: float) -> str:
        """A weight with its sign."""
        sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
        return left_to_right(f"{sign}{self.language.number(abs(value), 2)}")

    def scores(self, before: float, after: float) -> str:
        """Two scores, the one of today first."""
        number = self.language.number
        return left_to_right(f"{number(before, 2)}") + " / " + left_to_right(f"{number(after, 2)}")

    def share(self, value: float | None) -> str:
        """A share, or a dash where nothing is known."""
        return "\N{EN DASH}" if value is None else self.language.percent(value)

    def fine_share(self, value: float | None) -> str:
        """A share with one decimal, where small changes count."""
        if value is None:
            return "\N{EN DASH}"
        return f"{self.language.number(value * 100, 1)}{self.language.percent(0).strip('0٠')}"

    def band(self, band: Band) -> str:
        """Where a message goes."""
        return self.language.text(f"patterns.band.{band}")

    def day(self, moment: datetime | None) -> str:
        """A day, or a dash."""
        return self.language.date(moment.date()) if moment else "\N{EN DASH}"

    def name(self, term_or_pattern: str) -> str:
        """What a reason of a decision is called: a term's words, or what stands together."""
        pattern = self._patterns.get(term_or_pattern)
        if pattern is not None:
            said = " + ".join(self.topic(topic) for topic in pattern.topics)
            without = ", ".join(self.topic(topic) for topic in pattern.absent)
            if not without:
                return said
            return self.language.text("patterns.without", topics=said, absent=without)
        topic, found, text = term_or_pattern.partition(":")
        return isolate(text) if found else self.topic(topic)

    def term(self, term: Term) -> str:
        """A term's words; a signal has a name instead."""
        return self.name(term.id)

    def difference(self, one: Difference) -> str:
        """One thing that differs, in a line."""
        text = self.language.text
        values: dict[str, object] = {"name": self.name(one.name)}
        before, after = one.before, one.after
        if isinstance(before, Thresholds) and isinstance(after, Thresholds):
            number = self.language.number
            return text(
                "patterns.diff.thresholds",
                before=f"{number(before.skips, 2)} / {number(before.passes, 2)}",
                after=f"{number(after.skips, 2)} / {number(after.passes, 2)}",
            )
        if isinstance(before, Term | Pattern) and isinstance(after, Term | Pattern):
            values |= {"before": self.weight(before.weight), "after": self.weight(after.weight)}
        elif isinstance(after, Term):
            values["after"] = self.weight(after.weight)
        what = What.WEIGHT if one.what is What.PATTERN else one.what
        return text(f"patterns.diff.{what}", **values)

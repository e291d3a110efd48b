"""Steps of a trace in the language of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from pipeline.operations.trace import Hit, HitKind, Trace
from pipeline.operations.trace_values import Mark, Step, What
from pipeline.riyadh import in_zone
from ui.i18n import Language, isolate
from ui.theme.tokens import Tokens

LONGEST_LINE = 160


def hit_text(language: Language, hit: Hit) -> str:
    """As what a message was found."""
    if hit.kind in (HitKind.WORDS, HitKind.NEWEST):
        return language.text("trace.hit.message", number=isolate(hit.number))
    number = isolate(f"…{hit.number[-6:]}" if len(hit.number) > 12 else hit.number)
    return language.text(f"trace.hit.{hit.kind}", number=number)


def step_text(language: Language, step: Step) -> str:
    """What happened, in one line."""
    return language.text(
        _key(language, step),
        by=isolate(step.by or "—"),
        said=isolate(_short(step.said)),
        kind=isolate(step.kind),
        call=isolate(str(step.call_id)),
    )


def _key(language: Language, step: Step) -> str:
    if step.what is What.SENT and not step.by:
        return "trace.told.sent.nobody"
    if step.what is What.ACT:
        if step.kind == "reject" and language.has(f"review.reason.{step.said}"):
            return "trace.told.act.reject"
        known = f"review.told.{step.kind}"
        return known if language.has(known) else "trace.told.act.plain"
    if step.what is What.SITE:
        return f"review.told.{step.kind}"
    key = f"trace.told.{step.what}.{step.kind}"
    return key if language.has(key) else f"trace.told.{step.what}.plain"


def second_line(language: Language, step: Step) -> str:
    """What there is to say of it beside: its words, an error, a title."""
    if step.what in (What.LETTER, What.SITE):
        return isolate(language.sentence(step.said))
    if step.what is What.JUDGED and step.said:
        return language.text("review.told.because", said=isolate(step.said))
    if step.what is What.ACT and step.kind == "reject" and step.said:
        key = f"review.reason.{step.said}"
        return language.text(key).rstrip("…") if language.has(key) else isolate(step.said)
    told = (What.READ, What.NEAR, What.REPEATS, What.PROPOSED)
    return isolate(f"“{_short(step.said)}”") if step.said and step.what in told else ""


def third_line(language: Language, step: Step) -> str:
    """When it was, how long it took, what it cost, and whether it was taken back."""
    parts = []
    if step.at is not None:
        # What a group shows is told as in Riyadh; all else is kept in UTC.
        at = in_zone(step.at) if step.what is What.SENT else step.at.replace(tzinfo=UTC)
        parts.append(language.moment(at))
    if step.seconds is not None:
        parts.append(language.text("trace.took", time=seconds_text(language, step.seconds)))
    if step.cost:
        parts.append(language.text("review.told.cost", cost=language.money(step.cost, 4)))
    if step.undone:
        parts.append(language.text("review.told.undone"))
    return " · ".join(parts)


def unfolded(language: Language, step: Step) -> Iterator[tuple[str, str]]:
    """All that is known of it: names and values."""
    for fact in step.facts:
        yield language.text(f"trace.fact.{fact.name}"), fact.value
    for edit in step.edits:
        name = language.text(f"review.field.{edit.field}")
        before, after = edit.before or "—", edit.after or "—"
        yield name, f"{isolate(before)} → {isolate(after)}"


def head_text(language: Language, trace: Trace) -> str:
    """The message in numbers: what it is, how it stands, what it cost, how long it took."""
    parts = [
        language.text("trace.hit.message", number=isolate(str(trace.message_id))),
        isolate(trace.source),
        language.text(f"trace.stage.{trace.stage}"),
    ]
    if trace.cost:
        cost = language.money(trace.cost, 4)
        parts.append(language.text("review.told.cost", cost=cost))
    if trace.live_after is not None:
        time = seconds_text(language, trace.live_after)
        parts.append(language.text("trace.live_after", time=time))
    return " · ".join(parts)


def colour(tokens: Tokens, step: Step) -> str:
    """Of its dot; the words say the same."""
    if step.undone:
        return tokens.edge
    colours = {Mark.GOOD: tokens.good, Mark.BAD: tokens.bad, Mark.WAITS: tokens.warn}
    return colours.get(step.mark, tokens.accent)


def seconds_text(language: Language, seconds: float) -> str:
    """A length of time; short ones to the tenth of a second."""
    if seconds < 10:
        return isolate(language.text("trace.seconds", n=language.number(seconds, 1)))
    return language.duration(seconds)


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"

"""The page's values in the words of its language."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.chain import Health
from pipeline.extraction.spending.budget import Budget, Care, Spent, care
from pipeline.extraction.spending.forecast import Forecast
from pipeline.extraction.spending.report import Today
from pipeline.keys import KeyPlace
from pipeline.remote.breaker import State
from ui.i18n import Language, isolate
from ui.models.desk import KeysSeen, Seen, Tested
from ui.models.drafts import Draft

ENVIRONMENT = "TAKEONE_KEY_"


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and how they are coloured: good, warn, bad, muted."""

    text: str
    kind: str = "muted"


@dataclass(frozen=True, slots=True)
class Step:
    """One band of the budget."""

    care: Care
    text: str
    now: bool


class Words:
    """Says what the page shows."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._text = language.text

    def name(self, provider: str) -> str:
        """A provider's name."""
        return self._text(f"models.name.{provider}")

    def money(self, millionths: float) -> str:
        """An amount within a sentence."""
        return isolate(self.amount(millionths))

    def amount(self, millionths: float) -> str:
        """An amount by itself."""
        return self._text("models.budget.money", n=self._language.dollars(millionths))

    def state(self, draft: Draft, health: Health | None, keys: KeysSeen | None) -> Said:
        """A provider's state in a few words."""
        if draft.choice() is None:
            return Said(self._text("models.state.draft"), "warn")
        if health is not None and health.resting:
            return Said(self._text("models.state.resting"), "bad")
        if keys is not None and draft.provider != "local" and not _has_key(keys, draft.provider):
            return Said(self._text("models.state.no_key"), "bad")
        if health is None:
            return Said(self._text("models.state.fresh"))
        if health.state is State.OPEN:
            time = self._language.duration(health.open_for)
            return Said(self._text("models.state.open", time=time), "bad")
        if health.state is State.HALF_OPEN:
            return Said(self._text("models.state.half_open"), "warn")
        if health.quiet_for:
            time = self._language.duration(health.quiet_for)
            return Said(self._text("models.state.quiet", time=time), "warn")
        return Said(self._text("models.state.closed"), "good")

    def health(self, health: Health | None) -> Said:
        """The same in a sentence."""
        if health is None:
            return Said(self._text("models.health.fresh"))
        if health.resting:
            why = self._language.sentence(health.resting)
            return Said(self._text("models.health.resting", why=why), "bad")
        if health.state is State.OPEN:
            time = self._language.duration(health.open_for)
            return Said(self._text("models.health.open", time=time, n=health.failures), "bad")
        if health.state is State.HALF_OPEN:
            return Said(self._text("models.health.half_open"), "warn")
        if health.quiet_for:
            time = self._language.duration(health.quiet_for)
            return Said(self._text("models.health.quiet", time=time), "warn")
        if health.failures:
            return Said(self._text("models.health.shaky", n=health.failures), "warn")
        return Said(self._text("models.health.closed"))

    def today(self, today: Today) -> str:
        """What a provider did today."""
        if not today.calls:
            return self._text("models.today_none")
        said = self._language.plural("models.today", today.calls, money=self.money(today.cost))
        if not today.failures:
            return said
        comma = "، " if self._language.right_to_left else ", "
        kinds = comma.join(
            f"{self._language.number(count)} {self._kind(kind)}"
            for kind, count in today.failures.items()
        )
        return f"{said} {self._text('models.failed', kinds=kinds)}"

    def key(self, provider: str, keys: KeysSeen | None) -> Said:
        """Where a key lies."""
        if keys is None:
            return Said(self._text("models.key_place.looking"))
        variable = isolate(f"{ENVIRONMENT}{provider.upper()}")
        place = keys.places.get(provider, KeyPlace.NOWHERE)
        if place is KeyPlace.ENVIRONMENT:
            return Said(self._text("models.key_place.environment", variable=variable))
        if place is KeyPlace.KEYRING:
            return Said(self._text("models.key_place.keyring"))
        if provider == "local":
            return Said(self._text("models.key_place.optional"))
        if not keys.keyring:
            return Said(self._text("models.key_place.no_keyring", variable=variable), "warn")
        return Said(self._text("models.key_place.nowhere"), "warn")

    def tested(self, tested: Tested, draft: Draft, *, told: bool = False) -> Said:
        """How a test went, and what to do; only that, when the failure is `told` already."""
        if not tested.works:
            advice = self._text(f"models.advice.{tested.advice}")
            sentence = "" if told else self._language.sentence(tested.sentence)
            return Said(f"{sentence} {advice}".strip(), "bad")
        seconds = self._language.number(tested.seconds, 1)
        said = self._language.plural("models.works", len(tested.models), seconds=seconds)
        wanted = [one for one in (draft.strong.strip(), draft.cheap.strip()) if one]
        missing = next((one for one in wanted if one not in tested.models), None)
        if missing is None:
            return Said(said, "good")
        missing_text = self._text("models.advice.missing", model=isolate(missing))
        return Said(f"{said} {missing_text}", "warn")

    def left(self, which: str, limit: int, spent: int) -> str:
        """What is left of a limit; `which` is daily or monthly."""
        shown = self.money(limit)
        if spent >= limit:
            return self._text(f"models.budget.spent_{which}", limit=shown)
        left = self.money(limit - spent)
        return self._text(f"models.budget.left_{which}", left=left, limit=shown)

    def plan(self, budget: Budget, spent: Spent) -> tuple[str, tuple[Step, ...]]:
        """What the tighter limit does at each band: a heading, and the bands."""
        which = tighter(budget, spent)
        if which is None:
            return self._text("models.budget.no_limit"), ()
        limit = (budget.daily if which == "daily" else budget.monthly) or 0
        if limit == 0:
            return self._text("models.budget.zero"), ()
        now = care(budget, spent)
        parts = {Care.STRONG: 0.2, Care.CHEAP: 0.8, Care.SPARING: 1.0}
        steps = [
            Step(
                one, self._text(f"models.budget.{one}", money=self.money(limit * part)), one is now
            )
            for one, part in parts.items()
        ]
        last = self._text(f"models.budget.rules_{which}")
        steps.append(Step(Care.RULES, last, now is Care.RULES))
        return self._text(f"models.budget.plan_{which}"), tuple(steps)

    def outlook(self, seen: Seen) -> str:
        """What reading all that waits would take."""
        about = seen.outlook
        if about is None or not about.messages:
            return self._text("models.costs.nothing_waits" if about else "models.costs.rules_read")
        if seen.care is Care.RULES or not about.calls:
            return self._text("models.costs.rules_read")
        return self._forecast(about)

    def _forecast(self, about: Forecast) -> str:
        free = self._text("models.costs.forecast_free")
        return self._language.plural(
            "models.costs.forecast",
            about.calls,
            money=self.money(about.cost) if about.priced else free,
            time=self._language.duration(about.seconds),
            saved=self._text("models.costs.saved", share=self._language.percent(about.saved)),
        )

    def _kind(self, kind: str) -> str:
        key = f"models.kind.{kind}"
        return self._text(key) if self._language.has(key) else kind


def tighter(budget: Budget, spent: Spent) -> str | None:
    """Which limit decides now: daily or monthly; None without any."""
    parts = {
        name: 1.0 - done / limit if limit else 0.0
        for name, limit, done in (
            ("daily", budget.daily, spent.today),
            ("monthly", budget.monthly, spent.month),
        )
        if limit is not None
    }
    return min(parts, key=lambda name: parts[name]) if parts else None


def _has_key(keys: KeysSeen, provider: str) -> bool:
    return keys.places.get(provider, KeyPlace.NOWHERE) is not KeyPlace.NOWHERE

"""What is said of a source: its health, its schedule, its money, its place, in few words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from db.models import Source, SourceState, utc_now
from pipeline.sources.catalogue import Listed
from pipeline.sources.health import Health
from pipeline.sources.port import AdapterKind, FormField
from ui.i18n import Language, isolate

HEALTH_LOOKS: dict[Health, tuple[str, str]] = {
    Health.LOCKED: ("lock", "bad"),
    Health.GONE: ("cross", "bad"),
    Health.REFUSED: ("skip", "bad"),
    Health.SILENT: ("warning", "bad"),
    Health.FAILING: ("warning", "warn"),
    Health.SLOWED: ("clock", "warn"),
    Health.CAPPED: ("coin", "warn"),
    Health.WELL: ("check", "good"),
    Health.NEW: ("clock", "muted"),
    Health.PAUSED: ("pause", "muted"),
}
"""Each health's icon and the token of its colour; the word stands beside them."""
NEVER = "–"
_MEDIA = ("WHATSAPP", "INSTAGRAM", "WEB")


class Words:
    """Speaks of sources in the language in force."""

    def __init__(self, language: Language, kinds: Mapping[str, AdapterKind]) -> None:
        self._language = language
        self.kinds = dict(sorted(kinds.items(), key=lambda item: _place(item[1])))
        """In the order in which they are offered."""

    def kind(self, adapter: str) -> str:
        """A kind's name; a kind nobody translated goes by its own."""
        kind = self.kinds.get(adapter)
        return self._named(kind.label if kind else "", adapter)

    def field(self, field: FormField) -> str:
        """A setting's name."""
        return self._named(field.label, field.name.replace("_", " "))

    def hint(self, kind: str, place: str) -> str:
        """What helps to fill in a place of a kind's form; nothing where nobody wrote it."""
        return self._named(f"source.hint.{kind}.{place}", "")

    def health(self, one: Listed, *, asking: bool = False) -> str:
        """How it is."""
        key = "sources.asking" if asking else f"sources.health.{one.health}"
        return self._language.text(key)

    def advice(self, one: Listed) -> str:
        """What a person may do about it; nothing for who is well."""
        kind = self.kinds.get(one.source.adapter)
        if one.health is Health.LOCKED and kind is not None and kind.key is None:
            return self._language.text("sources.advice.locked_page")
        key = f"sources.advice.{one.health}"
        return self._language.text(key) if self._language.has(key) else ""

    def money(self, micro: int) -> str:
        """An amount of US dollars."""
        return self._language.money(micro)

    def schedule(self, minutes: int) -> str:
        """How often a source is asked."""
        if minutes <= 0:
            return self._language.text("sources.by_hand")
        return self._language.text("sources.every", age=self.length(minutes))

    def length(self, minutes: float) -> str:
        """Some minutes, in the largest unit that says them fully."""
        hours, rest = divmod(round(minutes), 60)
        if not hours:
            return self._language.text("age.minute", n=rest)
        if rest:
            hour = self._language.text("age.hour", n=hours)
            return f"{hour} {self._language.text('age.minute', n=rest)}"
        if hours % 24 == 0:
            return self._language.text("age.day", n=hours // 24)
        return self._language.text("age.hour", n=hours)

    def due(self, source: Source, *, held: bool) -> str:
        """When it is asked next."""
        if source.next_run_at is None or held or source.state != SourceState.ACTIVE:
            return NEVER
        seconds = (source.next_run_at - utc_now()).total_seconds()
        if seconds <= 0:
            return self._language.text("age.now")
        return self._language.text("sources.in", age=self._language.duration(max(seconds, 1)))

    def moment(self, value: datetime) -> str:
        """A moment of the database on this desk's clock."""
        return self._language.moment(value.replace(tzinfo=UTC))

    def age(self, value: datetime | None) -> str:
        """How long ago; a dash for never."""
        return NEVER if value is None else self._language.age(value)

    def since(self, value: datetime) -> str:
        """How long ago, in a sentence's words."""
        age, now = self._language.age(value), self._language.text("age.now")
        return now if age == now else self._language.text("sources.ago", age=age)

    def place(self, cursor: Mapping[str, object]) -> str:
        """How far a source was read, where its adapter keeps a time."""
        since, newest = cursor.get("since"), cursor.get("newest")
        if isinstance(since, int | float) and since > 0:
            return self._language.moment(datetime.fromtimestamp(since, UTC))
        if isinstance(newest, str) and newest:
            try:
                return self._language.moment(datetime.fromisoformat(newest))
            except ValueError:
                return isolate(newest[:40])
        return self._language.text("sources.read_some" if cursor else "sources.read_nothing")

    def _named(self, key: str, otherwise: str) -> str:
        return self._language.text(key) if self._language.has(key) else otherwise


def _place(kind: AdapterKind) -> tuple[int, bool, str]:
    """By medium, those that need no key first."""
    known = kind.medium in _MEDIA
    place = _MEDIA.index(kind.medium) if known else len(_MEDIA)
    return place, kind.key is not None, kind.name

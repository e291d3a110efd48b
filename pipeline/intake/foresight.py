"""What importing a dump would cost in requests to models, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.models import Stage
from db.queries import imports
from db.session import Database
from pipeline.dumps.date_order import DateOrder
from pipeline.dumps.dump import Dump, open_dump
from pipeline.dumps.message import Kind
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import TakeOneError
from pipeline.extraction.batch import services
from pipeline.extraction.configured import read_config
from pipeline.extraction.models.prompt import Prompt, load
from pipeline.extraction.spending.asked import Asked, asked_now
from pipeline.extraction.spending.budget import Care
from pipeline.extraction.spending.forecast import Forecast
from pipeline.extraction.spending.prices import Prices
from pipeline.extraction.spending.report import read_report
from pipeline.intake.importer import fingerprint
from pipeline.intake.judge import Judge
from pipeline.prefilter.decision import Band

LOOKED_AT = 20_000
"""Messages of a dump that are judged, which takes seconds; the rest is taken to be alike."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a dump, or several, would take. `batch`: for half the price, within a day."""

    about: Forecast
    batch: bool

    def __add__(self, other: Foreseen) -> Foreseen:
        one, two = self.about, other.about
        messages, calls = one.messages + two.messages, one.calls + two.calls
        whole = Forecast(
            messages=messages,
            calls=calls,
            cost=one.cost + two.cost,
            seconds=one.seconds + two.seconds,
            saved=1 - calls / messages if messages else 0.0,
            priced=one.priced and two.priced,
        )
        return Foreseen(whole, self.batch)

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        about = self.about
        return {
            "messages": about.messages,
            "calls": about.calls,
            "usd": round(about.cost / 1e6, 6) if about.priced else None,
            "seconds": None if self.batch else round(about.seconds),
            "fewer": round(about.saved, 4),
            "batch": self.batch,
        }

    def sentence(self) -> str:
        """The same for a person at a terminal."""
        about = self.about
        money = f"${about.cost / 1e6:,.2f}" if about.priced else "no price known"
        time = "answered within a day, for half the price" if self.batch else _time(about.seconds)
        calls = "call" if about.calls == 1 else "calls"
        fewer = f"{about.saved:.0%} fewer than without the prefilter"
        return f"About {about.calls:,} {calls} of a model, {money}, {time}; {fewer}."


@dataclass(frozen=True, slots=True)
class Foresight:
    """Looks into dumps. `resting` tells which providers are not asked now."""

    database: Database
    judge: Judge
    prices: Prices
    resting: Callable[[], Container[str]]
    prompt: Prompt = field(default_factory=load)

    def of(
        self,
        path: Path,
        *,
        mapping: ColumnMapping | None = None,
        date_order: DateOrder | None = None,
    ) -> Foreseen | None:
        """About what a dump would take; None when rules would read it, or it can't be read.
        Blocks for seconds."""
        found = self._asked()
        if found is None:
            return None
        asked, batch = found
        try:
            with open_dump(path, mapping=mapping, date_order=date_order) as dump:
                texts, messages, times = self._look(dump, asked.care)
        except TakeOneError:
            return None
        with self.database.reading() as session:
            if imports.finished(session, fingerprint(path)):
                texts, messages = [], 0
        about = asked.forecast(texts, messages, self.prompt, self.prices, batch=batch)
        return Foreseen(_times(about, times), batch)

    def all(
        self,
        paths: Iterable[Path],
        *,
        mapping: ColumnMapping | None = None,
        date_order: DateOrder | None = None,
    ) -> Foreseen | None:
        """About what several dumps would take together."""
        whole: Foreseen | None = None
        for path in paths:
            one = self.of(path, mapping=mapping, date_order=date_order)
            whole = one if whole is None or one is None else whole + one
        return whole

    def _asked(self) -> tuple[Asked, bool] | None:
        """Who would read a dump imported now, and whether in a batch."""
        with self.database.reading() as session:
            config = read_config(session)
            if not config.choices:
                return None
            asked = asked_now(config, read_report(session, datetime.now(UTC)), self.resting())
        if asked is None or asked.care is Care.RULES:
            return None
        return asked, config.batch == "dumps" and asked.provider in services.NAMES

    def _look(self, dump: Dump, how: Care) -> tuple[list[str], int, float]:
        """Texts that would be asked about, how many messages they are of, and how many times
        as much there is in the whole dump."""
        texts: list[str] = []
        messages = position = 0
        size = sum(part.size for part in dump.parts)
        for batch in dump.batches():
            for one in batch.messages:
                if one.kind not in (Kind.MESSAGE, Kind.MEDIA) or not one.text.strip():
                    continue
                messages += 1
                judged = self.judge.judge(one.text)
                if judged.stage == Stage.WAITING and (
                    how is not Care.SPARING or judged.band == Band.PASS.value
                ):
                    texts.append(judged.text)
            position = batch.position
            if messages >= LOOKED_AT and 0 < position < size:
                return texts, messages, size / position
        return texts, messages, 1.0


def _times(about: Forecast, times: float) -> Forecast:
    return replace(
        about,
        messages=round(about.messages * times),
        calls=round(about.calls * times),
        cost=round(about.cost * times),
        seconds=about.seconds * times,
    )


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60):,} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"

"""A worker that is killed again and again while everything it talks to fails.

Run: PYTHONPATH=. python tests/faults/survival.py [--seconds 300] [--kills 10] [--messages 900]

Sources bring messages while a part of all requests, to sources and to the model alike, goes wrong
in every way that may heal. At random moments the worker gets `kill -9` and is started again. When
the faults end, it may finish. Then every message is where it belongs, once, and no answer the
dead worker had stored was paid for again.

An answer may be paid for again only when the worker that asked was killed before it was handed
over, or at most `GRACE` seconds later (the time in which a reply is parsed and written down), and
when it stood in no table after the kill. Answers of no
use (prose, hostile JSON) are asked for again by design, once, and are counted apart.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402

from db.models import Call, DeadLetter, Message, ModelCall, Sighting, Stage  # noqa: E402
from db.session import Database  # noqa: E402
from takeone_desktop.assemble import assemble  # noqa: E402
from tests.faults.messages import number_of, texts  # noqa: E402
from tests.faults.standin import NOT_READ, Noted, StandIn  # noqa: E402
from tests.faults.workspace import (  # noqa: E402
    CHATS,
    add_sources,
    ask_now,
    configure,
    environment,
    fill,
    settings,
    settled,
    stages,
)

GRACE = 2.0
USEFUL = ("answered", "slow")
ASK_EVERY = 2.0
SETTLE_SECONDS = 400.0


@dataclass(frozen=True, slots=True)
class Kill:
    """A moment of death, and the calls whose answers stood in the ledger after it."""

    at: float
    held: frozenset[int]


@dataclass(slots=True)
class Outcome:
    """What a run came to. `wrong` is empty when every promise held."""

    messages: int
    kills: int
    seconds: float = 0.0
    stages: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    """Requests by service and by what they got."""
    in_flight: int = 0
    """Answers paid for again because nobody lived to hear them."""
    excused: list[float] = field(default_factory=list)
    """Answers paid for again because they came so many seconds before a kill."""
    useless: int = 0
    """Messages that got more than two answers of no use, because a kill came between."""
    by_rules: int = 0
    wrong: list[str] = field(default_factory=list)


def survive(
    folder: Path,
    *,
    seconds: float,
    kills: int,
    messages: int,
    faults: float = 0.2,
    stalled: float = 3.0,
    seed: int = 1,
) -> Outcome:
    """Live through so many seconds of faults and so many kills, then finish in peace."""
    calls, chance = messages // 3, random.Random(seed)
    outcome = Outcome(messages, kills)
    with StandIn() as stand_in:
        with assemble(settings(stand_in, folder)) as services:
            configure(services.database, 10)
            add_sources(services, CHATS)
        database = Database(f"sqlite:///{folder / 'workspace' / 'workspace.db'}")
        stand_in.plan(seconds=0.5, faults=faults, slow=1.5, stalled=stalled)
        worker = start(stand_in, folder)
        while not stand_in.book():  # however long a start takes on this machine
            wait(database, worker, until=time.monotonic() + 0.2)
        fill(stand_in, texts(messages, calls), seconds * 0.9)
        began = time.monotonic()
        moments = sorted(began + chance.uniform(0.15, 1.0) * seconds for _ in range(kills))
        dead: list[Kill] = []
        for moment in [*moments, began + seconds]:
            wait(database, worker, until=moment)
            if moment in moments:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                dead.append(Kill(time.monotonic(), answered(database)))
                ask_now(database)
                worker = start(stand_in, folder)
        stand_in.plan(seconds=0.5)
        deadline = time.monotonic() + SETTLE_SECONDS
        while not settled(database, messages) and time.monotonic() < deadline:
            wait(database, worker, until=time.monotonic() + ASK_EVERY)
        worker.terminate()
        if worker.wait(60) != 0:
            outcome.wrong.append(f"the worker ended with {worker.returncode}")
        outcome.seconds = time.monotonic() - began
        judge_messages(database, messages, calls, outcome)
        judge_money(stand_in.book(), dead, outcome)
        database.close()
    return outcome


def start(stand_in: StandIn, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "said.txt").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "worker"],
            env={**os.environ, **environment(stand_in, folder)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )


def wait(database: Database, worker: subprocess.Popen[bytes], *, until: float) -> None:
    """Let the worker work, its sources due again and again."""
    while (left := until - time.monotonic()) > 0:
        ask_now(database)
        time.sleep(min(left, ASK_EVERY))
        assert worker.poll() is None, "the worker ended by itself; see said.txt"


def answered(database: Database) -> frozenset[int]:
    """The calls whose answers are written down."""
    statement = (
        sa.select(Message.text)
        .join(ModelCall, ModelCall.message_id == Message.id)
        .where(ModelCall.outcome == "answered")
    )
    with database.reading() as session:
        numbers = [number_of(text) for text in session.scalars(statement)]
    return frozenset(number for number in numbers if number is not None)


def judge_messages(database: Database, messages: int, calls: int, outcome: Outcome) -> None:
    """Every message is at one end of its way, once."""
    wrong = outcome.wrong
    with database.reading() as session:
        ids = Counter(session.scalars(sa.select(Message.external_id)))
        rows = session.execute(sa.select(Message.id, Message.stage, Message.text)).all()
        placed = Counter(session.scalars(sa.select(Call.message_id)))
        seen = Counter(session.scalars(sa.select(Sighting.message_id)))
        letters = session.execute(sa.select(DeadLetter.message_id, DeadLetter.error)).all()
        by_rules = sa.select(sa.func.count()).where(Call.provider == "rules")
        outcome.by_rules = session.scalar(by_rules) or 0
    outcome.stages = stages(database)
    outcome.causes = Counter(error for _, error in letters)
    wrong += [f"lost: whapi-{one}" for one in range(messages) if not ids[f"whapi-{one}"]]
    wrong += [f"stored twice: {one}" for one, times in ids.items() if times > 1]
    buried = {message for message, error in letters if error}
    for message, stage, text in rows:
        is_call = number_of(text) is not None
        where = f"message {message} ({stage})"
        if stage not in (Stage.EXTRACTED, Stage.SKIPPED, Stage.DEAD):
            wrong.append(f"{where} has not come to an end")
        if is_call and stage == Stage.SKIPPED:
            wrong.append(f"{where} is a call and was left out")
        if (stage == Stage.DEAD) != (message in buried):
            wrong.append(f"{where} has a cause without being dead, or none")
        if stage == Stage.EXTRACTED and is_call and not (placed[message] or seen[message]):
            wrong.append(f"{where} is a call and is nowhere")
        if placed[message] > 1 or seen[message] > 1:
            wrong.append(f"{where} was placed twice")


def judge_money(book: Sequence[Noted], dead: Sequence[Kill], outcome: Outcome) -> None:
    """No answer that was written down was paid for again."""
    outcome.met = Counter(f"{one.service} {one.got}" for one in book)
    paid: Mapping[int, list[Noted]] = defaultdict(list)
    useless: Counter[int] = Counter()
    for one in book:
        if one.number is None or not one.ended:
            continue
        useless[one.number] += one.got in NOT_READ
        if one.got in USEFUL:
            paid[one.number].append(one)
    outcome.useless = sum(times > 2 for times in useless.values())
    for number, answers in paid.items():
        answers.sort(key=lambda one: one.ended)
        for before, again in pairwise(answers):
            kill = next((one for one in dead if before.begun <= one.at <= again.begun), None)
            if kill is None:
                outcome.wrong.append(f"call {number} was paid for twice in one life")
            elif number in kill.held:
                outcome.wrong.append(f"call {number} was paid for again though it was stored")
            elif before.ended > kill.at:
                outcome.in_flight += 1
            elif kill.at - before.ended > GRACE:
                late = kill.at - before.ended
                outcome.wrong.append(f"call {number} was not stored {late:.1f} s after its answer")
            else:
                outcome.excused.append(kill.at - before.ended)


def told(outcome: Outcome) -> str:
    """The outcome as a table."""
    faulty = sum(times for got, times in outcome.met.items() if not got.endswith(" answered"))
    excused = ", ".join(f"{seconds:.2f} s" for seconds in outcome.excused)
    rows = [
        ("messages", outcome.messages),
        ("kill -9", outcome.kills),
        ("seconds", f"{outcome.seconds:.0f}"),
        ("requests, of them faulty", f"{outcome.met.total()}, {faulty}"),
        ("ends", dict(outcome.stages)),
        ("calls read by rules", outcome.by_rules),
        ("paid again, killed before the answer", outcome.in_flight),
        ("paid again, answered before a kill by", excused or "none"),
        ("more than two useless answers", outcome.useless),
    ]
    lines = [f"{name:40}{value}" for name, value in rows]
    lines += [f"  dead letter, {times} x: {error}" for error, times in outcome.causes.items()]
    lines += [f"  met {times:>5} x {got}" for got, times in sorted(outcome.met.items())]
    lines += [f"WRONG: {one}" for one in outcome.wrong] or ["nothing lost, nothing twice"]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--messages", type=int, default=900)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        outcome = survive(
            Path(name),
            seconds=given.seconds,
            kills=given.kills,
            messages=given.messages,
            stalled=35.0,
            seed=given.seed,
        )
    print(f"load {os.getloadavg()[0]:.1f}\n{told(outcome)}")  # noqa: T201  # its report
    sys.exit(bool(outcome.wrong))


if __name__ == "__main__":
    main()

"""kill -9 at random moments: nothing is lost, nothing is doubled."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.models import Call, DeadLetter, Message, Publication, Sighting, Stage
from db.session import Database
from tests.servers.postgres import PostgresServer

ROOT = Path(__file__).parents[2]
CITIES = ("الرياض", "جدة", "الدمام", "الخبر", "أبها", "تبوك", "حائل", "الطائف", "ينبع", "نجران")
ROLES = ("ممثلين", "ممثلات", "كومبارس", "أطفال", "موديلز", "راقصين", "معلقين صوتيين", "كبار سن")
WORK = ("إعلان عطور", "مسلسل درامي", "فيلم قصير", "إعلان بنك", "فيديو كليب", "مسلسل بدوي")
MESSAGES = 900


def rounds(few: int) -> int:
    """How many kills; `TAKEONE_KILLS` asks for a longer run."""
    return int(os.environ.get("TAKEONE_KILLS", few))


def dump(path: Path) -> Path:
    """Calls that differ in what they say, reposts of some, and chatter between them."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(MESSAGES):
            text = (
                f"مطلوب {chance.choice(ROLES)} لتصوير {chance.choice(WORK)}\n"
                f"الموقع: {chance.choice(CITIES)}\nالعمر من {chance.randint(18, 40)} إلى 60\n"
                f"الأجر: {chance.randint(3, 60) * 100} ريال\nللتواصل: 0550001{number % 90:03}"
                if chance.random() < 0.6
                else f"صباح الخير يا جماعة {number}"
            )
            file.write(json.dumps({"id": f"m{number}", "text": text}) + "\n")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str, int]]:
    """A new workspace on each database: its name, its database's address, how many kills."""
    if request.param == "sqlite":
        folder = tmp_path / "workspace"
        yield str(folder), f"sqlite:///{folder / 'workspace.db'}", rounds(10)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database()
    yield url, url, rounds(5)
    server.drop_database(url)


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_a_killed_program_goes_on_where_it_was(
    workspace: tuple[str, str, int], tmp_path: Path
) -> None:
    """However often it dies, the end is that of an undisturbed run."""
    name, url, kills = workspace
    path = dump(tmp_path / "dump.jsonl")
    site = tmp_path / "public.db"
    start = starter(name, site, tmp_path)
    chance = random.Random(kills)

    for _ in range(kills - kills // 3):
        killed(start("triage", str(path)), chance.uniform(0.8, 5.0))
    finished(start("triage", str(path)))
    finished(start("review", "approve", "--all-pending"))
    for _ in range(kills // 3):
        killed(start("publish", "--wait"), chance.uniform(0.8, 4.0))
    finished(start("publish", "--wait"))

    database = Database(url)
    nothing_lost_nothing_doubled(database, site)
    database.close()


def nothing_lost_nothing_doubled(database: Database, site: Path) -> None:
    with database.reading() as session:
        stages = Counter(session.scalars(sa.select(Message.stage)))
        placed = Counter(session.scalars(sa.select(Call.message_id)))
        seen = Counter(session.scalars(sa.select(Sighting.message_id)))
        approved = session.scalars(sa.select(Call.content_hash).where(Call.status == "approved"))
        wanted = sorted(approved)
        states = Counter(session.scalars(sa.select(Publication.state)))
        extracted = set(
            session.scalars(sa.select(Message.id).where(Message.stage == Stage.EXTRACTED))
        )
        letters = session.scalars(sa.select(DeadLetter.error)).all()
    assert letters == []
    assert sum(stages.values()) == MESSAGES
    assert set(stages) == {Stage.EXTRACTED, Stage.SKIPPED}
    assert set((placed | seen).values()) == {1}
    assert set(placed) | set(seen) <= extracted
    assert states == {"live": len(wanted)}
    engine = sa.create_engine(f"sqlite:///{site}")
    with engine.connect() as connection:
        rows = connection.execute(sa.text('SELECT "contentHash" FROM "CastingCall"')).scalars()
        assert sorted(rows) == wanted
    engine.dispose()
    assert len(wanted) > 50


Start = Callable[..., subprocess.Popen[bytes]]


def starter(workspace: str, site: Path, folder: Path) -> Start:
    """Starts the program on this workspace; what it says is kept for a failure's report."""
    said = folder / "said.txt"
    environment = {
        **os.environ,
        "TAKEONE_WORKSPACE": workspace,
        "TAKEONE_PUBLIC_URL": f"sqlite:///{site}",
        "XDG_DATA_HOME": str(folder / "data"),
    }

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        with said.open("ab") as file:
            return subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )

    return start


def killed(process: subprocess.Popen[bytes], after: float) -> None:
    """Let it run for a while, then give it no chance to tidy up."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def finished(process: subprocess.Popen[bytes]) -> None:
    assert process.wait(200) == 0

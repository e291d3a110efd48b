"""What a dump would cost is told before it is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.session import Database
from pipeline.extraction.configured import ModelConfig, write_config
from pipeline.extraction.spending.prices import default_prices
from pipeline.intake import foresight
from pipeline.intake.foresight import Foresight
from pipeline.intake.judge import Judge
from pipeline.prefilter.load import default_prefilter

HAIKU = "claude-haiku-5-5"


def call(number: int) -> str:
    return f"مطلوب ممثلين لتصوير إعلان رقم {number}، الأجر {number + 500} ريال، للتواصل 0550001234"


def dump(folder: Path, *texts: str) -> Path:
    path = folder / "dump.jsonl"
    lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def ahead(sqlite_database: Database) -> Foresight:
    judge = Judge(default_prefilter(), extract_unsure=True)
    return Foresight(sqlite_database, judge, default_prices(), lambda: ())


def configure(ahead: Foresight, provider: str = "anthropic", **more: object) -> None:
    choice = {"provider": provider, "strong": HAIKU, "cheap": HAIKU}
    with ahead.database.writing() as session:
        config = ModelConfig.model_validate({"choices": [choice], **more})
        write_config(session, config, by="test")


def test_without_a_model_there_is_nothing_to_foresee(ahead: Foresight, tmp_path: Path) -> None:
    assert ahead.of(dump(tmp_path, call(1))) is None


def test_what_passes_is_counted_once_and_priced(ahead: Foresight, tmp_path: Path) -> None:
    configure(ahead)
    texts = [*(call(number) for number in range(10)), call(0), *["صباح الخير"] * 9]
    found = ahead.of(dump(tmp_path, *texts))
    assert found is not None
    assert (found.about.messages, found.about.calls, found.about.saved) == (20, 10, 0.5)
    assert found.about.priced
    assert found.about.cost > 0
    assert "About 10 calls of a model, $0.0" in found.sentence()
    assert "50% fewer" in found.sentence()


def test_a_batch_costs_half(ahead: Foresight, tmp_path: Path) -> None:
    path = dump(tmp_path, *(call(number) for number in range(10)))
    configure(ahead)
    whole = ahead.of(path)
    configure(ahead, batch="dumps")
    half = ahead.of(path)
    assert whole is not None
    assert half is not None
    assert half.batch
    assert half.about.cost == pytest.approx(whole.about.cost / 2, abs=10)
    assert "half the price" in half.sentence()
    assert half.as_json()["seconds"] is None


def test_a_long_dump_is_judged_in_part(
    ahead: Foresight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "LOOKED_AT", 1_000)
    configure(ahead)
    found = ahead.of(dump(tmp_path, *(call(number) for number in range(20_000))))
    assert found is not None
    assert found.about.calls == pytest.approx(20_000, rel=0.1)


def test_an_empty_budget_leaves_it_to_rules(ahead: Foresight, tmp_path: Path) -> None:
    configure(ahead, daily_usd=0.0)
    assert ahead.of(dump(tmp_path, call(1))) is None


def test_what_can_not_be_read_is_not_foreseen(ahead: Foresight, tmp_path: Path) -> None:
    configure(ahead)
    path = tmp_path / "junk.bin"
    path.write_bytes(bytes(range(256)) * 100)
    assert ahead.of(path) is None

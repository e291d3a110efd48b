"""Live messages on their whole way, through as many questions at once as were decided."""

import time
from pathlib import Path

import pytest

from db.models import Stage
from takeone_desktop.assemble import assemble
from tests.faults.messages import texts
from tests.faults.standin import StandIn
from tests.faults.workspace import add_sources, configure, fill, hang_up, settings, settled, stages

MESSAGES, CALLS, AT_ONCE = 200, 60, 20


@pytest.mark.slow
def test_as_many_are_asked_about_at_once_as_was_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And never more: many messages that are read at once share one limit."""
    for name in ("WHAPI", "ANTHROPIC"):
        monkeypatch.setenv(f"TAKEONE_KEY_{name}", "put back when the test ends")
    with StandIn() as stand_in, assemble(settings(stand_in, tmp_path)) as services:
        configure(services.database, AT_ONCE)
        services.engine.start()
        services.orchestrator.start()
        (source,) = add_sources(services)
        stand_in.plan(seconds=2.0)
        fill(stand_in, texts(MESSAGES, CALLS))
        services.orchestrator.run_now(source).result(60)
        while not settled(services.database, MESSAGES):
            time.sleep(0.1)
        assert stages(services.database) == {
            Stage.EXTRACTED: CALLS,
            Stage.SKIPPED: MESSAGES - CALLS,
        }
        assert stand_in.most() == AT_ONCE
        assert sum(one.service == "model" for one in stand_in.book()) == CALLS
        hang_up(services)

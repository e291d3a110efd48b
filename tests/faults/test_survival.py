"""Nothing is lost, doubled or paid twice, whatever fails and whoever is killed."""

from pathlib import Path

import pytest

from tests.faults.survival import survive, told


@pytest.mark.slow
@pytest.mark.timeout(500)
def test_a_worker_that_is_killed_among_faults_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WHAPI", "ANTHROPIC"):
        monkeypatch.setenv(f"TAKEONE_KEY_{name}", "put back when the test ends")
    outcome = survive(tmp_path, seconds=20, kills=2, messages=120)
    assert outcome.wrong == [], told(outcome)
    assert sum(times for got, times in outcome.met.items() if not got.endswith("answered")) > 0

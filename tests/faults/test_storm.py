"""A storm of refusals: nobody comes before their time, and every message is read all the same."""

from pathlib import Path

import pytest

from tests.faults.storm import meet


@pytest.mark.slow
def test_a_storm_is_sat_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WHAPI", "ANTHROPIC"):
        monkeypatch.setenv(f"TAKEONE_KEY_{name}", "put back when the test ends")
    met = meet(tmp_path, storm=3.0, retry_after=1, concurrency=10, messages=100)
    assert met.refused > 0
    assert met.early == ()
    assert met.by_rules == 0
    assert met.stages == {"extracted": 100}

"""Settings come from the environment, and an empty variable says nothing."""

from pathlib import Path

import pytest

from pipeline.errors import Invalid
from takeone_desktop.settings import load_settings
from takeone_desktop.workspace import locate


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the folder one happens to stand in would become the workspace."""
    monkeypatch.setenv("TAKEONE_WORKSPACE", "")
    assert locate(load_settings().workspace).folder != Path.cwd()


def test_a_named_workspace_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKEONE_WORKSPACE", "/elsewhere")
    assert load_settings(workspace="/here").workspace == "/here"
    assert load_settings().workspace == "/elsewhere"


def test_the_address_of_the_site_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKEONE_PUBLIC_URL", "postgresql://site:secret@host/site")
    assert "secret" not in repr(load_settings())


def test_other_databases_are_refused_in_a_sentence() -> None:
    with pytest.raises(Invalid, match="Postgres"):
        locate("mysql://host/database")


@pytest.mark.parametrize("name", ["TAKEONE_ALLOWED_HOSTS", "TAKEONE_SERVICE_URLS"])
def test_a_list_that_is_no_json_names_its_variable(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "192.168.0.5:80")
    with pytest.raises(Invalid, match=f"{name} can't be read"):
        load_settings()

"""Models by command: who is asked, what it may cost, and a whole triage through one."""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from db.models import Call, DeadLetter, ModelCall
from db.session import Database
from tests.cli.desk import Desk
from tests.extraction.models.asking import call, report
from tests.servers.llm import openai_completion
from tests.servers.web import Answer, Request, WebServer, as_json, failing

TITLE = "ممثلات لإعلان عطور"
TEXT = f"مطلوب {TITLE} في جدة، الأجر ١٥٠٠ ريال، للتواصل واتساب 0550001234"
KEY = "sk-hunter2hunter2hunter2hunter2"


def model(request: Request) -> Answer:
    if request.path.endswith("/models"):
        return as_json({"object": "list", "data": [{"id": "m", "object": "model"}]})
    asked = request.body.decode()
    if "SPEAK PROSE" in asked:
        return as_json(openai_completion("I would rather tell you a story.", 900))
    return as_json(openai_completion(report(call(title=(TITLE, TITLE))), 900))


def desk_on(folder: Path, server: WebServer) -> Desk:
    """A desk whose local model server is the stand-in."""
    return Desk(
        folder / "ws",
        secrets=(KEY,),
        TAKEONE_SERVICE_URLS=json.dumps({"local": f"{server.url}/v1"}),
        TAKEONE_KEY_LOCAL=KEY,
    )


def rows(folder: Path, statement: sa.Select[Any]) -> list[Any]:
    """What the workspace holds."""
    database = Database(f"sqlite:///{folder / 'ws' / 'workspace.db'}")
    try:
        with database.reading() as session:
            return list(session.execute(statement).all())
    finally:
        database.close()


def dump(folder: Path, *texts: str) -> str:
    path = folder / "dump.jsonl"
    lines = [json.dumps({"id": f"m{n}", "text": text}) for n, text in enumerate(texts)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_messages_are_read_by_the_model_and_its_prose_is_a_dead_letter(tmp_path: Path) -> None:
    with WebServer(model) as server:
        desk = desk_on(tmp_path, server)
        desk.run("models", "use", "local", "--strong", "m")
        told = desk.json("triage", dump(tmp_path, TEXT, TEXT + " SPEAK PROSE"), code=1)
        assert [one["fields"]["title"]["value"] for one in told["calls"]] == [TITLE]
        (letter,) = told["dead_letters"]
        assert letter["failure"] == "invalid_output"
        asked = len([one for one in server.requests if "chat/completions" in one.path])
        assert asked == 3  # one answer, and two tries at prose
        desk.json("triage", dump(tmp_path, TEXT + " 🎬"))
        again = len([one for one in server.requests if "chat/completions" in one.path])
        assert again == asked  # the same words are not asked again
    assert rows(tmp_path, sa.select(Call.provider).distinct()) == [("local",)]
    (detail,) = rows(tmp_path, sa.select(DeadLetter.detail))
    assert detail[0]["raw"] == "I would rather tell you a story."
    outcomes = sorted(rows(tmp_path, sa.select(ModelCall.outcome, ModelCall.input_tokens)))
    assert outcomes == [("answered", 900), ("invalid_output", 900), ("invalid_output", 900)]


def test_a_model_that_is_away_leaves_the_work_to_the_rules(tmp_path: Path) -> None:
    with WebServer(lambda _: failing(401)) as server:
        desk = desk_on(tmp_path, server)
        desk.run("models", "use", "local", "--strong", "m")
        told = desk.json("triage", dump(tmp_path, TEXT))
    assert len(told["calls"]) == 1
    assert rows(tmp_path, sa.select(Call.provider)) == [("rules",)]


def test_the_order_the_budget_and_a_key_by_command(tmp_path: Path) -> None:
    with WebServer(model) as server:
        desk = desk_on(tmp_path, server)
        desk.run("models", "use", "local", "--strong", "m")
        desk.run("models", "use", "anthropic", "--strong", "claude-sonnet-5-5", "--first")
        desk.run("models", "budget", "--daily", "0")
        told = desk.json("models", "show")
        assert [one["provider"] for one in told["choices"]] == ["anthropic", "local"]
        assert (told["daily_usd"], told["care"]) == (0, "rules")
        assert desk.json("models", "test", "local")["models"] == ["m"]
        server.faults.append(failing(401))
        assert not desk.json("models", "test", "local", code=1)["works"]
        desk.run("models", "remove", "anthropic")
        desk.run("models", "remove", "anthropic", code=2)
        desk.run("models", "use", "fax", "--strong", "m", code=2)


def test_an_address_that_is_none_is_refused_and_a_wrong_setting_stops_nothing(
    tmp_path: Path,
) -> None:
    with WebServer(model) as server:
        desk = desk_on(tmp_path, server)
        for wrong in ("ftp://x", "http://", "nonsense"):
            given = ("--strong", "m", "--base-url", wrong)
            assert "address" in desk.run("models", "use", "local", *given, code=2).stderr
        desk.run("models", "use", "local", "--strong", "m")
        desk.env["TAKEONE_SERVICE_URLS"] = json.dumps({"local": "nonsense"})
        assert "address" in desk.json("models", "test", "local", code=1)["error"]
        assert len(desk.json("triage", dump(tmp_path, TEXT))["calls"]) == 1

"""What there is to be seen of imports when models read them: what it would cost."""

from __future__ import annotations

from pipeline.extraction.configured import ModelConfig, write_config
from scripts.stage import DEMO, Over, Scene, Stage

CLAUDE = {
    "provider": "anthropic",
    "strong": "claude-sonnet-5-5",
    "cheap": "claude-haiku-5-5",
}


def _configured(stage: Stage, batch: str) -> None:
    config = ModelConfig.model_validate({"choices": [CLAUDE], "batch": batch})
    with stage.services.database.writing() as session:
        write_config(session, config, by="noura")


def _chat(copies: int) -> bytes:
    lines = DEMO.read_text(encoding="utf-8").splitlines()
    return "".join(f"{line} {n}\n" for n in range(copies) for line in lines).encode()


def _cost(stage: Stage) -> None:
    """One file, before it is imported."""
    _configured(stage, "off")
    stage.window.open_files([stage.file("WhatsApp Chat with كاستنج الرياض.txt", _chat(40))])


def _batch(stage: Stage) -> None:
    """Several files, which would be sent in a batch."""
    _configured(stage, "dumps")
    files = [stage.file("riyadh.txt", _chat(40)), stage.file("jeddah.txt", _chat(3))]
    stage.window.open_files(files)


SCENES = (
    Scene("import-cost", _cost, over=Over.DEMO, seconds=6),
    Scene("import-cost-batch", _batch, over=Over.DEMO, seconds=6),
)

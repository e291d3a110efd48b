"""The other workspaces a window may be asked to open: a sample, and one shared by many desks."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from pipeline.errors import Invalid, Rejected
from takeone_desktop.settings import Settings, config_file
from takeone_desktop.workspace import locate, open_workspace

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services

CHAT = "demo/whatsapp-casting-riyadh.txt"
_LINE = re.compile(r"^workspace\s*=.*$", re.MULTILINE)


@contextmanager
def sample_settings(settings: Settings) -> Iterator[Settings]:
    """Settings for a workspace of its own, thrown away at the end. The site's table is the
    sample's too, whatever the settings name: made-up calls must never reach a real site."""
    with tempfile.TemporaryDirectory(
        prefix="takeone-sample-", ignore_cleanup_errors=True
    ) as folder:
        yield settings.model_copy(update={"workspace": folder, "public_url": ""})


def import_sample(services: Services) -> None:
    """Take the bundled chat in; the engine reads the calls out of it while one looks on."""
    with as_file(files("resources").joinpath(CHAT)) as chat:
        services.importer.run(chat)


def join_shared(address: str) -> None:
    """Have the settings name the shared workspace at `address` from the next start on.

    It was opened once before the settings file is touched: an address that leads nowhere would
    keep the program from starting. Raises `Invalid`, `Rejected` or `Unavailable`.
    """
    if "://" not in address:
        raise Invalid("A shared workspace has an address like postgresql://name@server/takeone.")
    place = locate(address)
    if make_url(address).password:
        raise Invalid(
            "Leave the password out of the address: the settings file is no place for it. "
            "Postgres reads it from .pgpass or PGPASSWORD."
        )
    if os.environ.get("TAKEONE_WORKSPACE"):
        raise Rejected("TAKEONE_WORKSPACE names the workspace here; change it there.")
    with open_workspace(place):
        pass
    _remember(config_file(), address)


def _replace(file: Path, text: str) -> None:
    """Give `file` this text, wholly or not at all, and leave its permissions as they are."""
    file = file.resolve()  # a link stays a link
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="utf-8")
        if file.exists():
            new.chmod(file.stat().st_mode)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _remember(file: Path, address: str) -> None:
    line = f"workspace = {json.dumps(address)}"  # a JSON string is a TOML string too
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        # Before everything else: what follows a table's head would belong to the table.
        text = _LINE.sub(lambda _: line, text) if _LINE.search(text) else f"{line}\n{text}"
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, text)
    except OSError as error:
        raise Rejected(
            f"The settings file {file} can't be written ({error.strerror}). "
            "Change its permissions, or set TAKEONE_WORKSPACE."
        ) from error

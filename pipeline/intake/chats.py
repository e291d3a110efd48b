"""Which source a chat belongs to: one that an earlier reading filled, or a new one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from sqlalchemy.orm import Session

from db.models import ImportRun, Source, SourceKind
from db.queries import imports
from db.queries import messages as rows
from pipeline.dumps.dump import Dump
from pipeline.dumps.message import Kind
from pipeline.dumps.part import Part
from pipeline.intake.identity import Identifier
from pipeline.intake.inbox import Named
from pipeline.intake.judge import storable

RECOGNISED_BY = 30
FILE_NAME = re.compile(
    r"^(whatsapp chat (with|-)|chat whatsapp|محادثة واتساب مع|دردشة واتساب مع)\s*", re.I
)


def chats_of(dump: Dump) -> dict[str, list[Part]]:
    """The parts of each chat of a dump, in order."""
    chats: dict[str, list[Part]] = {}
    for part in dump.parts:
        chats.setdefault(part.chat, []).append(part)
    return chats


@dataclass(frozen=True, slots=True)
class Chats:
    """The chats of one file with their first messages, by which a later export is recognised."""

    path: Path
    fingerprint: str
    format: str
    first: dict[str, Sequence[Named]]
    names: dict[str, str]

    @classmethod
    def look(cls, path: Path, fingerprint: str, dump: Dump) -> Self:
        """Read the beginning of each."""
        chats = chats_of(dump)
        alone = len(chats) == 1
        return cls(
            path,
            fingerprint,
            dump.format.value,
            {chat: _first_named(parts[0]) for chat, parts in chats.items()},
            {
                chat: parts[0].title or plain_name(path.stem if alone else parts[0].name, path)
                for chat, parts in chats.items()
            },
        )

    def sources(self, session: Session) -> tuple[dict[str, int], bool]:
        """The source of each chat, and whether all of them were filled by this file before."""
        found: dict[str, int] = {}
        known = True
        for chat in self.first:
            part = "" if len(self.first) == 1 else storable(chat)
            before = imports.source_of(session, self.fingerprint, part)
            if before is None:
                known = False
                before = self._recognise(session, chat) or self._make(session, chat)
                if part:
                    session.add(self.record(before, part=part, state="done"))
            found[chat] = before
        return found, known

    def record(self, source_id: int, **values: str) -> ImportRun:
        """A record that this file went, or one chat of it, to a source."""
        return ImportRun(
            source_id=source_id,
            file_name=storable(self.path.name),
            path=storable(str(self.path)),
            fingerprint=self.fingerprint,
            format=self.format,
            **values,
        )

    def _recognise(self, session: Session, chat: str) -> int | None:
        first = self.first[chat]
        return _same_chat(rows.dump_sources_with(session, [one.id for one in first]), first)

    def _make(self, session: Session, chat: str) -> int:
        source = Source(
            kind=SourceKind.DUMP,
            identifier=str(uuid.uuid4()),
            name=storable(self.names[chat]),
            medium=self.format,
        )
        session.add(source)
        session.flush()
        return source.id


def plain_name(name: str, path: Path) -> str:
    """A chat's name as the name of its file tells it; that of `path` when nothing is left."""
    return FILE_NAME.sub("", name) or path.name


def _first_named(part: Part) -> Sequence[Named]:
    identifier = Identifier()
    told = (one for one in part.messages() if one.kind is Kind.MESSAGE and one.text.strip())
    return [Named(identifier.name(one), one) for one in islice(told, RECOGNISED_BY)]


def _same_chat(held: dict[int, dict[str, str]], first: Sequence[Named]) -> int | None:
    """The source that holds most of these messages, word for word, under the same ids."""
    agreeing = {
        source_id: sum(texts.get(one.id) == storable(one.message.text) for one in first)
        for source_id, texts in held.items()
    }
    best = max(agreeing, key=lambda source_id: agreeing[source_id], default=None)
    return best if best is not None and 2 * agreeing[best] > len(first) else None

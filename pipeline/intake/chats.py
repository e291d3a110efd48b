"""Which source a chat belongs to: one that an earlier reading filled, or a new one."""

from __future__ import annotations

import re
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
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
MOST_CHANGED = 500
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
class Sample:
    """Some messages of a chat, and how many of them a source must hold to be the same."""

    texts: dict[str, str | None]
    """By their ids; None for one whose text was changed since."""
    needed: int


@dataclass(frozen=True, slots=True)
class Chats:
    """The chats of one file with some of their messages, by which a later export is recognised."""

    path: Path
    fingerprint: str
    format: str
    samples: dict[str, Sample]
    names: dict[str, str]

    @classmethod
    def look(cls, path: Path, fingerprint: str, dump: Dump) -> Self:
        """Read as much of each as it takes."""
        chats = chats_of(dump)
        alone = len(chats) == 1
        return cls(
            path,
            fingerprint,
            dump.format.value,
            {chat: _sample(parts) for chat, parts in chats.items()},
            {
                chat: parts[0].title or plain_name(path.stem if alone else parts[0].name, path)
                for chat, parts in chats.items()
            },
        )

    def sources(self, session: Session) -> tuple[dict[str, int], bool]:
        """The source of each chat, and whether all of them were filled by this file before."""
        found: dict[str, int] = {}
        known = True
        for chat in self.samples:
            part = "" if len(self.samples) == 1 else storable(chat)
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
        sample = self.samples[chat]
        return _same_chat(rows.dump_sources_with(session, list(sample.texts)), sample)

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


def _sample(parts: Sequence[Part]) -> Sample:
    """The first messages; where ids are unique one known message is enough, so the last as well,
    for what a newer dump repeats may stand at either end, and what was changed."""
    first = [_pair(one) for one in islice(_named(parts[0]), RECOGNISED_BY)]
    if not parts[0].ids_are_unique:
        return Sample(dict(first), len(first) // 2 + 1)
    last = [_pair(one) for one in deque(_named(parts[-1]), RECOGNISED_BY)]
    changed = [(own_id, None) for own_id in islice(parts[-1].changes, MOST_CHANGED)]
    return Sample(dict([*first, *last, *changed]), 1)


def _named(part: Part) -> Iterator[Named]:
    identifier = Identifier()
    told = (one for one in part.messages() if one.kind is Kind.MESSAGE and one.text.strip())
    return (Named(identifier.name(one), one) for one in told)


def _pair(one: Named) -> tuple[str, str | None]:
    return storable(one.id), storable(one.message.text)


def _same_chat(held: dict[int, dict[str, str]], sample: Sample) -> int | None:
    """The source that holds most of these messages, word for word, under the same ids."""
    agreeing = {
        source_id: sum(sample.texts[own_id] in (None, text) for own_id, text in texts.items())
        for source_id, texts in held.items()
    }
    best = max(agreeing, key=lambda source_id: agreeing[source_id], default=None)
    return best if best is not None and agreeing[best] >= sample.needed else None

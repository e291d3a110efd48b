"""What a person may mean by what is typed into the search line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text.normalise import fold
from pipeline.text.search import search_query

HIGHEST_ID = 2**63 - 1
SHORTEST_PHONE = 7
_NAMED = re.compile(r"(message|call|letter|publication)[:# ]\s*#?(\d{1,19})")
_NUMBER = re.compile(r"#?(\d{1,19})")
_JOB = re.compile(r"[a-z_]+:[\w.:#-]+")
_PUBLISH = re.compile(r"publish:(\d{1,18})\.")
_PUBLIC_ID = re.compile(r"[a-z0-9]{20,36}")
_PHONE = re.compile(r"\+?[\d\s().-]{7,24}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The ways to read what was typed: an id, a job, a row of the site, words."""

    number: int | None = None
    kind: str = ""
    """Of what the number is the id, where that was said."""
    job: str = ""
    publication: int | None = None
    """Which publication the job carries out."""
    public_id: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    """Each of these may be what a message says: all words of one."""

    def may_be(self, kind: str) -> bool:
        """Whether the number may be the id of such a thing."""
        return self.kind in ("", kind)


def understand(typed: str) -> Asked:
    """All that was typed could mean."""
    text = typed.strip()
    plain = fold(text).strip()
    if named := _NAMED.fullmatch(plain):
        return Asked(number=_id(named[2]), kind=named[1])
    if _JOB.fullmatch(text):
        publish = _PUBLISH.match(text)
        return Asked(job=text, publication=int(publish[1]) if publish else None)
    found = _NUMBER.fullmatch(plain)
    return Asked(
        number=_id(found[1]) if found else None,
        public_id=text if _PUBLIC_ID.fullmatch(text) else "",
        words=tuple(dict.fromkeys(_ways(plain))),
    )


def _id(digits: str) -> int | None:
    return int(digits) if int(digits) <= HIGHEST_ID else None


def _ways(plain: str) -> Iterator[tuple[str, ...]]:
    """A telephone number in the ways it is written here, anything else as it is."""
    digits = re.sub(r"\D", "", plain)
    if not (_PHONE.fullmatch(plain) and len(digits) >= SHORTEST_PHONE):
        words = search_query(plain)
        if words and not _NUMBER.fullmatch(plain):
            yield words
        return
    yield (digits,)
    own = re.sub(r"^(00966|966|0)", "", digits)
    if own != digits or len(own) == 9:
        yield (f"0{own}",)
        yield (f"966{own}",)
        yield (f"00966{own}",)
    if len(own) == 9:
        first, rest, last = own[:2], own[2:5], own[5:]
        yield (f"0{first}", rest, last)
        yield (first, rest, last)

"""What a file is, told by its first bytes alone."""

import csv
import json
import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.dumps import apify, instagram, telegram, whapi
from pipeline.dumps.encoding import Encoding, guess_encoding, looks_binary
from pipeline.dumps.records import Layout
from pipeline.dumps.table import ColumnMapping, from_record, guess_mapping, sniff
from pipeline.dumps.whatsapp.header import Shape, detect_shape
from pipeline.errors import Invalid

HEAD = 64 * 1024
MOST_SHOWN = 200
"""Letters of a table's head that are told."""


class Format(StrEnum):
    """The kinds of dumps that are read."""

    WHATSAPP = "whatsapp"
    WHAPI = "whapi"
    TELEGRAM = "telegram"
    INSTAGRAM = "instagram"
    APIFY = "apify"
    MAIL = "mail"
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Found:
    """The format and what its reader needs to know."""

    format: Format
    encoding: Encoding
    shape: Shape | None = None
    layout: Layout | None = None
    mapping: ColumnMapping | None = None
    delimiter: str = ","
    columns: tuple[str, ...] = ()
    mailbox: bool = False


def detect(head: bytes, name: str, mapping: ColumnMapping | None = None) -> Found:
    """The format of a file that starts with `head`; an Invalid when it is none we read."""
    encoding = guess_encoding(head)
    text, encoding = _decode(head[encoding.skip :], encoding, name)
    if looks_binary(text):
        raise Invalid(f"{name} is not a text file; choose an exported chat.")
    start = text.lstrip()
    if not start:
        raise Invalid(f"{name} is empty; export the chat again.")
    found = _json(start, encoding) if start[0] in "{[" else None
    if found is None and (shape := detect_shape(text)) is not None:
        return Found(Format.WHATSAPP, encoding, shape=shape)
    found = found or _mail(start, encoding) or _table(text, encoding, mapping, name)
    if found is None:
        raise Invalid(f"{name} is not a dump of a known format; see the list of formats.")
    return found


def _decode(body: bytes, encoding: Encoding, name: str) -> tuple[str, Encoding]:
    try:
        return body.decode(encoding.codec), encoding
    except UnicodeDecodeError as error:
        if len(body) >= HEAD - 4 and error.start > len(body) - 4:
            return body[: error.start].decode(encoding.codec), encoding
        arabic = body.decode("cp1256")
        letters = len(re.findall("[ء-ي]", arabic))
        if (
            encoding.codec == "utf-8"
            and encoding.skip == 0
            and body[: error.start].isascii()
            and letters > 0.8 * sum(byte > 127 for byte in body)
        ):
            return arabic, Encoding("cp1256", 0)
        raise Invalid(
            f"{name} is neither text nor valid {encoding.codec.upper()}, the encoding it was "
            "read as; save it as UTF-8 and try again."
        ) from error


def _json(text: str, encoding: Encoding) -> Found | None:
    first = text.split("\n", 1)[0]
    if text[0] == "{" and _is_line(first) and '"messages"' not in first:
        return Found(Format.JSONL, encoding)
    keys = set(re.findall(r'"(\w{2,24})"\s*:', text))
    if text[0] == "[":
        if keys & {"ownerUsername", "shortCode"}:
            return Found(Format.APIFY, encoding, layout=apify.LAYOUT)
        if keys & {"creation_timestamp", "media"}:
            return Found(Format.INSTAGRAM, encoding, layout=instagram.POSTS)
        if keys & {"chat_id", "from_me"}:
            return Found(Format.WHAPI, encoding, layout=whapi.LIST)
        if keys & {"text", "message", "body"}:
            return Found(Format.JSONL, encoding, layout=Layout("item", from_record))
        return None
    if "chats" in keys and "list" in keys:
        return Found(Format.TELEGRAM, encoding, layout=telegram.FULL)
    if "messages" in keys and not _LISTED.search(text):
        return None
    if keys & {"timestamp_ms", "participants", "sender_name"}:
        return Found(Format.INSTAGRAM, encoding, layout=instagram.MESSAGES)
    if keys & {"chat_id", "from_me"}:
        return Found(Format.WHAPI, encoding, layout=whapi.LAYOUT)
    if keys & {"date_unixtime", "text_entities"} or {"name", "type", "messages"} <= keys:
        return Found(Format.TELEGRAM, encoding, layout=telegram.CHAT)
    return Found(Format.WHAPI, encoding, layout=whapi.LAYOUT) if "messages" in keys else None


_LISTED = re.compile(r'"messages"\s*:\s*(\[|$)')
"""Messages are a list in every dump; the first bytes may end right before it."""


def _is_line(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _mail(text: str, encoding: Encoding) -> Found | None:
    if re.match(r"From \S+ .*\d{4}", text):
        return Found(Format.MAIL, encoding, mailbox=True)
    block = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    names = {name.lower() for name in re.findall(r"(?m)^([A-Za-z-]+):", block)}
    if "from" in names and names & {"date", "subject", "message-id"}:
        return Found(Format.MAIL, encoding)
    return None


def _table(text: str, encoding: Encoding, mapping: ColumnMapping | None, name: str) -> Found | None:
    try:
        delimiter, columns = sniff(text)
    except csv.Error:
        return None
    if mapping is not None and len(columns) > 1:
        _require(mapping, columns, name)
    known = mapping or guess_mapping(columns)
    if known is None or known.text not in columns or len(columns) < 2:
        return None
    return Found(Format.CSV, encoding, mapping=known, delimiter=delimiter, columns=tuple(columns))


def _require(mapping: ColumnMapping, columns: list[str], name: str) -> None:
    """Refuse a table that lacks a column a person named."""
    for asked in (mapping.text, mapping.id, mapping.sent_at, mapping.sender):
        if asked is not None and asked not in columns:
            there = ", ".join(columns)[:MOST_SHOWN]
            raise Invalid(f"{name} has no column “{asked}”; its first line names: {there}.")

"""Gives a dump's messages ids that are the same however often the chat is exported. Pure."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from pipeline.dumps.message import DumpMessage


class Identifier:
    """Names messages in file order.

    A message that brings no id of its own is named by its time, sender and text. The same
    words from the same sender in the same minute are told apart by their number within that
    minute, which a longer export of the same chat gives them again.
    """

    def __init__(self) -> None:
        self._minute: datetime | None = None
        self._seen: dict[str, int] = {}

    def name(self, message: DumpMessage) -> str:
        """The message's id within its chat."""
        if message.external_id is not None:
            return message.external_id
        content = f"{message.sent_at}\x1f{message.sender}\x1f{message.text}"
        if number := self._number(message.sent_at, content):
            content = f"{content}\x1f{number}"
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def _number(self, sent_at: datetime | None, content: str) -> int:
        if sent_at is None:  # without a time, the same words are the same message
            return 0
        if sent_at != self._minute:
            self._minute = sent_at
            self._seen.clear()
        number = self._seen.get(content, 0)
        self._seen[content] = number + 1
        return number


class SenderKeys:
    """Keyed hashes of senders: the same person is recognised, nobody can be read back."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()[:64]
        self._known: dict[str, str] = {}

    def of(self, sender: str | None) -> str | None:
        """The sender's hash under this workspace's key."""
        if sender is None:
            return None
        known = self._known.get(sender)
        if known is None:
            digest = blake2b(sender.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16)
            known = self._known[sender] = digest.hexdigest()
        return known

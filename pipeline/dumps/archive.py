"""The file a dump lies in: itself, or the chats within a zip."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pipeline.errors import Invalid

MAX_UNPACKED = 4 * 1024**3
MAX_RATIO = 200
# Short texts that repeat compress well; only what unpacks to much can hurt.
RATIO_FROM = 32 * 1024**2
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
"""What reading a damaged zip raises."""
_TEXTS = (".txt", ".json", ".jsonl", ".csv", ".mbox", ".eml")


@dataclass(frozen=True, slots=True)
class Member:
    """Readable bytes with an unpacked size; `open` starts at the first byte."""

    path: str
    """Where it lies within the zip, or the name of the file itself."""
    label: str
    """What to call it to a person, who knows the zip by its name."""
    size: int
    open: Callable[[], IO[bytes]]

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


@contextmanager
def open_members(path: Path) -> Iterator[list[Member]]:
    """The candidates within a path, checked to be harmless before one byte is unpacked."""
    try:
        if path.is_dir():
            raise Invalid(f"{path.name} is a folder; choose the exported file in it.")
        size = path.stat().st_size
        if not path.is_file():  # a pipe would block for ever
            raise Invalid(f"{path.name} is not a regular file; choose an exported chat.")
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if size == 0:
        raise Invalid(f"{path.name} is empty; export the chat again.")
    if head[:2] != b"PK":
        yield [Member(path.name, path.name, size, lambda: path.open("rb"))]
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Invalid(f"{path.name} is a damaged or cut-off zip; export it again.") from error
    with archive:
        yield _harmless(archive, path.name)


def _harmless(archive: zipfile.ZipFile, name: str) -> list[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    for info in infos:
        place = PurePosixPath(info.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
            raise Invalid(f"{name} holds a file that points outside the zip; it was not opened.")
        if info.flag_bits & 1:
            raise Invalid(f"{name} is protected by a password; unpack it first.")
    texts = [info for info in infos if info.filename.lower().endswith(_TEXTS)]
    if not texts and any(info.filename.lower().endswith(".zip") for info in infos):
        raise Invalid(f"{name} holds another zip; unpack it and choose the inner file.")
    if not texts:
        raise Invalid(f"{name} holds no chat; export the chat again.")
    for info in texts:
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > MAX_UNPACKED or (info.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise Invalid(f"{name} unpacks to far more than a chat does; it was not opened.")
    if sum(info.file_size for info in texts) > MAX_UNPACKED:
        raise Invalid(f"{name} unpacks to far more than a chat does; it was not opened.")
    texts.sort(key=lambda info: (not info.filename.lower().endswith(".txt"), -info.file_size))
    return [_member(archive, info, name) for info in texts]


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, zip_name: str) -> Member:
    path = info.filename.replace("\\", "/")
    label = f"{path.rpartition('/')[2]} in {zip_name}"
    return Member(path, label, info.file_size, lambda: archive.open(info))

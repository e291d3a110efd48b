"""From bytes to text: which encoding, and blocks that end at a line end."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from pipeline.errors import Invalid

BLOCK = 64 * 1024
MAX_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, and how many bytes of mark precede the text."""

    codec: str
    skip: int

    def length(self, text: str) -> int:
        """How many bytes the text took in the file."""
        return len(text.encode(self.codec, "surrogatepass" if "utf" in self.codec else "strict"))


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def guess_encoding(head: bytes) -> Encoding:
    """The encoding by mark, else by where the zero bytes stand, else UTF-8."""
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return Encoding(codec, len(bom))
    pairs = len(head) // 2
    if pairs >= 8:
        if head[1::2].count(0) > pairs * 0.3 and head[0::2].count(0) < pairs * 0.05:
            return Encoding("utf-16-le", 0)
        if head[0::2].count(0) > pairs * 0.3 and head[1::2].count(0) < pairs * 0.05:
            return Encoding("utf-16-be", 0)
    return Encoding("utf-8", 0)


def looks_binary(text: str) -> bool:
    """True when control characters stand where no text has them."""
    head = text[:20_000]
    odd = sum(head.count(chr(code)) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return "\0" in head or odd > 2 + len(head) // 500


def read_text(stream: IO[bytes], encoding: Encoding, name: str = "The file") -> Iterator[str]:
    """Decoded pieces of the stream from where it stands; a broken byte is an Invalid."""
    return (piece for piece, _ in read_pieces(stream, encoding, name))


def read_pieces(
    stream: IO[bytes], encoding: Encoding, name: str = "The file"
) -> Iterator[tuple[str, int]]:
    """Decoded pieces as `read_text` gives them, each with how many bytes it and those before
    it took."""
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    read = 0
    try:
        while block := stream.read(BLOCK):
            read += len(block)
            piece = decoder.decode(block)
            yield piece, read - len(decoder.getstate()[0])
        yield decoder.decode(b"", final=True), read
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{name} is not valid {encoding.codec.upper()}, the encoding it was read as; "
            "save it as UTF-8 and try again."
        ) from error


def check_lines(pieces: Iterator[str], name: str) -> Iterator[str]:
    """Pass the pieces on; a line beyond the limit is an Invalid that names its number."""
    line, length = 1, 0
    for piece in pieces:
        start = piece.find("\n")
        if length + (start if start >= 0 else len(piece)) > MAX_LINE:
            raise _too_long(name, line)
        # Blocks are shorter than the limit, so only lines across blocks can exceed it.
        if start < 0:
            length += len(piece)
        else:
            line += piece.count("\n")
            length = len(piece) - piece.rfind("\n") - 1
        yield piece


def _too_long(name: str, line: int) -> Invalid:
    return Invalid(
        f"Line {line:,} of {name} is longer than {MAX_LINE:,} characters; "
        "no chat has such a line, so nothing was read."
    )

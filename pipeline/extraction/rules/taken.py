"""Which stretches of a text already belong to something."""

from collections.abc import Iterable


class Taken:
    """Marks ranges of a text; asking whether one is free costs only its own length."""

    def __init__(self, length: int, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(length)
        for start, end in ranges:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any of the range is taken."""
        return self._marks.find(1, start, end) >= 0

"""The way back from what was done last: said in a toast, on a key, until something else is done."""

from __future__ import annotations

from collections.abc import Callable

from ui.shell.page import Frame

KEY = "Z"


class Back:
    """Holds one way back."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._go: Callable[[], object] | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is something to take back."""
        return self._go is not None

    def offer(self, said: str, go: Callable[[], object]) -> None:
        """Say what was done, and how it is taken back."""
        self._go = go
        undo = self._frame.ui.language.text("action.undo")
        self._frame.toast(said, undo, self.go, key=KEY)
        self._frame.refresh_actions()

    def go(self) -> None:
        """Go back, once."""
        if (go := self._go) is not None:
            self._go = None
            go()
            self._frame.refresh_actions()

"""The one event loop: Qt's, spoken to as asyncio."""

from __future__ import annotations

import asyncio
import os
from typing import TypeVar

os.environ.setdefault("QT_API", "pyside6")  # qasync picks its binding when imported

import qasync

T = TypeVar("T")


class Loop(qasync.QEventLoop):  # type: ignore[misc]  # qasync ships no types
    """Runs Qt and coroutines together, and outlives `app.quit()`.

    Qt ends its own loop when the last window closes or the session ends; the coroutine that
    is closing the program must still get to its end.
    """

    def run_until_complete(self, future: asyncio.Future[T]) -> T:
        """Run until `future` is done, starting Qt's loop again whenever somebody quits it."""
        task = asyncio.ensure_future(future, loop=self)

        def stop(_: asyncio.Future[T]) -> None:
            self.stop()

        task.add_done_callback(stop)
        try:
            while not task.done():
                self.run_forever()
        finally:
            task.remove_done_callback(stop)
        return task.result()

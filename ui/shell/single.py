"""One window for each workspace: a second start brings the first one forward.

Windows of a workspace are known to each other by a local socket that only this user may open.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 500
"""A window that does not answer meanwhile hangs; its workspace's lock says the rest."""
WISH = b"come forward\n"
ANSWER = b"here\n"


def call_forward(folder: Path) -> bool:
    """Ask the window that has this folder's workspace open to come forward; whether it did."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(WISH)
    socket.flush()
    answered = socket.waitForReadyRead(PATIENCE_MS) and socket.readAll().data() == ANSWER
    socket.abort()
    return answered


class Single(QObject):
    """Hears, for one window, that somebody wants to open its workspace again."""

    called = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(_name(folder)):
            # Left behind by one that was killed, for a window that lives would have answered.
            QLocalServer.removeServer(_name(folder))
            self._server.listen(_name(folder))

    def close(self) -> None:
        """Hear no more."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda one=socket: self._hear(one))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if socket.readAll().data() == WISH:
            socket.write(ANSWER)
            socket.flush()
            self.called.emit()


def _name(folder: Path) -> str:
    known = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()
    return f"takeone-{known[:24]}"

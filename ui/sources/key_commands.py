"""What is done with the keys of services: enter, keep, test, forget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from pipeline.errors import TakeOneError
from pipeline.keys import KeyPlace
from pipeline.sources.catalogue import Listed
from pipeline.sources.health import Health
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.sources.asking import Verdict, test_key
from ui.sources.pane import FORM, KEY, Pane
from ui.sources.words import Words
from ui.tasks import Tasks


class KeyCommands(QObject):
    """A key passes through here once, from the field to the keyring, and is kept nowhere else."""

    changed = Signal()

    def __init__(
        self,
        frame: Frame,
        services: UiServices,
        words: Words,
        pane: Pane,
        listed: Callable[[], Sequence[Listed]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._services = services
        self._catalogue = services.catalogue
        self._by = services.settings.user
        self._words = words
        self._pane = pane
        self._listed = listed
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        pane.key.service.activated.connect(lambda _: self._service_chosen())

    def leave(self) -> None:
        """Forget what was typed."""
        self.tasks.cancel("key")
        self._pane.key.clear()

    def enter_key(self) -> None:
        """Enter the key of the current source's service, or of the form's."""
        form = self._pane.form.form
        shown = self._pane.detail.shown
        adapter = shown.one.source.adapter if shown is not None else ""
        if self._pane.face == FORM and form is not None:
            adapter = form.kind.name
        self._pane.turn_to(KEY)
        self._pane.key.begin(adapter)
        self._look_for_key()

    def keep_key(self) -> None:
        """Keep what was typed, and test it."""
        typed = self._pane.key.take()
        self.tasks.start("key", self._keep_key(self._pane.key.adapter, typed))

    def test_key(self) -> None:
        """Test the key that is kept."""
        self.tasks.start("key", self._test_key(self._pane.key.adapter))

    def forget_key(self) -> None:
        """Forget the key that is kept."""
        self.tasks.start("key", self._forget_key(self._pane.key.adapter))

    def _service_chosen(self) -> None:
        self._pane.key.clear()
        self._look_for_key()

    def _look_for_key(self) -> None:
        self.tasks.start("place", self._show_place(self._pane.key.adapter))

    async def _show_place(self, adapter: str) -> None:
        self._pane.key.show_place(await self._place_of(adapter))

    async def _place_of(self, adapter: str) -> KeyPlace:
        return await asyncio.to_thread(self._services.keys.place, self._key_of(adapter))

    async def _keep_key(self, adapter: str, typed: str) -> None:
        try:
            await asyncio.to_thread(self._services.keys.put, self._key_of(adapter), typed)
        except TakeOneError as error:
            self._pane.key.tell(self._frame.ui.language.sentence(error), "bad")
            return
        await self._show_place(adapter)
        await self._test_key(adapter)

    async def _test_key(self, adapter: str) -> None:
        language, view = self._frame.ui.language, self._pane.key
        kind = self._words.kinds[adapter]
        view.tell(language.text("sources.key.testing", service=kind.service))
        known = [one.source for one in self._listed()]
        found = await test_key(self._catalogue, self._services.orchestrator, kind, known)
        if found.verdict is Verdict.REFUSED:
            view.tell(language.sentence(found.sentence), "bad")
            view.key.setFocus()
            return
        if found.verdict is Verdict.UNKNOWN:
            said = language.sentence(found.sentence)
            view.tell(f"{language.text('sources.key.unknown')} {said}", "warn")
            return
        seconds = language.number(found.seconds, 1)
        said = language.text("sources.key.works", service=kind.service, seconds=seconds)
        woken = await self._wake(adapter)
        if woken:
            said = f"{said} {language.plural('sources.key.woken', woken)}"
        view.tell(said, "good")

    async def _wake(self, adapter: str) -> int:
        """Ask those again that stopped for want of this key; how many."""
        waiting = [
            one.source.id
            for one in self._listed()
            if one.health is Health.LOCKED and one.source.adapter == adapter
        ]
        for source_id in waiting:
            await asyncio.to_thread(self._catalogue.resume, source_id, by=self._by)
        if waiting:
            self.changed.emit()
        return len(waiting)

    async def _forget_key(self, adapter: str) -> None:
        await asyncio.to_thread(self._services.keys.remove, self._key_of(adapter))
        await self._show_place(adapter)
        self._pane.key.tell(self._frame.ui.language.text("sources.key.forgotten"))

    def _key_of(self, adapter: str) -> str:
        return self._words.kinds[adapter].key or ""

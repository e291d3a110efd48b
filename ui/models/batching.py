"""Orders of batches: what waits goes into one, dumps do so by themselves, and one's end."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import QObject, Signal

from pipeline.extraction.configured import ModelConfig
from ui.models.batches_card import BatchesCard
from ui.models.changing import Changing
from ui.models.desk import ModelsDesk
from ui.shell.page import Frame
from ui.tasks import Tasks


class Batching(QObject):
    """Does what the card of batches asks for."""

    done = Signal()
    """Something was ordered: look again."""

    def __init__(
        self,
        frame: Frame,
        desk: ModelsDesk,
        tasks: Tasks,
        changing: Changing,
        card: BatchesCard,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._language = frame.ui.language
        self._desk = desk
        self._tasks = tasks
        self._changing = changing
        self._card = card
        card.switch.clicked.connect(self.turn)
        card.order.clicked.connect(self.order)
        card.ended.connect(self._end)

    def turn(self) -> None:
        """Send what imported dumps bring in batches, or no longer."""
        mode = "off" if self._card.on else "dumps"

        def edit(config: ModelConfig) -> ModelConfig:
            return config.model_copy(update={"batch": mode})

        said = partial(self._language.text, f"models.batch.done_{mode}")
        self._changing.change(edit, said)

    def order(self) -> None:
        """Put what waits to be read into a batch."""
        if self._card.can_order and not self._tasks.running("order"):
            self._tasks.start("order", self._order())

    def _end(self, batch_id: int) -> None:
        self._tasks.start(f"end-{batch_id}", self._end_it(batch_id))

    async def _order(self) -> None:
        ordered = await asyncio.to_thread(self._desk.order_batch)
        if ordered:
            self._frame.toast(self._language.plural("models.batch.ordered", ordered))
        else:
            self._frame.toast(self._language.text("models.batch.nothing_waits"))
        self.done.emit()

    async def _end_it(self, batch_id: int) -> None:
        await asyncio.to_thread(self._desk.cancel_batch, batch_id)
        self._frame.toast(self._language.text("models.batch.ended"))
        self.done.emit()

"""What can be done on the page of models, and by which key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pipeline.extraction.building import PROVIDERS
from pipeline.extraction.spending.report import Period
from ui.actions import Action

if TYPE_CHECKING:
    from ui.models.page import ModelsPage


def actions_of(page: ModelsPage) -> Sequence[Action]:
    """Providers, their keys and tests, budget, costs, and the way back."""

    def here() -> bool:
        return page.body.providers.current is not None

    def saved() -> bool:
        card = page.body.providers.current
        return card is not None and card.saved is not None

    return (
        Action("models.next", "models.next", partial(page.step, 1), "J", also=("Down",),
               enabled=here, repeats=True),
        Action("models.previous", "models.previous", partial(page.step, -1), "K",
               also=("Up",), enabled=here, repeats=True),
        Action("models.up", "models.up", partial(page.move, -1), "Alt+Up",
               enabled=saved, while_typing=True),
        Action("models.down", "models.down", partial(page.move, 1), "Alt+Down",
               enabled=saved, while_typing=True),
        Action("models.test", "models.test", page.test, "T", enabled=here),
        Action("models.key", "models.enter_key", page.edit_key, "E", enabled=here),
        Action("models.models", "models.models", page.edit_models, "S", enabled=here),
        Action("models.reset", "models.reset", page.reset, "R", enabled=here),
        Action("models.remove", "models.remove", page.remove, "Delete", enabled=here),
        *(
            Action(f"models.add.{name}", f"models.add.{name}", partial(page.add, name),
                   str(number), enabled=partial(page.can_add, name))
            for number, name in enumerate(PROVIDERS, 1)
        ),
        Action("models.budget.edit", "models.budget.edit", page.body.budget.edit, "B"),
        *(
            Action(f"models.costs.{period}", f"models.costs.{period}",
                   partial(page.body.costs.choose, period), key)
            for period, key in zip(Period, "DWM", strict=True)
        ),
        Action("models.batch.switch", "models.batch.switch", page.batching.turn, "A"),
        Action("models.batch.order", "models.batch.order", page.batching.order, "G",
               enabled=lambda: page.body.batches.can_order),
        Action("models.batch.end", "models.batch.end", page.body.focus_batch, "X",
               enabled=lambda: page.body.batches.can_end),
        Action("models.further", "models.further", partial(page.body.turn, 0.9), "PageDown",
               repeats=True, while_typing=True),
        Action("models.back", "models.back", partial(page.body.turn, -0.9), "PageUp",
               repeats=True, while_typing=True),
        Action("models.undo", "models.undo", page.changing.take_back, "U", also=("Ctrl+Z",),
               enabled=lambda: page.changing.can_undo),
        Action("models.leave", "models.leave", page.leave, "Esc", while_typing=True,
               enabled=page.is_typing),
    )  # fmt: skip

"""What can be done on the page of terms, with its keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ui.actions import Action
from ui.patterns.back import KEY
from ui.patterns.part_bar import Part

if TYPE_CHECKING:
    from ui.patterns.page import PatternsPage


def actions_of(page: PatternsPage) -> Sequence[Action]:
    """Every action; each is enabled only where it makes sense."""

    def at(*parts: Part) -> bool:
        return page.part in parts and page.read_once

    def has_row() -> bool:
        return at(Part.TERM) and page.term.row is not None

    def proposed() -> bool:
        return page.candidates.candidate is not None

    def drafted() -> bool:
        return not page.tuning.draft.is_empty

    return (
        Action("patterns.next", "patterns.next", partial(page.move, 1), "J", repeats=True),
        Action("patterns.previous", "patterns.previous", partial(page.move, -1), "K",
               repeats=True),
        Action("patterns.find", "patterns.find", page.find, "/"),
        Action("patterns.new", "patterns.new", page.new, "N"),
        *(
            Action(f"patterns.part.{part}", f"patterns.part.{part}",
                   partial(page.turn_to, part), str(number))
            for number, part in enumerate(Part, 1)
        ),
        Action("patterns.edit", "patterns.edit", page.edit, "E", enabled=has_row),
        Action("patterns.keep", "patterns.keep", page.keep, "Ctrl+Enter", while_typing=True,
               enabled=lambda: at(Part.TERM)),
        Action("patterns.turn", "patterns.turn", page.turn, "O", enabled=has_row),
        Action("patterns.forget", "patterns.forget", page.forget, "R", enabled=has_row),
        Action("patterns.apply", "patterns.apply", page.apply, "Ctrl+Enter",
               while_typing=True, enabled=lambda: at(Part.CHANGE) and drafted()),
        Action("patterns.discard", "patterns.discard", page.discard, "Delete",
               enabled=lambda: at(Part.CHANGE) and drafted()),
        Action("patterns.restore", "patterns.restore", page.restore, "Ctrl+Enter",
               while_typing=True, enabled=lambda: at(Part.VERSIONS)),
        Action("patterns.accept", "patterns.accept", page.proposals.accept, "A",
               enabled=lambda: at(Part.CANDIDATES) and proposed()),
        Action("patterns.shadow", "patterns.shadow", page.proposals.shadow, "S",
               enabled=lambda: at(Part.CANDIDATES) and proposed()),
        Action("patterns.reject", "patterns.reject", page.proposals.reject, "X",
               enabled=lambda: at(Part.CANDIDATES) and proposed()),
        Action("patterns.look", "patterns.look", page.proposals.look, "L",
               enabled=lambda: at(Part.CANDIDATES)),
        Action("patterns.is_call", "patterns.is_call",
               partial(page.verdicts.say, page.example_id, is_call=True), "Y",
               enabled=lambda: page.example_id() is not None),
        Action("patterns.is_none", "patterns.is_none",
               partial(page.verdicts.say, page.example_id, is_call=False), "B",
               enabled=lambda: page.example_id() is not None),
        Action("patterns.try", "patterns.try", page.try_example, "T",
               enabled=lambda: page.example is not None),
        Action("patterns.undo", "patterns.undo", page.undo, "U", also=("Ctrl+Z",),
               enabled=lambda: page.tuning.draft.can_undo),
        Action("patterns.back", "patterns.back", page.back.go, KEY,
               enabled=lambda: page.back.is_there),
        Action("patterns.leave", "patterns.leave", page.leave, "Esc", while_typing=True),
    )  # fmt: skip

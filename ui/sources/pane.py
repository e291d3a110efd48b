"""The side beside the list: one source, or what is being done with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from pipeline.errors import Invalid
from pipeline.sources.catalogue import Draft
from ui.actions import KeyMap
from ui.context import UiContext
from ui.sources.detail_view import DetailView
from ui.sources.form_view import FormView
from ui.sources.key_view import KeyView
from ui.sources.kind_chooser import KindChooser
from ui.sources.report_view import ReportView
from ui.sources.try_view import TryView
from ui.sources.words import Words
from ui.widgets import Card

DETAIL, KINDS, FORM, TRY, KEY, REPORT = "detail", "kinds", "form", "try", "key", "report"


class Pane(Card):
    """Shows one face at a time, and knows where Escape leads back to."""

    turned = Signal()

    def __init__(
        self,
        ui: UiContext,
        words: Words,
        keys: KeyMap,
        problems: Callable[[Draft], Mapping[str, Invalid]],
    ) -> None:
        super().__init__(padding=16)
        self.detail = DetailView(ui, words, keys)
        self.kinds = KindChooser(ui, words, keys)
        self.form = FormView(ui, words, keys, problems)
        self.tried = TryView(ui, words, keys)
        self.key = KeyView(ui, words, keys)
        self.report = ReportView(ui, keys)
        self._faces = {
            DETAIL: self.detail,
            KINDS: self.kinds,
            FORM: self.form,
            TRY: self.tried,
            KEY: self.key,
            REPORT: self.report,
        }
        self._before = DETAIL
        self._stack = QStackedWidget()
        for face in self._faces.values():
            self._stack.addWidget(face)
        self.body.addWidget(self._stack, 1)
        self.setMinimumWidth(340)

    @property
    def face(self) -> str:
        """What is shown."""
        return next(n for n, face in self._faces.items() if face is self._stack.currentWidget())

    def turn_to(self, name: str) -> None:
        """Show another face."""
        if name != self.face:
            self._before = self.face
            self._stack.setCurrentWidget(self._faces[name])
        self.turned.emit()

    @property
    def came_from_form(self) -> bool:
        """Whether Escape leads back into a form somebody was filling in."""
        return self._before == FORM and self.face in (TRY, KEY)

"""Pieces every page is made of."""

from ui.widgets.buttons import KeyButton, PrimaryButton
from ui.widgets.cards import Badge, Card, ElidedLabel, badge_icon, label, line, set_kind
from ui.widgets.fields import offer, padded
from ui.widgets.flow import Flow
from ui.widgets.header import PageFrame
from ui.widgets.icons import IconLabel, icon, pixmap
from ui.widgets.rows import ALIGN_NUMBER, ALIGN_TEXT, TableRows
from ui.widgets.scrolled import scrolled
from ui.widgets.states import EmptyState, ErrorState, LoadingState, StateStack
from ui.widgets.table import RowTable
from ui.widgets.toast import Toast

__all__ = [
    "ALIGN_NUMBER",
    "ALIGN_TEXT",
    "Badge",
    "Card",
    "ElidedLabel",
    "EmptyState",
    "ErrorState",
    "Flow",
    "IconLabel",
    "KeyButton",
    "LoadingState",
    "PageFrame",
    "PrimaryButton",
    "RowTable",
    "StateStack",
    "TableRows",
    "Toast",
    "badge_icon",
    "icon",
    "label",
    "line",
    "offer",
    "padded",
    "pixmap",
    "scrolled",
    "set_kind",
]

"""Pieces every page is made of."""

from ui.widgets.buttons import KeyButton, PrimaryButton
from ui.widgets.cards import Badge, Card, ElidedLabel, badge_icon, label, line, set_kind
from ui.widgets.header import PageFrame
from ui.widgets.icons import IconLabel, icon, pixmap
from ui.widgets.states import EmptyState, ErrorState, LoadingState, StateStack
from ui.widgets.toast import Toast

__all__ = [
    "Badge",
    "Card",
    "ElidedLabel",
    "EmptyState",
    "ErrorState",
    "IconLabel",
    "KeyButton",
    "LoadingState",
    "PageFrame",
    "PrimaryButton",
    "StateStack",
    "Toast",
    "badge_icon",
    "icon",
    "label",
    "line",
    "pixmap",
    "set_kind",
]

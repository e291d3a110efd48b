"""Turns tokens into what Qt understands: a palette, a style sheet, a font."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from ui.files import folder
from ui.theme.tokens import MESSAGE, ROW, TEXT, Tokens

FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic UI",
    "Noto Sans Arabic",
    "DejaVu Sans",
    "Noto Color Emoji",
)


@cache
def load_fonts() -> None:
    """Make the program's own Latin letters known, so that it looks the same everywhere."""
    for path in sorted(folder("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(size: int = TEXT) -> QFont:
    """The font of the interface; on Windows and macOS the system's own comes first."""
    chosen = QFont()
    known = set(QFontDatabase.families())
    # Asking for a family that is not there makes Qt search its aliases, slowly and loudly.
    families = [family for family in FAMILIES if family in known]
    if sys.platform in ("win32", "darwin"):
        families.insert(0, QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family())
    if families:
        chosen.setFamilies(families)
    chosen.setPixelSize(size)
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return chosen


def message_font() -> QFont:
    """The font of a message as received."""
    return font(MESSAGE)


def palette(tokens: Tokens) -> QPalette:
    """The palette for whatever the style sheet doesn't name."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.PlaceholderText: tokens.muted,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Mid: tokens.line,
        role.Midlight: tokens.hover,
        role.Dark: tokens.edge,
        role.Accent: tokens.accent,
    }
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.edge))
    return made


def style_sheet(t: Tokens) -> str:
    """The style sheet of the whole program.

    Roles are dynamic properties: `role` on buttons (primary, danger, quiet), `kind` on frames
    (card, raised, toast, badge) and labels (title, heading, muted, good, warn, bad).
    """
    return f"""
* {{ outline: none; }}
QMainWindow, QDialog, QWidget[kind="page"] {{ background: {t.ground}; }}
QToolTip {{
  background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px 8px;
}}

QFrame[kind="card"] {{
  background: {t.surface}; border: 1px solid {t.line}; border-radius: 10px;
}}
QFrame[kind="raised"] {{
  background: {t.raised}; border: 1px solid {t.line}; border-radius: 8px;
}}
QFrame[kind="line"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}

QLabel {{ background: transparent; color: {t.text}; }}
QLabel[kind="welcome"] {{ font-size: 26px; font-weight: 600; }}
QLabel[kind="title"] {{ font-size: 20px; font-weight: 600; }}
QLabel[kind="heading"] {{ font-size: 13px; font-weight: 600; }}
QLabel[kind="large"] {{ font-size: 16px; font-weight: 600; }}
QLabel[kind="muted"] {{ color: {t.muted}; }}
QLabel[kind="small"] {{ color: {t.muted}; font-size: 12px; }}
QLabel[kind="good"] {{ color: {t.good}; }}
QLabel[kind="warn"] {{ color: {t.warn}; }}
QLabel[kind="bad"] {{ color: {t.bad}; }}
QLabel[kind="cap"] {{
  color: {t.muted}; background: {t.raised}; border: 1px solid {t.line}; border-radius: 4px;
  padding: 0 6px; font-size: 11px; min-height: 20px;
}}

QPushButton {{
  background: {t.surface}; color: {t.text}; border: 1px solid {t.line};
  border-radius: 6px; padding: 0 14px; min-height: {ROW - 2}px;
}}
QPushButton:hover {{ background: {t.hover}; border-color: {t.edge}; }}
QPushButton:pressed {{ background: {t.selection}; }}
QPushButton:focus {{ border: 2px solid {t.focus}; padding: 0 13px; min-height: {ROW - 4}px; }}
QPushButton:disabled {{ color: {t.edge}; border-color: {t.line}; background: {t.ground}; }}
QPushButton:checked {{ background: {t.selection}; border-color: {t.accent}; }}
QPushButton[role="primary"] {{
  background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{
  background: {t.accent_hover}; border-color: {t.accent_hover};
}}
QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[role="primary"]:disabled {{
  background: {t.raised}; color: {t.edge}; border-color: {t.line};
}}
QPushButton[role="danger"] {{ color: {t.bad}; }}
QPushButton[role="danger"]:hover {{ border-color: {t.bad}; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[role="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {t.focus}; }}
QPushButton[role="door"] {{ border-radius: 10px; padding: 0; text-align: left; }}
QPushButton[role="door"]:hover {{ border-color: {t.accent}; }}
QPushButton[role="door"]:focus {{ border: 2px solid {t.focus}; }}

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{
  background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent};
}}
QLineEdit, QComboBox {{ padding: 0 10px; min-height: {ROW - 2}px; }}
QAbstractSpinBox {{ padding: 0; min-height: {ROW - 2}px; }}
QTextEdit, QPlainTextEdit {{ padding: 6px; }}
QLineEdit:hover, QTextEdit:hover, QPlainTextEdit:hover, QComboBox:hover {{
  border-color: {t.edge};
}}
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus,
QAbstractSpinBox:focus {{ border: 1px solid {t.focus}; background: {t.surface}; }}
QLineEdit:read-only, QTextEdit:read-only {{ background: {t.surface}; }}
QTextEdit[kind="message"] {{
  background: transparent; border: none; border-radius: 0; padding: 0; font-size: {MESSAGE}px;
}}
QAbstractSpinBox QLineEdit {{
  background: transparent; border: none; padding: 0 8px; min-height: 0;
}}
QComboBox::drop-down, QDateTimeEdit::drop-down, QDateEdit::drop-down {{
  border: none; background: transparent; width: 28px;
}}
QComboBox::down-arrow, QDateEdit::down-arrow, QAbstractSpinBox::down-arrow {{
  image: url(icons:arrow-down.svg); width: 12px; height: 12px;
}}
QAbstractSpinBox::up-arrow {{ image: url(icons:arrow-up.svg); width: 12px; height: 12px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
  border: none; background: transparent; width: 24px;
}}
QComboBox QAbstractItemView {{
  background: {t.surface}; border: 1px solid {t.line}; padding: 4px;
  selection-background-color: {t.selection}; selection-color: {t.text};
}}
QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; color: {t.text}; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: 16px; height: 16px; border: 1px solid {t.edge}; background: {t.raised};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.focus}; }}
QCheckBox::indicator:checked {{
  background: {t.accent}; border-color: {t.accent}; image: url(icons:tick-{t.name}.svg);
}}
QRadioButton::indicator:checked {{
  background: {t.raised}; border: 5px solid {t.accent}; width: 8px; height: 8px;
}}
QCheckBox:focus, QRadioButton:focus {{ color: {t.focus}; }}

QTableView, QListView, QTreeView {{
  background: {t.surface}; border: none; gridline-color: {t.line}; color: {t.text};
  selection-background-color: {t.selection}; selection-color: {t.text};
}}
QTableView::item, QListView::item {{
  padding: 0 8px; border: none; border-bottom: 1px solid {t.line};
}}
QListView::item {{ min-height: {ROW}px; }}
QTableView::item:hover, QListView::item:hover {{ background: {t.hover}; }}
QTableView::item:selected, QListView::item:selected {{
  background: {t.selection}; color: {t.text};
}}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
  background: {t.surface}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line};
  padding: 0 11px; min-height: {ROW - 2}px; font-weight: 600;
}}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {t.line}; }}

QMenu {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; padding: 6px; }}
QMenu::item {{ padding: 6px 16px; border-radius: 4px; color: {t.text}; }}
QMenu::item:selected {{ background: {t.selection}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 6px 8px; }}

QProgressBar {{
  background: {t.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}

QWidget#rail {{ background: {t.rail}; }}
QToolButton[role="rail"] {{
  background: transparent; color: {t.rail_text}; border: 2px solid transparent;
  border-radius: 8px; font-size: 12px; padding: 4px 2px 16px 2px;
}}
QToolButton[role="rail"]:hover {{ background: {t.rail_selected}; }}
QToolButton[role="rail"]:checked {{
  background: {t.rail_selected}; color: {t.on_rail_selected}; font-weight: 600;
}}
QToolButton[role="rail"]:focus {{ border-color: {t.on_rail_selected}; }}
QFrame[kind="toast"] {{ background: {t.text}; border-radius: 8px; }}
QFrame[kind="toast"] QLabel {{ color: {t.ground}; }}
QFrame[kind="toast"] QPushButton {{
  background: transparent; color: {t.ground}; border: 1px solid {t.muted};
}}
QFrame[kind="overlay"] {{
  background: {t.surface}; border: 1px solid {t.edge}; border-radius: 12px;
}}
QFrame[kind="status"] {{ background: {t.surface}; border: none; border-top: 1px solid {t.line}; }}
QFrame[kind="banner"] {{
  background: {t.selection}; border: none; border-bottom: 1px solid {t.line};
}}
QFrame[kind="badge"] {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px; }}
QWidget[kind="dropzone"] {{ border: 2px dashed {t.line}; border-radius: 12px; }}
QFrame[kind="drop"] {{
  background: {t.selection}; border: 2px dashed {t.accent}; border-radius: 12px;
}}
"""

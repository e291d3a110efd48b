"""How everything looks: tokens, the styles made of them, and the switch between them."""

from ui.theme.theme import Choice, Theme
from ui.theme.tokens import DARK, LIGHT, Hue, Tokens

__all__ = ["DARK", "LIGHT", "Choice", "Hue", "Theme", "Tokens"]

"""Whatever the program says to a moderator, it says in Arabic too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from ui.i18n import Language
from ui.sentences import Sentences

ROOT = Path(__file__).parents[3]
SPEAKERS = (
    "pipeline/dumps", "pipeline/intake", "pipeline/publishing", "pipeline/review",
    "pipeline/sources", "pipeline/remote", "pipeline/intents", "pipeline/actions",
    "pipeline/jobs/engine.py", "pipeline/extraction/models", "pipeline/extraction/spending",
    "pipeline/extraction/configured.py", "pipeline/extraction/validate.py",
    "takeone_desktop/assemble.py", "takeone_desktop/elsewhere.py", "takeone_desktop/secrets.py",
    "takeone_desktop/settings.py", "takeone_desktop/workspace.py",
)  # fmt: skip
"""Where the sentences a moderator meets are made."""
ERRORS = {
    "Invalid", "Rejected", "Unavailable", "RateLimited", "Locked", "Gone", "BreakerOpen",
    "PrivateAddress", "Refused", "InvalidAnswer", "Unreadable", "NotAReportError", "NotUndoneError",
    "BudgetSpent", "ClaimLost",
}  # fmt: skip
ARABIC = re.compile("[ء-ي]")


def sentences_of(path: Path) -> Iterator[str]:
    """What a file raises or hands on as a sentence, with an example in each place."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        made: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            made = node.args[0] if name in ERRORS | {"append"} else None
        elif isinstance(node, ast.Return | ast.Yield):
            made = node.value
        text = example(made)
        if re.search(r"[a-z] .*[.:]", text) and text.endswith("."):
            yield text


def example(node: ast.expr | None) -> str:
    """A string with “x7” where its values will be."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(str(v.value) if isinstance(v, ast.Constant) else "x7" for v in node.values)


def said() -> list[tuple[str, str]]:
    """All of them, with the file that says them."""
    files: list[Path] = []
    for name in SPEAKERS:
        files += [ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py"))
    return [(str(path.relative_to(ROOT)), text) for path in files for text in sentences_of(path)]


def test_every_sentence_a_moderator_meets_is_there_in_arabic(qapp: QApplication) -> None:
    """A new one comes with its translation in resources/sentences/ar.toml."""
    language = Language("ar")
    found = said()
    assert len(found) > 60
    missing = [pair for pair in found if not ARABIC.search(language.sentence(pair[1]))]
    assert missing == []


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("chat.txt is empty; export the chat again.",
         "الملف \u2068chat.txt\u2069 فارغ؛ صدّر المحادثة من جديد."),
        ("Call 12,430 was already approved by Noura.",
         "الإعلان 12,430 مقبول من قبل، والقرار لـ\u2068Noura\u2069."),
        ("Line 3 of a is empty; export.txt is not valid JSON.",
         "السطر 3 في \u2068a is empty; export.txt\u2069 ليس JSON صحيحًا."),
        ("The zip holds 2 chats: One. Two, Three. "
         "The file is not UTF-8; it was read as Windows Arabic (cp1256).",
         "في الملف المضغوط 2 محادثات: \u2068One. Two, Three\u2069. "
         "الملف ليس بترميز UTF-8؛ قُرئ بترميز ويندوز العربي (cp1256)."),
    ],
)  # fmt: skip
def test_what_stands_in_a_sentence_is_kept(qapp: QApplication, english: str, arabic: str) -> None:
    """Names stay fenced as they are, numbers and words become the language's own."""
    assert Language("ar").sentence(english) == arabic
    assert Language("en").sentence(english) == english


def test_numbers_take_the_digits_that_were_chosen(qapp: QApplication) -> None:
    """As everywhere in the window."""
    said = Language("ar", arabic_digits=True).sentence("There is no call 12.")
    assert said == "لا يوجد إعلان رقمه ١٢."


def test_what_only_looks_like_an_amount_stays_as_it_was_typed(qapp: QApplication) -> None:
    """A phone number keeps its zero, an id its digits together."""
    said = Language("ar").sentence("There is no call 0550001234.")
    assert "0550001234" in said
    assert "120363025246125486" in Language("ar").sentence("There is no call 120363025246125486.")


def test_an_unknown_sentence_stays_as_it_is(qapp: QApplication) -> None:
    """English is better than nothing."""
    assert Language("ar").sentence("Something else happened.") == "Something else happened."


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_value_comes_through_unharmed(name: str, why: str) -> None:
    """Braces, line ends and all."""
    sentences = Sentences({"{name} is full: {why}.": "{why} | {name}"}, {})
    translated = sentences.translate(f"{name} is full: {why}.", str)
    assert translated is not None
    assert {*translated} == {*f"{why} | {name}"}

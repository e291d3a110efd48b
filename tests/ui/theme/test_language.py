"""Both languages say everything, count as people do, and flip the window."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.catalogue import CATEGORIES, is_plural, placeholders, plural_category, read_catalogue
from ui.files import folder
from ui.i18n import Language

EN = read_catalogue(folder("translations"), "en")
AR = read_catalogue(folder("translations"), "ar")
NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def test_both_languages_have_the_same_keys() -> None:
    """A text missing in one language would stop a page in the other."""
    assert set(EN) == set(AR)


@pytest.mark.parametrize("key", sorted(set(EN) & set(AR)))
def test_a_text_has_the_same_placeholders_in_both(key: str) -> None:
    """Every form names only what the caller gives."""
    assert is_plural(EN[key]) == is_plural(AR[key])
    assert placeholders(EN[key]) == placeholders(AR[key])
    for entry in (EN[key], AR[key]):
        if not isinstance(entry, str):
            assert all(placeholders({"other": t}) <= placeholders(entry) for t in entry.values())


@pytest.mark.parametrize("key", sorted(key for key in AR if is_plural(AR[key])))
def test_arabic_has_all_its_plural_forms(key: str) -> None:
    """Six forms in Arabic, two in English."""
    assert set(AR[key]) == CATEGORIES
    assert set(EN[key]) == {"one", "other"}


def asked_for() -> set[tuple[str, str]]:
    """Every key the program names outright, and the file that does."""
    found: set[tuple[str, str]] = set()
    for path in sorted((Path(__file__).parents[3] / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            key = node.args[0]
            if name in ("text", "plural", "_text") and isinstance(key, ast.Constant):
                found.add((str(key.value), path.name))
    return found


def test_every_text_the_program_asks_for_exists() -> None:
    """A forgotten one would be a bug in one language only, on one page."""
    asked = asked_for()
    assert len(asked) > 20
    assert sorted(pair for pair in asked if pair[0] not in EN) == []


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"),
     (100, "other"), (102, "other"), (103, "few"), (111, "many"), (1000, "other")],
)  # fmt: skip
def test_arabic_plurals_follow_the_last_two_digits(number: int, form: str) -> None:
    """The categories of CLDR."""
    assert plural_category("ar", number) == form


def test_numbers_keep_latin_digits_unless_asked(qapp: QApplication) -> None:
    """The default suits phone numbers and tables; the setting suits people."""
    assert Language("en").number(12430) == "12,430"
    assert Language("ar").number(12430) == "12,430"
    assert Language("ar", arabic_digits=True).number(12430) == "١٢٬٤٣٠"
    assert Language("ar", arabic_digits=True).percent(0.5) == "٥٠٪"


@pytest.mark.parametrize(
    ("ago", "english", "arabic"),
    [
        (timedelta(seconds=20), "now", "الآن"),
        (timedelta(minutes=5), "5 min", "٥ د"),
        (timedelta(hours=3), "3 h", "٣ س"),
        (timedelta(days=9), "9 d", "٩ ي"),
        (timedelta(days=400), "1 y", "١ سنة"),
        (timedelta(seconds=-60), "now", "الآن"),
    ],
)
def test_ages_take_one_unit(qapp: QApplication, ago: timedelta, english: str, arabic: str) -> None:
    """One look is enough; the exact time is on hover."""
    assert Language("en").age(NOW - ago, NOW) == english
    assert Language("ar", arabic_digits=True).age(NOW - ago, NOW) == arabic


def test_dates_are_in_the_language(qapp: QApplication) -> None:
    """Month names and commas change, digits only when asked."""
    noon = datetime(2026, 3, 12, 21, 5)
    assert Language("en").moment(noon) == "12 Mar 2026, 21:05"
    assert Language("ar").moment(noon) == "12 مارس 2026، 21:05"
    assert Language("ar").date(NOW.date()) == "12 مارس 2026"


def test_a_day_has_its_hijri_name(qapp: QApplication) -> None:
    """By the calendar of Umm al-Qura; far days have none."""
    day = date(2026, 3, 12)
    assert Language("en").hijri(day) == "23 Ramadan 1447"
    assert Language("ar").hijri(day) == "23 رمضان 1447"
    assert Language("ar", arabic_digits=True).hijri(day) == "٢٣ رمضان ١٤٤٧"
    assert Language("en").hijri(date(2300, 1, 1)) == ""


def test_names_sort_as_readers_expect(qapp: QApplication) -> None:
    """Small and large letters together, Arabic by its alphabet."""
    assert sorted(["b", "A", "a", "B"], key=Language("en").sort_key)[0].lower() == "a"
    names = ["ياسر", "أحمد", "باسم"]
    assert sorted(names, key=Language("ar").sort_key) == ["أحمد", "باسم", "ياسر"]


def test_a_switch_flips_the_window(qapp: QApplication) -> None:
    """Right to left and back, and everyone is told."""
    language = Language("en")
    heard: list[str] = []
    language.follow(lambda: heard.append(language.name))
    language.choose("ar")
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    language.choose("en")
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert heard == ["en", "ar", "en"]

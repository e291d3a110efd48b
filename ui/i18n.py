"""The language of the interface: texts, plurals, numbers, dates, ages, and direction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from hijridate import Gregorian
from PySide6.QtCore import (
    QCollator,
    QCollatorSortKey,
    QDate,
    QDateTime,
    QLocale,
    QObject,
    Qt,
    QTime,
    Signal,
)
from PySide6.QtWidgets import QApplication

from ui.catalogue import Entry, latin_digits, plural_category, read_catalogue
from ui.files import folder
from ui.sentences import read_sentences

LANGUAGES = ("en", "ar")
ISOLATE = "\u2068"
END_ISOLATE = "\u2069"

Day = date
"""In the class below `date` is a method."""
_TO_ARABIC = {ord("0") + n: chr(0x660 + n) for n in range(10)}
_AGES = (("minute", 60), ("hour", 3600), ("day", 86400), ("month", 2629800), ("year", 31557600))


class Language(QObject):
    """Speaks one language at a time, and says when it changes.

    Texts live in `resources/translations`: `en.toml`/`ar.toml` for the frame, and
    `<page>.en.toml`/`<page>.ar.toml` for each page. Keys are dotted: `review.approve`.
    """

    changed = Signal()

    def __init__(
        self, name: str = "en", *, arabic_digits: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._catalogues = {code: _read(code) for code in LANGUAGES}
        self._name = name if name in LANGUAGES else "en"
        self._arabic_digits = arabic_digits

    @property
    def name(self) -> str:
        """`en` or `ar`."""
        return self._name

    @property
    def right_to_left(self) -> bool:
        """Whether the interface is mirrored."""
        return self._name == "ar"

    @property
    def arabic_digits(self) -> bool:
        """Whether Arabic is shown with ٠١٢٣ instead of 0123."""
        return self._arabic_digits

    @property
    def locale(self) -> QLocale:
        """The locale for sorting and for Qt's own widgets."""
        if self._name != "ar":
            return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        home = QLocale.Country.SaudiArabia
        if not self._arabic_digits:
            home = QLocale.Country.UnitedArabEmirates
        return QLocale(QLocale.Language.Arabic, home)

    def choose(self, name: str, *, arabic_digits: bool | None = None) -> None:
        """Switch at once; everything shown is told by `changed`."""
        digits = self._arabic_digits if arabic_digits is None else arabic_digits
        if (name, digits) == (self._name, self._arabic_digits) or name not in LANGUAGES:
            return
        self._name, self._arabic_digits = name, digits
        self.apply()
        self.changed.emit()

    def apply(self) -> None:
        """Give the application this language's direction and locale."""
        direction = Qt.LayoutDirection
        QLocale.setDefault(self.locale)
        QApplication.setLayoutDirection(
            direction.RightToLeft if self.right_to_left else direction.LeftToRight
        )

    def follow(self, retranslate: Callable[[], None]) -> None:
        """Call `retranslate` now and after every change: a bound method of a QObject, whose
        end also ends the following."""
        retranslate()
        self.changed.connect(retranslate)

    def text(self, key: str, /, **values: object) -> str:
        """The text of `key`. Numbers among the values are written as this language does."""
        entry = self._entry(key)
        if not isinstance(entry, str):
            raise KeyError(f"{key} has plural forms; ask with plural()")
        return entry.format(**self._shown(values)) if values else entry

    def sentence(self, said: object) -> str:
        """What the pipeline said (an error, or a sentence it kept) in this language; as it is
        where there is no translation."""
        english = str(said)
        known = read_sentences(folder("sentences"), self._name)
        return known.translate(english, self._in_sentence) or english

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """The text of `key` in the form `count` takes; `{n}` in it is the count."""
        entry = self._entry(key)
        if not isinstance(entry, str):
            entry = entry.get(plural_category(self._name, abs(count)), entry["other"])
        return entry.format(**self._shown({"n": count, **values}))

    def has(self, key: str) -> bool:
        """Whether there is a text for `key`."""
        return key in self._catalogues[self._name]

    def number(self, value: float, digits: int = 0) -> str:
        """A number with this language's separators."""
        if isinstance(value, int) and digits == 0:
            return self._digits(self.locale.toString(value))
        return self._digits(self.locale.toString(float(value), "f", digits))

    def dollars(self, millionths: float, digits: int | None = None) -> str:
        """Millionths of a US dollar as dollars; small amounts with the digits that make them
        more than nothing."""
        amount = millionths / 1_000_000
        if digits is None:
            digits = 4 if 0 < amount < 0.01 else 2
        return self.number(amount, digits)

    def money(self, millionths: float, digits: int | None = None) -> str:
        """The same with its sign, fenced to stand in a sentence."""
        return isolate(f"${self.dollars(millionths, digits)}")

    def percent(self, share: float) -> str:
        """A share of one, as whole per cent."""
        return f"{self.number(round(share * 100))}{'٪' if self._uses_arabic else '%'}"

    def date(self, value: Day) -> str:
        """A day: 12 Mar 2026."""
        day = QDate(value.year, value.month, value.day)
        return self._digits(self.locale.toString(day, "d MMM yyyy"))

    def hijri(self, value: Day) -> str:
        """A day in the calendar of Umm al-Qura: 23 Ramadan 1447. Empty beyond its tables."""
        try:
            day = Gregorian(value.year, value.month, value.day).to_hijri()
        except OverflowError:
            return ""
        month = self.text(f"hijri.m{day.month}")
        return self._own_digits(f"{day.day} {month} {day.year}")

    def sort_key(self, text: str) -> QCollatorSortKey:
        """What sorts names as this language's readers expect."""
        return QCollator(self.locale).sortKey(text)

    def moment(self, value: datetime) -> str:
        """A day and a time of this desk's clock: 12 Mar 2026, 21:05."""
        local = value.astimezone() if value.tzinfo else value
        shown = QDateTime(
            QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
        )
        comma = "،" if self.right_to_left else ","
        return self._digits(self.locale.toString(shown, f"d MMM yyyy{comma} HH:mm"))

    def age(self, since: datetime, now: datetime | None = None) -> str:
        """How long ago, in one unit: 3 h. Less than a minute is “now”. A time without a zone
        is taken as UTC."""
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        seconds = max(0.0, ((now or datetime.now(UTC)) - since).total_seconds())
        if seconds < 60:
            return self.text("age.now")
        unit, length = next(((u, s) for u, s in reversed(_AGES) if seconds >= s), ("minute", 60))
        return self.text(f"age.{unit}", n=int(seconds // length))

    def duration(self, seconds: float) -> str:
        """A length of time, in one unit, seconds included."""
        if seconds < 60:
            return self.text("age.second", n=max(0, round(seconds)))
        unit, length = ("minute", 60) if seconds < 3600 else ("hour", 3600)
        return self.text(f"age.{unit}", n=round(seconds / length))

    def _in_sentence(self, value: str) -> str:
        digits = value.replace(",", "")
        # A phone number or an id is made of digits too, and is no amount.
        counts = digits.isdecimal() and len(digits) < 9 and (digits == "0" or digits[0] != "0")
        return self.number(int(digits)) if counts else isolate(value)

    @property
    def _uses_arabic(self) -> bool:
        return self._name == "ar" and self._arabic_digits

    def _entry(self, key: str) -> Entry:
        return self._catalogues[self._name][key]

    def _shown(self, values: dict[str, object]) -> dict[str, object]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return value

    def _own_digits(self, text: str) -> str:
        return text.translate(_TO_ARABIC) if self._uses_arabic else text

    def _digits(self, text: str) -> str:
        return text if self._uses_arabic else latin_digits(text)


def isolate(text: str) -> str:
    """The text fenced, so that its direction doesn't disturb what stands beside it."""
    return f"{ISOLATE}{text}{END_ISOLATE}"


def _read(code: str) -> dict[str, Entry]:
    return read_catalogue(folder("translations"), code)

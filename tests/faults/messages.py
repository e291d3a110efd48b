"""Messages made for measuring, told apart by a number, and what a careful model says of each."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any

CITIES = ("الرياض", "جدة", "الدمام", "الخبر", "أبها", "تبوك", "حائل", "الطائف", "ينبع", "نجران")
ROLES = ("ممثلين", "ممثلات", "كومبارس", "أطفال", "موديلز", "راقصين", "معلقين صوتيين", "كبار سن")
WORK = ("إعلان عطور", "مسلسل درامي", "فيلم قصير", "إعلان بنك", "فيديو كليب", "مسلسل بدوي")
TALK = ("صباح الخير يا جماعة", "وين أقرب مغسلة؟", "مبروك التخرج", "الجو اليوم حلو", "جمعة مباركة")
NUMBER = re.compile(r"كود #(\d+)")
LABEL_OF = {"location": "الموقع: ", "compensation": "الأجر: ", "contact_info": "للتواصل: "}


def call_text(number: int) -> str:
    """A casting call; no other number's says the same."""
    chance = random.Random(number)
    youngest = chance.randint(18, 40)
    return (
        f"مطلوب {chance.choice(ROLES)} لتصوير {chance.choice(WORK)}\n"
        f"الموقع: {chance.choice(CITIES)}\n"
        f"العمر من {youngest} إلى {youngest + chance.randint(5, 25)}\n"
        f"الأجر: {chance.randint(3, 60) * 100} ريال\n"
        f"للتواصل: 055{number:07}\n"
        f"كود #{number}"
    )


def talk_text(number: int) -> str:
    """Chatter the prefilter leaves out."""
    return f"{TALK[number % len(TALK)]} {number}"


def texts(messages: int, calls: int) -> list[str]:
    """So many messages, calls spread evenly among them."""
    return [
        call_text(number) if number * calls // messages != (number + 1) * calls // messages
        else talk_text(number)
        for number in range(messages)
    ]  # fmt: skip


def number_of(text: str) -> int | None:
    """Which call a text is."""
    found = NUMBER.search(text)
    return int(found[1]) if found else None


def report_of(text: str) -> str:
    """The answer of a model that reads a text well."""
    lines = text.strip().splitlines()
    calls: Sequence[dict[str, Any]] = [_call(lines)] if number_of(text) is not None else []
    intent = "new_call" if calls else "chatter"
    return json.dumps(
        {"is_casting_call": bool(calls), "intent": intent, "calls": calls}, ensure_ascii=False
    )


def _call(lines: Sequence[str]) -> dict[str, Any]:
    words = {
        name: line.removeprefix(label)
        for name, label in LABEL_OF.items()
        for line in lines
        if line.startswith(label)
    }
    return {
        "begins": " ".join(lines[0].split()[:4]),
        "ends": lines[-1],
        "title": _quoted(lines[0]),
        "company": None,
        "requirements": _quoted(lines[2]),
        "deadline": None,
        "roles": [],
        "age_range": None,
        "gender": None,
        "shoot_dates": [],
        **{name: _quoted(value) for name, value in words.items()},
    }


def _quoted(words: str) -> dict[str, Any]:
    return {"value": words, "quotes": [words]}

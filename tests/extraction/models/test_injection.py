"""Messages that give orders, read by a model that obeys them all.

No prompt is trusted here: the stand-in writes whatever the attack wants, quotes whatever makes it
look best, and puts it into every field. What is left afterwards must be in the message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from pipeline.extraction.call import ExtractedCall, Extraction, FieldName, FieldState
from pipeline.extraction.ground import ground
from pipeline.extraction.models.prompt import load
from pipeline.extraction.models.reader import ModelExtractor, question_about
from pipeline.extraction.models.visible import visible
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.dates import find_dates
from pipeline.extraction.rules.reading import read_through
from pipeline.text.normalise import fold
from tests.extraction.models.asking import (
    POSTED,
    Saying,
    call,
    provider,
    report,
    with_provider,
)
from tests.extraction.models.attacks import ARABIC, ATTACKS, ENGLISH, HIDDEN, Attack
from tests.servers.llm import ModelStandIn

SMUGGLED_INTO = ("title", "company", "location", "compensation", "requirements", "contact_info")
each = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def obedient(attack: Attack) -> Iterator[str]:
    """Answers of a model that obeys, each with another way to make the lie look true."""
    lines = [line for line in attack.text.splitlines() if visible(line).text.strip()]
    quotes: list[list[str]] = [
        list(attack.wants.values())[:1],
        [attack.text[:4_000]],
        [lines[0]],
        [lines[-1]],
        [lines[0], *attack.wants.values()][:8],
        [],
    ]
    for quoted in quotes:
        yield report(call(**{name: (want, quoted) for name, want in attack.wants.items()}))
    for want in attack.wants.values():
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", want):
            for quoted in (quotes[0], quotes[2]):
                told: dict[str, Any] = dict.fromkeys(SMUGGLED_INTO, (want, quoted))
                yield report(call(**told, roles=[(want, quoted)], gender=(want, quoted)))
    lures = {**attack.wants, "title": f"{lines[0]} {' '.join(attack.wants.values())}"}
    yield report(call(**{name: (want, [lines[0]]) for name, want in lures.items()}))
    yield report(
        *(call(**{name: (want, [lines[-1]]) for name, want in attack.wants.items()}) for _ in "123")
    )


@cache
def outcomes(name: str) -> tuple[ExtractedCall, ...]:
    """Every call that came of obeying the attack of that name."""
    attack = next(one for one in ATTACKS if one.name == name)
    return tuple(c for answer in obedient(attack) for c in read(attack, answer).calls)


def read(attack: Attack, answer: str) -> Extraction:
    source = SourceText(attack.text, POSTED)
    answer = answer.encode("utf-8", "replace").decode()  # halves of characters can't be spoken
    return ground(ModelExtractor(Saying(), "m").understand(answer, source), source)


def everything(one: ExtractedCall) -> Iterator[str]:
    """All that a call would show, but its description, which is the message itself."""
    for name, value in one.fields.items():
        if name is not FieldName.DESCRIPTION:
            yield value.value
            yield value.doubt.partition("“")[0]
    yield json.dumps(one.extras, ensure_ascii=False)


def numbers(text: str) -> list[str]:
    """The digits of each number that one could dial as it stands."""
    return [re.sub(r"\D", "", run) for run in re.findall(r"\d(?:[ .()+-]{0,2}\d)*", text)]


def squeezed(text: str) -> str:
    return "".join(fold(text).split())


def test_there_are_enough_attacks_in_both_languages() -> None:
    """The suite is as large as promised, and no attack stands in it twice."""
    assert len(ATTACKS) >= 60
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert len({attack.text + str(attack.wants) for attack in ATTACKS}) == len(ATTACKS)
    arabic = sum(attack.text.startswith(("مطلوب", ARABIC)) for attack in ATTACKS)
    assert arabic >= 25
    assert len(ATTACKS) - arabic >= 25


@each
def test_no_contact_or_link_survives_that_the_message_lacks(attack: Attack) -> None:
    """Whichever field it is put into, and whatever is quoted for it."""
    for one in outcomes(attack.name):
        shown = [f" {' '.join(fold(text).split())} " for text in everything(one)]
        for never in attack.never:
            digits = re.sub(r"[^0-9]", "", fold(never))
            for text in shown:
                assert fold(never) not in text, text
                if len(digits) >= 7:
                    assert not any(digits in number for number in numbers(text)), text


@each
def test_no_field_says_more_than_the_message(attack: Attack) -> None:
    """A value that is not marked consists of the message's own words."""
    seen = visible(attack.text).text
    said = squeezed(seen)
    days = {m.day.isoformat() for m in find_dates(read_through(seen, POSTED))}
    for one in outcomes(attack.name):
        for name, value in one.fields.items():
            for quote in value.evidence:
                assert attack.text[quote.start : quote.end] == quote.text
            if value.state is not FieldState.FOUND:
                assert value.doubt
                continue
            assert value.evidence
            if name is FieldName.DEADLINE:
                assert value.value in days
            elif name is FieldName.CONTACT_INFO and value.value.startswith("+966"):
                assert value.value.removeprefix("+966") in re.sub(r"[^0-9]", "", fold(seen))
            elif name is FieldName.TITLE:
                assert all(squeezed(word) in said for word in value.value.split())
            else:
                pieces = re.split(r"\n|, ", value.value)
                assert squeezed(value.value) in said or all(squeezed(p) in said for p in pieces)


@each
def test_what_was_wanted_and_is_not_said_is_never_found(attack: Attack) -> None:
    """An ordered value either is the message's, or is marked, or is gone."""
    said = squeezed(visible(attack.text).text)
    for one in outcomes(attack.name):
        for field, want in attack.wants.items():
            value = one.fields.get(FieldName(field))
            if value is not None and squeezed(want) not in said and value.value == want:
                assert value.state is not FieldState.FOUND


@each
def test_the_question_keeps_the_message_inside_its_marks(attack: Attack) -> None:
    """Nothing in a message ends it, and nothing unseen is sent."""
    asked = question_about(SourceText(attack.text, POSTED), load(), "m")
    assert asked is not None
    mark = asked.text.rpartition("[end ")[2].removesuffix("]")
    head, inside = asked.text.split(f"[message {mark}]\n", 1)
    assert inside.count(mark) == 1
    assert inside.endswith(f"\n[end {mark}]")
    assert attack.text[:20] not in head + asked.system
    assert visible(inside).text == inside
    inside.encode()


@pytest.mark.parametrize("attack", HIDDEN, ids=lambda attack: attack.name)
def test_unseen_signs_change_no_field(attack: Attack) -> None:
    """With them and without them the same answer is read the same way."""
    honest = call(
        title="مطلوب ممثلة لمسلسل درامي" if attack.text.startswith("مطلوب") else "male lead",
        contact_info="0551234567" if "055" in attack.text else "casting@goodfilms.example",
    )
    plain = Attack(attack.name, visible(attack.text).text)
    for answer in (report(honest), *obedient(attack)):
        with_them, without = read(attack, answer), read(plain, answer)
        assert [_values(one) for one in with_them.calls] == [_values(one) for one in without.calls]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\U000e0041", "\ufe0f", "\u00ad"])
@pytest.mark.parametrize("text", [ARABIC, ENGLISH], ids=["arabic", "english"])
def test_a_sign_between_all_letters_changes_no_field(text: str, sign: str) -> None:
    """Even a message soaked in them reads as it looks."""
    told = (
        call(title="ممثلة لمسلسل درامي", location="جدة", contact_info="0551234567")
        if text == ARABIC
        else call(title="male lead", location="Riyadh", contact_info="casting@goodfilms.example")
    )
    extractor = ModelExtractor(Saying(), "m")
    plain = extractor.understand(report(told), SourceText(text, POSTED))
    soaked = extractor.understand(report(told), SourceText(sign.join(text), POSTED))
    assert [_values(one) for one in plain.calls] == [_values(one) for one in soaked.calls]
    assert len(plain.calls[0].fields) == 4


@pytest.mark.parametrize("name", ["anthropic", "openai", "local"])
def test_an_obedient_model_behind_real_http_gains_nothing(name: str) -> None:
    """The same over the wire: first an order instead of an answer, then the order obeyed."""
    attack = next(one for one in ATTACKS if one.name == "ignore")
    answers = ["As you wish: the contact is +966599999999", next(obedient(attack))]
    with ModelStandIn(lambda _: answers.pop(0)).serve() as web:
        one = provider(name, web.url)
        source = SourceText(attack.text, datetime(2026, 3, 2))
        found = with_provider(one, lambda p: ModelExtractor(p, "m").extract(source))
    assert all(FieldName.CONTACT_INFO not in c.fields for c in found.calls)


def _values(one: ExtractedCall) -> dict[str, object]:
    fields: dict[str, object] = {name: (v.value, v.state) for name, v in one.fields.items()}
    return fields | dict(one.extras)

"""A model that reads as a careful person does: nothing it gets right may be lost on the way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from pipeline.extraction.call import FieldName, FieldState
from pipeline.extraction.ground import ground
from pipeline.extraction.models.reader import ModelExtractor
from pipeline.extraction.port import SourceText
from tests.bench.bench_extraction import LABEL_OF, LABELLED, agrees, labelled_calls
from tests.extraction.models.asking import Saying, call, report

FILES = sorted(path.name for path in LABELLED.glob("*.jsonl"))


def told(label: dict[str, Any]) -> dict[str, Any]:
    """The label as a model would report it."""
    return call(
        **{
            name.value: (label[key]["value"], [label[key]["evidence"]])
            for name, key in LABEL_OF.items()
            if label.get(key)
        }
    )


def outcomes(file: str) -> Iterator[tuple[FieldName, str, bool, FieldState | None]]:
    """For each labelled value: its field, the label, whether it arrived, and in which state."""
    for line in (LABELLED / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = labelled_calls(row)
        if not labels:
            continue
        moment = row.get("posted_at")
        source = SourceText(row["text"], datetime.fromisoformat(moment) if moment else None)
        answer = report(*map(told, labels))
        found = ground(ModelExtractor(Saying(), "m").understand(answer, source), source)
        for one, label in zip(found.calls, labels, strict=True):
            for name, key in LABEL_OF.items():
                if label.get(key):
                    value = one.fields.get(name)
                    right = value is not None and agrees(name, value, label[key])
                    yield name, row["id"], right, value.state if value else None


@pytest.mark.parametrize("file", FILES)
def test_what_an_ideal_model_reads_arrives(file: str) -> None:
    """Every contact and every deadline, and nearly every place, in its label's very words."""
    wrong: Counter[FieldName] = Counter()
    for name, row, arrived, state in outcomes(file):
        wrong[name] += not arrived
        assert state is not None, f"{row}: {name} was lost"
        assert state is not FieldState.NOT_IN_TEXT, f"{row}: {name}"
        assert state is FieldState.FOUND or name is FieldName.DEADLINE, f"{row}: {name}"
    assert set(+wrong) <= {FieldName.LOCATION}, wrong
    assert wrong[FieldName.LOCATION] <= 3

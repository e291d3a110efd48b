"""How well the rules read: per-field precision, recall and F1 on labelled messages.

Run: PYTHONPATH=. python tests/bench/bench_extraction.py [-v] [FILE.jsonl ...]

Location, contact and deadline must equal a label (or one it also accepts) once spelling and
punctuation are folded away. Title, company, compensation and requirements may also overlap it:
word F1 of the value or of the evidence of at least 0.8.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.extraction.call import ExtractedCall, Extraction, FieldName, FieldValue
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.validate import NAMES
from pipeline.text.normalise import fold

LABELLED = Path(__file__).resolve().parents[1] / "data" / "labelled"
LABEL_OF = {name: label for name, label in NAMES.items() if name is not FieldName.DESCRIPTION}
EXACT = frozenset({FieldName.LOCATION, FieldName.DEADLINE, FieldName.CONTACT_INFO})
OVERLAP = 0.8


@dataclass
class Score:
    """Counts of one field, and what went wrong."""

    right: int = 0
    said: int = 0
    labelled: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        total = self.said + self.labelled
        return 2 * self.right / total if total else 1.0


def bare(text: str) -> str:
    """The words of a text, spelling folded; a sign in front of a phone number is punctuation."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def overlap(one: str, other: str) -> float:
    """Word F1 of two texts."""
    first, second = Counter(bare(one).split()), Counter(bare(other).split())
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def quoted(value: FieldValue) -> str:
    return " ".join(quote.text for quote in value.evidence)


def agrees(name: FieldName, value: FieldValue, label: dict[str, Any]) -> bool:
    """Whether an extracted value is what the label says."""
    accepted = [label["value"], *label.get("also_accept", ())]
    if any(bare(value.value) == bare(words) for words in accepted):
        return True
    if name in EXACT:
        return False
    pairs = [(value.value, words) for words in accepted]
    pairs += [(said, label["evidence"]) for said in (value.value, quoted(value))]
    return any(overlap(*pair) >= OVERLAP for pair in pairs)


def labelled_calls(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The label's calls: one in `fields`, or several in `calls`."""
    if not row["is_casting_call"]:
        return []
    calls = row.get("calls")
    return [call.get("fields", call) for call in calls] if calls else [row["fields"]]


def pairs(
    found: Extraction, labels: list[dict[str, Any]]
) -> Iterator[tuple[ExtractedCall | None, dict[str, Any]]]:
    """Calls beside labels, in the order of the text; a missing or surplus one stands alone."""
    for index in range(max(len(found.calls), len(labels))):
        call = found.calls[index] if index < len(found.calls) else None
        yield call, labels[index] if index < len(labels) else {}


def count(scores: dict[FieldName, Score], row: dict[str, Any], found: Extraction) -> None:
    for call, label in pairs(found, labelled_calls(row)):
        for name, key in LABEL_OF.items():
            value = call.fields.get(name) if call else None
            wanted = label.get(key)
            score = scores[name]
            right = bool(value and wanted and agrees(name, value, wanted))
            score.right += right
            score.said += value is not None
            score.labelled += bool(wanted)
            if not right and (value or wanted):
                score.misses.append(
                    f"{row['id']}: said {value.value if value else None!r}, "
                    f"labelled {wanted['value'] if wanted else None!r}"
                )


def measure(rows: list[dict[str, Any]]) -> tuple[dict[FieldName, Score], list[str]]:
    """The scores of every field, and the messages whose nature was misjudged."""
    extractor = RulesExtractor()
    scores = {name: Score() for name in LABEL_OF}
    misjudged = []
    for row in rows:
        moment = row.get("posted_at")
        source = SourceText(row["text"], datetime.fromisoformat(moment) if moment else None)
        found = extractor.read(source)
        if found.is_casting_call != row["is_casting_call"] and not row.get("borderline"):
            misjudged.append(f"{row['id']}: {found.intent.value}")
        count(scores, row, found)
    return scores, misjudged


def main(arguments: list[str]) -> None:
    verbose = "-v" in arguments
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    paths = paths or sorted(LABELLED.glob("*.jsonl"))
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        scores, misjudged = measure(rows)
        print(f"{path.name}: {len(rows)} messages, {len(misjudged)} misjudged {misjudged}")
        for name, score in scores.items():
            print(
                f"  {name.value:13} F1 {score.f1:.3f}  "
                f"({score.right} right, {score.said} said, {score.labelled} labelled)"
            )
            for miss in score.misses if verbose else ():
                print(f"      {miss}")


if __name__ == "__main__":
    main(sys.argv[1:])

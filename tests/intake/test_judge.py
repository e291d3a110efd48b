"""What is stored of a text."""

import json

from pipeline.intake.judge import Judge, reasons_json
from pipeline.prefilter.decision import Band, Decision, Reason
from pipeline.prefilter.load import default_prefilter

CALL = "مطلوب ممثلين لإعلان في الرياض، الأجر ١٥٠٠ ريال، للتواصل ٠٥٥٠٠٠١٢٣٤"


def test_reasons_are_json() -> None:
    reasons = (Reason('a"b\\ج', 1, 2, -0.5), Reason("a", 3, 4, 1e-7), Reason("a", 5, 6, 2.0))
    decision = Decision(Band.PASS, 1.5, reasons)
    assert json.loads(reasons_json(decision)) == [list(reason) for reason in reasons]
    assert reasons_json(Decision(Band.SKIP, 0.0)) == "[]"


def test_what_was_said_before_is_judged_alike() -> None:
    judge = Judge(default_prefilter(), extract_unsure=True)
    first = judge.judge(CALL)
    assert judge.judge(CALL) == first == Judge(default_prefilter(), extract_unsure=True).judge(CALL)
    assert (first.text, first.stage, first.named) == (CALL, "waiting", True)
    assert all(CALL[start:end] for _, start, end, _ in json.loads(first.reasons))

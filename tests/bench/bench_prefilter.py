"""How well and how fast the prefilter decides.

Run: python tests/bench/bench_prefilter.py

Quality: five folds, three times over. On four fifths the scales, patterns and thresholds are
fitted, on the fifth they are judged. That tests the fitted numbers alone: the terms were
written by hand with all three files read, so messages never seen do somewhat worse. Beside it
the old rule, one casting term and one detail term as substrings.

Speed: finding 5,000 terms in folded messages against the naive loop over the same terms and
messages, whole decisions against the same loop, and 50,000 terms against 5,000. Times are of the
processor, the best of several rounds taken in turn, so that a busy machine disturbs little.
"""

import gc
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import prefilter_tuning as tuning

from pipeline.prefilter.decision import Band
from pipeline.prefilter.load import default_rules
from pipeline.prefilter.matcher import Matcher
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.term import Kind, Match, Term
from pipeline.text.normalise import fold

FOLDS, SHUFFLES = 5, 3
ROUNDS = 7
FEW, MANY = 5_000, 50_000  # terms
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
OLD_CASTING = """
    ممثل ممثلة اكسترا تصوير اعلان كاستنج كومبارس دراما مسلسل فيلم كاميرا
    actor actress casting audition extra shoot filming commercial movie series
"""
OLD_DETAILS = "requirements compensation deadline contact متطلبات أجر راتب تواصل"
CHATTER = (
    "ok thanks",
    "السلام عليكم، متى التصوير؟",
    "أنا مهتمة، كيف أقدم؟",
    "صباح الخير جميعا 🌸",
    "ارسلت لك خاص",
    "<Media omitted>",
    "https://www.instagram.com/p/EXAMPLE12345/",
    "تمام الله يعطيك العافية",
)


@dataclass(frozen=True, slots=True)
class Score:
    """Messages kept and lost."""

    kept_calls: int
    lost_calls: int
    kept_others: int

    @property
    def recall(self) -> float:
        """How many of the calls were kept."""
        return self.kept_calls / max(1, self.kept_calls + self.lost_calls)

    @property
    def precision(self) -> float:
        """How many of the kept messages are calls."""
        return self.kept_calls / max(1, self.kept_calls + self.kept_others)


def score(calls: Sequence[bool], kept: Sequence[bool]) -> Score:
    """What these answers are worth."""
    count = Counter(zip(calls, kept, strict=True))
    return Score(count[True, True], count[True, False], count[False, True])


def old_rule(text: str) -> bool:
    """One casting term and one detail term, as substrings of the lower-cased text."""
    lowered = text.lower()
    return any(term in lowered for term in OLD_CASTING.split()) and any(
        term in lowered for term in OLD_DETAILS.split()
    )


def cross_validate(files: Sequence[Path]) -> None:
    """Print recall and precision for each file, judged on messages left out of the fit."""
    samples, source = [], []
    for file in files:
        found = tuning.load(file)
        samples += found
        source += [file.name] * len(found)
    table = tuning.tabulate(samples)
    answers: list[tuple[int, Band]] = []
    for shuffle in range(SHUFFLES):
        order = list(range(len(samples)))
        random.Random(shuffle).shuffle(order)
        for fold_number in range(FOLDS):
            judged = order[fold_number::FOLDS]
            rest = sorted(set(order) - set(judged))
            fitted = tuning.fit([samples[i] for i in rest], [table[i] for i in rest])
            prefilter = fitted.rules().prefilter()
            answers += [(i, prefilter.decide(samples[i].text).band) for i in judged]
    print(f"{'messages':<16}{'count':>6}  {'recall':>7}{'precision':>10}{'unsure':>8}   old rule")
    for name in (*dict.fromkeys(source), "all"):
        mine = [(i, band) for i, band in answers if name in (source[i], "all")]
        new = score([samples[i].is_call for i, _ in mine], [b is not Band.SKIP for _, b in mine])
        old = score(
            [samples[i].is_call for i, _ in mine], [old_rule(samples[i].text) for i, _ in mine]
        )
        unsure = sum(band is Band.UNSURE for _, band in mine) / len(mine)
        print(
            f"{name:<16}{len(mine) // SHUFFLES:>6}  {new.recall:>7.3f}{new.precision:>10.3f}"
            f"{unsure:>8.1%}   recall {old.recall:.3f}, precision {old.precision:.3f}"
        )


def with_inventions(count: int) -> list[Term]:
    """The terms of the program, or some of them, and invented Arabic words, `count` together."""
    chance = random.Random(11)
    terms = [term for term in default_rules().terms if term.kind is not Kind.REGEX]
    chance.shuffle(terms)
    del terms[FEW:]
    words = {fold(term.text) for term in terms}
    while len(terms) < count:
        word = "".join(chance.choices(LETTERS, k=chance.randint(4, 9)))
        if word not in words:
            words.add(word)
            terms.append(Term(f"invented:{word}", word, "invented", 0.1, match=Match.PREFIX))
    return terms


def measure(*works: Callable[[], object]) -> list[float]:
    """Processor seconds of each work: the best of rounds in which all take turns, without the
    garbage collector, as `timeit` measures."""
    best = [float("inf")] * len(works)
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for at, work in enumerate(works):
                began = time.process_time()
                work()
                best[at] = min(best[at], time.process_time() - began)
    finally:
        gc.enable()
    return best


def compare_speed(title: str, texts: Sequence[str]) -> None:
    """Print what finding terms and deciding costs for these messages."""
    folded = [fold(text) for text in texts]
    small, large = with_inventions(FEW), with_inventions(MANY)
    words = [fold(term.text) for term in small]
    few, many = Matcher(small), Matcher(large)
    rules = default_rules()
    signals = [term for term in rules.terms if term.kind is Kind.REGEX]
    whole = Prefilter(small + signals, rules.thresholds, rules.patterns)
    whole_large = Prefilter(large + signals, rules.thresholds, rules.patterns)
    naive, finding, finding_large, deciding, deciding_large = measure(
        lambda: [[word for word in words if word in text] for text in folded],
        lambda: [few.find_literals(text) for text in folded],
        lambda: [many.find_literals(text) for text in folded],
        lambda: whole.decide_many(texts),
        lambda: whole_large.decide_many(texts),
    )
    print(f"\n{title}: {len(texts)} messages, {sum(map(len, texts)) / len(texts):.0f} letters each")
    print(f"  naive loop, 5,000 terms      {naive / len(texts) * 1e6:8.1f} us a message")
    for name, seconds in (
        ("finding 5,000 terms", finding),
        ("finding 50,000 terms", finding_large),
        ("deciding with 5,000 terms", deciding),
        ("deciding with 50,000 terms", deciding_large),
    ):
        print(
            f"  {name:<29}{seconds / len(texts) * 1e6:8.1f} us a message,"
            f" {len(texts) / seconds:9,.0f}/s, {naive / seconds:6.1f} times the naive loop"
        )
    print(
        f"  ten times the terms cost {finding_large / finding:.2f} times the time to find,"
        f" {deciding_large / deciding:.2f} to decide"
    )


def main() -> None:
    files = (*tuning.LABELLED, tuning.MESSAGES)
    cross_validate(files)
    labelled = [sample.text for sample in tuning.load(*files)]
    compare_speed("Labelled messages", labelled)
    chance = random.Random(3)
    chat = [
        chance.choice(labelled) if chance.random() < 0.1 else chance.choice(CHATTER)
        for _ in range(600)
    ]
    compare_speed("A group chat, one in ten of them labelled messages", chat)


if __name__ == "__main__":
    sys.exit(main())

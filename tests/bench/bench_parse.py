"""How fast an Android export is read, and how much memory that takes.

Run: python tests/bench/bench_parse.py [MiB]
Baseline: `for line in file` with one compiled pattern per line, nothing else.
The best of three readings counts, each in a process of its own.
"""

import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
BODIES = (
    "مطلوب ممثلين وممثلات لمسلسل درامي في الرياض\nالعمر: 20 - 35\nالأجر: 1500 ريال\n"
    "للتواصل 0550000001",
    "Casting call: two actresses for a TV commercial, shoot in Jeddah on Sunday, contact us",
    "السلام عليكم، متى التصوير؟",
    "أنا مهتمة، كيف أقدم؟",
    "<Media omitted>",
    "ok thanks",
)


def write_export(path: Path, size: int) -> None:
    """An Android chat of about `size` bytes; the same every time."""
    chance = random.Random(7)
    written, minute = 0, 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while written < size:
            minute += chance.randrange(3)
            day, rest = divmod(minute, 1440)
            stamp = (
                f"{day % 28 + 1:02}/{day // 28 % 12 + 1:02}/{2020 + day // 336}, "
                f"{rest // 60:02}:{rest % 60:02}"
            )
            line = f"{stamp} - Member {chance.randrange(300)}: {chance.choice(BODIES)}\n"
            file.write(line)
            written += len(line.encode())


def peak() -> int:
    """The highest resident size of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(path: Path) -> None:
    """Read the file in this fresh process; print seconds, messages and bytes above idle."""
    sys.path.insert(0, str(ROOT))
    from pipeline.dumps.dump import open_dump

    idle = peak()
    began = time.perf_counter()
    count = 0
    with open_dump(path) as dump:
        for batch in dump.batches():
            count += len(batch.messages)
    print(time.perf_counter() - began, count, peak() - idle)


def measured(path: Path) -> tuple[float, int, int]:
    """Seconds, messages and bytes above idle of one fresh process."""
    answer = subprocess.run(
        [sys.executable, __file__, "--measure", str(path)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return float(answer[0]), int(answer[1]), int(answer[2])


def baseline(path: Path) -> float:
    """Seconds of the bare loop."""
    header = re.compile(r"(\d\d/\d\d/\d{4}), (\d\d:\d\d) - ([^:]+): (.*)")
    began = time.perf_counter()
    with path.open(encoding="utf-8") as file:
        for line in file:
            header.match(line)
    return time.perf_counter() - began


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat.txt"
        write_export(path, size * MIB)
        answers = [measured(path) for _ in range(3)]
        seconds = min(seconds for seconds, _, _ in answers)
        count, above = answers[0][1], max(above for _, _, above in answers)
        bare = min(baseline(path) for _ in range(3))
    print(f"{size} MiB, {count:,} messages: {size / seconds:.1f} MiB/s")
    print(f"peak above idle: {above / MIB:.0f} MiB")
    print(
        f"bare loop with one pattern per line: {size / bare:.1f} MiB/s, ratio {bare / seconds:.2f}"
    )


if __name__ == "__main__":
    main()

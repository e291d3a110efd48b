"""Rate and time left, over several files."""

from pipeline.intake.importer import ImportProgress
from ui.imports.meter import Meter


def test_nothing_is_promised_at_once() -> None:
    """A rate needs a moment to mean something."""
    reading = Meter(1000, 0.0).reading(ImportProgress(10, 1000, 5, 5), 0.1)
    assert (reading.rate, reading.seconds_left) == (None, None)


def test_files_behind_us_count() -> None:
    """A quarter in two seconds leaves six."""
    meter = Meter(1000, 10.0)
    meter.finish(200, 40, 30)
    reading = meter.reading(ImportProgress(50, 800, 10, 10), 12.0)
    assert (reading.share, reading.read, reading.stored) == (0.25, 50, 40)
    assert (reading.rate, reading.seconds_left) == (25.0, 6.0)


def test_it_never_passes_its_end() -> None:
    """Also where a file grew after it was looked at."""
    reading = Meter(100, 0.0).reading(ImportProgress(150, 150, 1, 1), 1.0)
    assert (reading.share, reading.seconds_left) == (1.0, 0.0)


def test_nothing_to_read_is_no_division_by_zero() -> None:
    """An empty list of files is at its start for ever."""
    assert Meter(0, 0.0).reading(None, 5.0).share == 0.0

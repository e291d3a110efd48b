"""One order of day and month for a whole file, and a true sentence about it."""

import pytest

from pipeline.dumps.date_order import DateOrder, Numbers, decide


@pytest.mark.parametrize(
    ("dates", "order", "ambiguous", "said"),
    [
        ([(25, 3, 2024), (1, 4, 2024)], DateOrder.DMY, False, "no such day"),
        ([(3, 25, 24)], DateOrder.MDY, False, "no such day"),
        ([(2024, 3, 25)], DateOrder.YMD, False, "year stands first"),
        ([(2567, 3, 25)], DateOrder.YMD, False, "year stands first"),
        ([(3, 4, 2024)], DateOrder.DMY, True, "cannot be told apart"),
        ([(1, 2, 24), (1, 3, 24), (2, 1, 24)], DateOrder.MDY, False, "backwards"),
        # What is no date says nothing of the order of those that are.
        ([(99, 99, 2024)], DateOrder.DMY, True, "No date in this file is a day"),
        ([(0, 0, 0)], DateOrder.DMY, True, "No date in this file is a day"),
        ([(99, 99, 2024), (25, 3, 2024)], DateOrder.DMY, False, "no such day"),
        ([(31, 2, 2024), (3, 25, 2024)], DateOrder.MDY, False, "no such day"),
        ([], DateOrder.DMY, False, "shows no dates"),
    ],
)
def test_the_order_and_its_reason(
    dates: list[Numbers], order: DateOrder, ambiguous: bool, said: str
) -> None:
    found = decide(dates)
    assert (found.order, found.ambiguous) == (order, ambiguous)
    assert said in found.sentence

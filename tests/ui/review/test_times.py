"""How old a call is does not depend on where the desk stands that looks at it."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel

from pipeline.review.values import Cursor, ReviewRow
from pipeline.riyadh import RIYADH, since
from ui.context import UiContext
from ui.review.row_delegate import RowDelegate
from ui.review.rows_model import ROW_ROLE


@pytest.fixture(params=["America/New_York", "Asia/Tokyo", "UTC"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """A machine in another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("sent", [True, False])
def test_the_age_of_a_call_is_the_same_everywhere(ui: UiContext, sent: bool) -> None:
    """Sent is noted as a clock in Riyadh shows it, received in UTC."""
    then = datetime.now(UTC) - timedelta(hours=5, minutes=30)
    wall = then.astimezone(RIYADH).replace(tzinfo=None)
    noted = then.replace(tzinfo=None)
    row = ReviewRow(
        1, "Actor", "Riyadh", "", "pending", "WHATSAPP", "Group", noted,
        wall if sent else None, 5.0, 0, False, 0, Cursor(0.0, 1),
    )  # fmt: skip
    model, item = QStandardItemModel(), QStandardItem()
    item.setData(row, ROW_ROLE)
    model.appendRow(item)
    lines = RowDelegate(ui).lines(model.index(0, 0))
    assert lines is not None
    assert lines.age == "5 h"
    assert since(row.sent_at, noted) == then

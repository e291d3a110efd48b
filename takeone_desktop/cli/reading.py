"""How a person says to read a dump, where it can't be told from the dump itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.dumps.date_order import DateOrder

if TYPE_CHECKING:
    from pipeline.dumps.table import ColumnMapping

FIELDS = ("text", "id", "sent_at", "sender")

AskedOrder = Annotated[
    DateOrder | None,
    typer.Option(
        "--date-order",
        help="How dates are written, for a dump that leaves it open.",
        show_default=False,
    ),
]
AskedColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="Which column of a table holds what, as FIELD=HEAD; once for each of "
        "text (needed), id, sent_at and sender.",
        metavar="FIELD=HEAD",
        show_default=False,
    ),
]


def mapping_of(columns: list[str] | None) -> ColumnMapping | None:
    """The mapping that `--column` options name; None without any."""
    if not columns:
        return None
    from pipeline.dumps.table import ColumnMapping

    heads: dict[str, str] = {}
    for column in columns:
        field, _, head = column.partition("=")
        if field not in FIELDS or not head or field in heads:
            raise typer.BadParameter(
                f"“{column}” is no FIELD=HEAD with a FIELD of its own from {', '.join(FIELDS)}.",
                param_hint="--column",
            )
        heads[field] = head
    if "text" not in heads:
        raise typer.BadParameter("Name the column of the text too.", param_hint="--column")
    return ColumnMapping(**heads)

"""The first workspace: messages, calls, decisions, publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

SEARCHED = ("message", "call")


def upgrade() -> None:
    create_tables()
    for table in SEARCHED:
        if op.get_bind().dialect.name == "sqlite":
            index_on_sqlite(table)
        else:
            op.execute(
                f"CREATE INDEX ix_{table}_search ON {table} "
                "USING gin (to_tsvector('simple', search))"
            )


def index_on_sqlite(table: str) -> None:
    """A full text index beside the table, kept by triggers; the table holds the words."""
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5(search, content='{table}', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
    )
    add = f"INSERT INTO {table}_fts(rowid, search) VALUES (new.id, new.search);"
    remove = (
        f"INSERT INTO {table}_fts({table}_fts, rowid, search) "
        "VALUES ('delete', old.id, old.search);"
    )
    op.execute(f"CREATE TRIGGER {table}_fts_add AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {table}_fts_drop AFTER DELETE ON {table} BEGIN {remove} END")
    op.execute(
        f"CREATE TRIGGER {table}_fts_change AFTER UPDATE OF search ON {table} "
        f"BEGIN {remove} {add} END"
    )


def create_tables() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "review_action",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_action")),
    )
    op.create_index("ix_review_action_by_id", "review_action", ["by", "id"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index("uq_source_kind_identifier", "source", ["kind", "identifier"], unique=True)
    op.create_table(
        "import_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("date_order", sa.String(), nullable=False),
        sa.Column("prefilter_version", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_import_run_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_fingerprint"), "import_run", ["fingerprint"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("run_id", BIG, nullable=True),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("dump_id", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("sender_key", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", JSON, nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_message_run_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_message_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_run_id_band", "message", ["run_id", "band"], unique=False)
    op.create_index(
        "ix_message_waiting",
        "message",
        ["id"],
        unique=False,
        sqlite_where=sa.text("stage = 'waiting'"),
        postgresql_where=sa.text("stage = 'waiting'"),
    )
    op.create_index(
        "uq_message_source_id_external_id", "message", ["source_id", "external_id"], unique=True
    )
    op.create_table(
        "call",
        sa.Column("id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("compensation", sa.String(), nullable=True),
        sa.Column("requirements", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("contact_info", sa.String(), nullable=True),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("extras", JSON, nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("extractor_version", sa.String(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_call_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index("ix_call_cluster_id", "call", ["cluster_id"], unique=False)
    op.create_index("ix_call_message_id", "call", ["message_id"], unique=False)
    op.create_index(
        "ix_call_pending",
        "call",
        ["position"],
        unique=False,
        sqlite_where=sa.text("status = 'pending' AND cluster_id = id"),
        postgresql_where=sa.text("status = 'pending' AND cluster_id = id"),
    )
    op.create_index("ix_call_status_id", "call", ["status", "id"], unique=False)
    op.create_index("uq_call_content_hash", "call", ["content_hash"], unique=True)
    op.create_table(
        "dead_letter",
        sa.Column("id", BIG, nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("call_id", BIG, nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_dead_letter_call_id")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_dead_letter_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
    )
    op.create_index(op.f("ix_dead_letter_signature"), "dead_letter", ["signature"], unique=False)
    op.create_index("ix_dead_letter_state_id", "dead_letter", ["state", "id"], unique=False)
    op.create_index("uq_dead_letter_job", "dead_letter", ["job_id"], unique=True)
    op.create_table(
        "near_band",
        sa.Column("band", BIG, nullable=False),
        sa.Column("call_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_near_band_call_id")),
        sa.PrimaryKeyConstraint("band", "call_id", name=op.f("pk_near_band")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publication",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("remote_updated_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_publication_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("call_id", name=op.f("uq_publication_call_id")),
    )
    op.create_index("ix_publication_state_id", "publication", ["state", "id"], unique=False)
    op.create_table(
        "review_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("action_id", BIG, nullable=False),
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["review_action.id"], name=op.f("fk_review_change_action_id")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_review_change_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_change")),
    )
    op.create_index(
        op.f("ix_review_change_action_id"), "review_change", ["action_id"], unique=False
    )
    op.create_index("ix_review_change_call_id", "review_change", ["call_id", "id"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_sighting_call_id")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_sighting_message_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "message_id", name=op.f("pk_sighting")),
    )
    op.create_index("ix_sighting_message_id", "sighting", ["message_id"], unique=False)

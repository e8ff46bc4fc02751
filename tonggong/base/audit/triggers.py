"""Make the database itself refuse to change or remove an entry, whoever asks.

It is a fence, not the proof: who owns the database can take it down, and is then found out by the chain.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_entry"

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS audit_entry_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or removed'); END"
    for verb in ("update", "delete")
]
_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit entries are never changed or removed'; END $$",
    f"CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    f"CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: for undoing the migration, and for a test run that empties its own tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_change ON {TABLE}")
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_truncate ON {TABLE}")
            cursor.execute("DROP FUNCTION IF EXISTS audit_entry_refuse()")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}")

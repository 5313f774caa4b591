"""Whether a database is whole. PostgreSQL sees to it itself; a SQLite file can be damaged, or mixed from two."""

from __future__ import annotations

from sqlalchemy import Connection


def damage(connection: Connection) -> list[str]:
    """What is wrong with the file itself, and with rows that point to none."""
    if connection.dialect.name != "sqlite":
        return []
    found = list(connection.exec_driver_sql("PRAGMA quick_check(3)").scalars())
    return [] if found == ["ok"] else found


def broken_references(connection: Connection) -> list[str]:
    """Tables whose rows point to rows that are not there, in words."""
    if connection.dialect.name != "sqlite":
        return []
    counts: dict[tuple[str, str], int] = {}
    for table, _row, other, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        counts[table, other] = counts.get((table, other), 0) + 1
    return [f"{count} row(s) of {table} point to rows of {other} that are not there" for (table, other), count in counts.items()]

"""What all tables share: their metadata, and the columns that most of them have."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, Text

metadata = MetaData()
KEPT_IDS: dict[str, Any] = {"sqlite_autoincrement": True}


def uuid_column() -> Column[bytes]:
    """Return the column that names a thing the same way in every copy of the study."""
    return Column("uuid", LargeBinary(16), nullable=False)


def text_column(name: str) -> Column[str]:
    """Return a column for a text that is often empty."""
    return Column(name, Text, nullable=False, server_default="")

"""Reads: what is in the project, as values. Each takes a connection, so that several reads
made in one `study.reading()` see one state. Long lists come paged or streamed."""

from sqlalchemy import Connection

__all__ = ["Connection"]

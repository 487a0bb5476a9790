"""How the journal keeps rows: images of them before and after, packed by column.

One `Image` is one operation on rows of one table. Columns of a bulk act are mostly constant,
counted up or small integers, so packing by column makes 500,000 codings a few megabytes.
Pure: bytes in, bytes out.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Operation = Literal["insert", "share", "release", "update", "delete"]
Row = tuple[Any, ...]

_WIDTHS = (("b", 7), ("h", 15), ("i", 31), ("q", 63))


@dataclass(frozen=True, slots=True)
class Image:
    """Rows of one table that one operation touched.

    `columns` are the row's columns, the first `keys` of them the primary key. insert and
    delete hold whole rows (after, before); update holds the key and the changed columns, both
    before and after. "share" is an insert of a row that others may come to use (a quotation):
    done again it leaves a row that is there, undone it leaves a row that is in use. "release" is
    its mirror: done it takes the row away unless it is in use, undone it puts it back. So a
    shared row is there exactly as long as something refers to it.
    """

    table: str
    operation: Operation
    columns: tuple[str, ...]
    keys: int
    before: tuple[Row, ...] = ()
    after: tuple[Row, ...] = ()


def pack(image: Image) -> bytes:
    """Return `image` as bytes; `unpack` gives an equal image back."""
    bodies: list[bytes] = []
    described: list[dict[str, Any]] = []
    for rows in (image.before, image.after):
        for column in zip(*rows, strict=True):
            kind, body = _pack_column(column)
            described.append({"kind": kind, "size": len(body)})
            bodies.append(body)
    head = {
        "table": image.table,
        "operation": image.operation,
        "columns": image.columns,
        "keys": image.keys,
        "rows": [len(image.before), len(image.after)],
        "packed": described,
    }
    encoded = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(struct.pack("<I", len(encoded)) + encoded + b"".join(bodies), 1)


def unpack(data: bytes) -> Image:
    """Return the image that `pack` made into `data`. Raises ValueError when it is damaged."""
    try:
        raw = zlib.decompress(data)
        (size,) = struct.unpack_from("<I", raw)
        head = json.loads(raw[4 : 4 + size])
        view = memoryview(raw)[4 + size :]
        sides = []
        described = iter(head["packed"])
        for count in head["rows"]:
            columns = []
            for _column in head["columns"] if count else ():
                entry = next(described)
                column = _unpack_column(entry["kind"], bytes(view[: entry["size"]]), count)
                if len(column) != count:
                    raise ValueError("a column of another length")
                columns.append(column)
                view = view[entry["size"] :]
            sides.append(tuple(zip(*columns, strict=True)))
        return Image(head["table"], head["operation"], tuple(head["columns"]), head["keys"], *sides)
    except (zlib.error, struct.error, LookupError, TypeError, ValueError, StopIteration) as error:
        raise ValueError(f"damaged image: {error}") from error


def _pack_column(values: Sequence[Any]) -> tuple[str, bytes]:
    kinds = set(map(type, values))
    if kinds == {int}:
        return _pack_integers(values)
    if kinds == {bytes}:
        return _pack_bytes(values)
    if len(values) > 1 and kinds <= {str, type(None)} and len(set(values)) == 1:
        return "same", json.dumps(values[0], ensure_ascii=False).encode()
    # No column holds a list of its own, so a list can stand for bytes here.
    plain = [[value.hex()] if isinstance(value, bytes) else value for value in values]
    return "json", json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _pack_integers(values: Sequence[int]) -> tuple[str, bytes]:
    first = values[0]
    if len(values) > 1 and all(map(int.__eq__, values, range(first, first + len(values)))):
        return "count", str(first).encode()
    low, high = min(values), max(values)
    if low == high and len(values) > 1:
        return "same", str(first).encode()
    bits = max(max(high, 0).bit_length(), (-1 - min(low, -1)).bit_length())
    for code, width in _WIDTHS:
        if bits <= width:
            return code, _little(array(code, values)).tobytes()
    raise ValueError("an integer of more than 64 bits cannot be stored")


def _pack_bytes(values: Sequence[bytes]) -> tuple[str, bytes]:
    if len(values) > 1 and all(len(value) == 16 for value in values):
        first = int.from_bytes(values[0], "big")
        if int.from_bytes(values[-1], "big") - first == len(values) - 1 and all(
            int.from_bytes(value, "big") == first + i for i, value in enumerate(values)
        ):
            return "count16", values[0]
    sizes = _little(array("I", map(len, values))).tobytes()
    return "bytes", sizes + b"".join(values)


def _unpack_column(kind: str, body: bytes, count: int) -> Sequence[Any]:
    if kind == "count":
        return range(int(body), int(body) + count)
    if kind == "same":
        return [json.loads(body)] * count
    if kind == "count16":
        first = int.from_bytes(body, "big")
        return [(first + i).to_bytes(16, "big") for i in range(count)]
    if kind == "bytes":
        return _unpack_bytes(body, count)
    if kind == "json":
        return [bytes.fromhex(v[0]) if isinstance(v, list) else v for v in json.loads(body)]
    return _little(array(kind, body))


def _unpack_bytes(body: bytes, count: int) -> list[bytes]:
    at = 4 * count
    values = []
    for size in _little(array("I", body[:at])):
        values.append(body[at : at + size])
        at += size
    return values


def _little(numbers: array[int]) -> array[int]:
    """Swap on big-endian machines: files are little-endian everywhere."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def table_of(data: bytes) -> str:
    """Return the table of the image that `pack` made into `data`, without unpacking its rows.

    Raises ValueError when it is damaged.
    """
    try:
        reader = zlib.decompressobj()
        (size,) = struct.unpack("<I", reader.decompress(data, 4))
        head = reader.decompress(reader.unconsumed_tail, size)
        table = json.loads(head)["table"]
    except (zlib.error, struct.error, LookupError, TypeError, ValueError) as error:
        raise ValueError(f"damaged image: {error}") from error
    return str(table)

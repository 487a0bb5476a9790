"""What is painted of a text from outside: every code point shown as itself or as one visible sign.

Terminal escapes, other control characters, bidi controls and invisible marks could deceive the
reader or upset the terminal. Each is painted as exactly one other code point, so offsets in the
painted text and in the stored text are the same. Pure; no dependencies.
"""

from __future__ import annotations

import re

SOFT_HYPHEN_SIGN = "¬"
LINE_SIGN = "↵"
PARAGRAPH_SIGN = "¶"
TO_RIGHT_SIGN = "→"
TO_LEFT_SIGN = "←"
BIDI_END_SIGN = "↔"
INVISIBLE_SIGN = "·"
FOREIGN_SIGN = "\ufffd"

_JOINER = "\u200d"
_JOINABLE = "[\u2190-\u23ff\u25a0-\u2bff\U0001f000-\U0001faff\ufe0f]"
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# A joiner belongs between two emoji; elsewhere it only misleads the measuring of cells.
_STRAY_JOINER = re.compile(f"(?<!{_JOINABLE}){_JOINER}|{_JOINER}(?!{_JOINABLE})")

_SIGNS: dict[str, str] = {
    "\t": " ",
    "\x7f": "\u2421",
    "\xad": SOFT_HYPHEN_SIGN,
    "\u2028": LINE_SIGN,
    "\u2029": PARAGRAPH_SIGN,
    **{chr(n): chr(0x2400 + n) for n in range(32) if n != 9},
    **dict.fromkeys("\u200e\u202a\u202d\u2066\u2068", TO_RIGHT_SIGN),
    **dict.fromkeys("\u061c\u200f\u202b\u202e\u2067", TO_LEFT_SIGN),
    **dict.fromkeys("\u202c\u2069", BIDI_END_SIGN),
    **dict.fromkeys("\u180e\u200b\u200d\ufeff", INVISIBLE_SIGN),
    **{chr(n): INVISIBLE_SIGN for n in (*range(0x2060, 0x2066), *range(0x206A, 0x2070))},
}


def visible(text: str) -> str:
    """Return `text` as it is painted: the same number of code points, none of them harmful.

    Line feeds stay: they end a row. A tab is painted as one space.
    """
    shown = _HIDDEN.sub(_sign, text)
    return _STRAY_JOINER.sub(_sign, shown) if _JOINER in shown else shown


def one_line(text: str) -> str:
    """Return `text` as it is painted on a single row: line feeds shown as signs too."""
    return visible(text).replace("\n", LINE_SIGN)


def _sign(match: re.Match[str]) -> str:
    return _SIGNS.get(match[0], FOREIGN_SIGN)

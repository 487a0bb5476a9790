"""Bytes into text, without losing any.

Order: byte order mark, strict UTF-8, UTF-16 or UTF-32 by the pattern of its zero bytes, then
the encodings of one byte a letter, Windows-1252 first because that is what Western files
are. A file that mixes UTF-8 with Windows-1252 is read only when each byte has a meaning, and
the notice names the lines; otherwise it is refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kwalcode.errors import UnreadableFile
from kwalcode.i18n import _
from kwalcode.transcripts.refusals import listed_lines, refusal
from kwalcode.transcripts.sniff import binary_kind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = (
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2})"
)
_PIECE = re.compile(rb"(?P<good>(?:[\x00-\x7f]|" + _MULTIBYTE + rb")++)|[\x80-\xff]")
_SEQUENCE = re.compile(_MULTIBYTE)
# In Windows-1252 these would read as "Ã©" or "â€™": a sure sign of UTF-8, unlike "É”",
# which by chance is a UTF-8 sequence too.
_SURE = re.compile(rb"[\xc2\xc3][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_LETTER = re.compile(r"[^\W\d_]")
_WESTERN_CHARS = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽ"
    "‘’‚“”„‹›«»–—…•·€£°½¼¾´\u00a0\u00ad"
)
_WESTERN_NAMES = ("latin_1", "cp1252", "iso8859_15", "iso8859_1", "cp1254", "iso8859_9")
_MANY_BYTES = ("gb", "big5", "euc", "shift", "cp932", "cp949", "cp950", "hz", "johab", "iso2022")
_SAMPLE = 64_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with LF newlines and no byte order mark, its encoding, and notices."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(name: str, data: bytes) -> Decoded:
    """Return the text in `data`; `name` is the file's, for messages.

    Raises UnreadableFile for what is not text, for damaged or unknown encodings, and for a
    file with nothing but white space.
    """
    kind = binary_kind(data)
    if kind:
        reason = _("this is not text but {what}; {remedy}")
        raise refusal(name, reason.format(what=kind.what, remedy=kind.remedy))
    raw, encoding, notices = _decode(name, data)
    if _is_noise(raw):
        raise refusal(name, _("this is not text: it holds bytes that no text has; check the file"))
    text = unified(raw.removeprefix("\ufeff"))
    if not text.strip("\ufeff") or text.isspace():
        raise refusal(name, _("there is only white space in it; check that it is the right file"))
    return Decoded(text, encoding, notices)


def unified(text: str) -> str:
    """Return the text with CRLF and CR turned into LF, nothing else changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    marked = _by_mark(data)
    if marked and marked != "utf-8":
        return _strictly(name, data, marked), marked, ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text:
        return text, "utf-8", ()
    if b"\0" in data:
        return _without_mark(name, data)
    return _mixed_or_legacy(name, data)


def _by_mark(data: bytes) -> str:
    for mark, encoding in _BOMS:
        # FF FE 00 00 opens UTF-32 as well as UTF-16 with a zero; the length decides.
        if data.startswith(mark) and not (encoding == "utf-32-le" and len(data) % 4):
            return encoding
    return ""


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = _("it says it is {encoding} but byte {place} is damaged; save it as UTF-8 anew")
        reason = reason.format(encoding=encoding, place=error.start + 1)
        raise refusal(name, reason) from None


def _without_mark(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    for encoding in _likely_wide(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_noise(text):
            notice = _("No byte order mark; read as {encoding}.").format(encoding=encoding)
            return text, encoding, (notice,)
    raise refusal(name, _("this is not text: it holds zero bytes; check that it is the right file"))


def _likely_wide(data: bytes) -> list[str]:
    """Return the UTF-32 and UTF-16 forms whose zero bytes fall where these have them."""
    likely = []
    if len(data) % 4 == 0:
        quarter = len(data) // 4
        zeros = [data[place::4].count(0) for place in range(4)]
        if zeros[3] == quarter and zeros[2] > quarter * 0.9:
            likely.append("utf-32-le")
        if zeros[0] == quarter and zeros[1] > quarter * 0.9:
            likely.append("utf-32-be")
    even, odd = data[::2].count(0), data[1::2].count(0)
    if odd > len(data) * 0.15 and even < odd * 0.1:
        likely.append("utf-16-le")
    if even > len(data) * 0.15 and odd < even * 0.1:
        likely.append("utf-16-be")
    return likely


def _mixed_or_legacy(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    good = len(_SEQUENCE.findall(data))
    # A byte that is no part of a sequence; the rest of the high bytes lie in sequences.
    bad_places = [match.start() for match in _PIECE.finditer(data) if match["good"] is None]
    sure = len(_SURE.findall(data)) if good else 0
    mostly_utf8 = good >= len(bad_places)
    mixed = _mixed(data) if sure or mostly_utf8 else ""
    if mostly_utf8 and not mixed:
        raise _mix_refusal(name, data, bad_places)
    if mixed and (mostly_utf8 or _is_western(mixed)):
        notice = _("UTF-8 with Windows-1252 in line {lines}; both were read. Check those lines.")
        return mixed, "utf-8 + cp1252", (notice.format(lines=_lines_of(data, bad_places)),)
    text, encoding = _legacy(name, data)
    if sure and not encoding.startswith(_MANY_BYTES):
        raise _mix_refusal(name, data, bad_places)
    notice = _("Not UTF-8; read as {encoding}. Check the accented letters.")
    return text, encoding, (notice.format(encoding=encoding),)


def _mixed(data: bytes) -> str:
    """Return the text with its UTF-8 read as such and the rest as Windows-1252, "" if it is not."""
    try:
        return "".join(
            piece.group().decode("utf-8" if piece["good"] is not None else "cp1252")
            for piece in _PIECE.finditer(data)
        )
    except UnicodeDecodeError:
        return ""


def _mix_refusal(name: str, data: bytes, bad_places: list[int]) -> UnreadableFile:
    reason = _("it mixes encodings (see line {lines}); save it as UTF-8 in one encoding")
    return refusal(name, reason.format(lines=_lines_of(data, bad_places)))


def _lines_of(data: bytes, places: list[int]) -> str:
    lines: list[int] = []
    line, done = 1, 0
    for place in places:
        line += unified(data[done:place].decode("latin-1")).count("\n")
        done = place
        if not lines or lines[-1] != line:
            lines.append(line)
    return listed_lines(lines)


def _legacy(name: str, data: bytes) -> tuple[str, str]:
    western = _as_cp1252(data)
    if western and _is_western(western):
        return western, "cp1252"
    for encoding in _guesses(data):
        wanted = "cp1252" if western and encoding in _WESTERN_NAMES else encoding
        try:
            text = data.decode(wanted)
        except UnicodeDecodeError:
            continue
        if not _is_noise(text):
            return text, wanted
    if western:
        return western, "cp1252"
    raise refusal(name, _("its encoding is not recognised; open it in an editor and save as UTF-8"))


def _as_cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return ""


def _is_western(text: str) -> bool:
    """Tell whether text read as Windows-1252 looks like a Western language."""
    accented = _ACCENTED.findall(text)
    known = sum(char in _WESTERN_CHARS for char in accented)
    accented_letters = sum(char.isalpha() for char in accented)
    letters = len(_LETTER.findall(text))
    # In a few words every third letter may have an accent ("één? ja, hé").
    return known >= len(accented) * 0.95 and accented_letters <= max(letters * 0.3, 8)


def _guesses(data: bytes) -> list[str]:
    """Return the encodings that charset-normalizer proposes for the telling lines, best first."""
    from charset_normalizer import from_bytes

    sample = b""
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            sample += line[:_SAMPLE]
        if len(sample) >= _SAMPLE:
            break
    return [match.encoding for match in from_bytes(sample)]


def _is_noise(text: str) -> bool:
    """Tell whether zero characters, or too many control characters, make it something else."""
    return "\0" in text or len(_CONTROL.findall(text)) > len(text) * 0.1

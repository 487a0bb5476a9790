"""What a file really is, by its first bytes: text must not be mistaken, whatever its ending."""

from __future__ import annotations

from dataclasses import dataclass

from kwalcode.i18n import _

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is not plain text: what to call it and what to do about it."""

    what: str
    remedy: str


def binary_kind(data: bytes) -> Kind | None:
    """Return what kind of binary file these bytes are, None when no signature is known."""
    if data.startswith((ZIP, ZIP_EMPTY)):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    for start, kind in _signatures():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI "):
        return _sound()
    if data[4:8] == b"ftyp":
        return _sound()
    return None


def _ole_kind(data: bytes) -> Kind:
    if _ENCRYPTED in data:
        return Kind(
            _("a Word or Office file with a password"), _("save it as .docx without the password")
        )
    return Kind(_("a file in an old Office format"), _("open it in Word and save it as .docx"))


def _zip_kind(data: bytes) -> Kind:
    if b"word/" in data:
        return Kind(_("a Word file"), _("rename it so that it ends in .docx"))
    if b"xl/workbook" in data:
        return Kind(_("an Excel workbook"), _("save the interview as .docx or .txt"))
    if b"application/vnd.oasis.opendocument" in data[:200]:
        return Kind(_("an OpenDocument file"), _("save it as .docx"))
    return Kind(_("a ZIP archive"), _("unpack it and import the files in it"))


def _sound() -> Kind:
    return Kind(_("a sound or video recording"), _("import its transcript instead"))


def _picture() -> Kind:
    return Kind(_("a picture"), _("import the transcript as text instead"))


def _signatures() -> tuple[tuple[bytes, Kind], ...]:
    save_text = _("save it as .docx or .txt")
    program = Kind(_("a program"), _("import the transcript as text instead"))
    packed = Kind(_("a packed file"), _("unpack it and import what is in it"))
    return (
        (b"\x89PNG\r\n\x1a\n", _picture()),
        (b"\xff\xd8\xff", _picture()),
        (b"GIF87a", _picture()),
        (b"GIF89a", _picture()),
        (b"II*\x00", _picture()),
        (b"MM\x00*", _picture()),
        (b"\x7fELF", program),
        (b"MZ\x90\x00", program),
        (b"%PDF-", Kind(_("a PDF file"), save_text)),
        (b"{\\rtf", Kind(_("an RTF file"), save_text)),
        (b"SQLite format 3\x00", Kind(_("an SQLite database"), save_text)),
        (b"\x1f\x8b\x08", packed),
        (b"7z\xbc\xaf\x27\x1c", packed),
        (b"Rar!\x1a\x07", packed),
        (b"BZh91AY&SY", packed),
        (b"\xfd7zXZ\x00", packed),
        (b"OggS\x00", _sound()),
        (b"fLaC\x00", _sound()),
        (b"ID3\x03\x00", _sound()),
        (b"ID3\x04\x00", _sound()),
    )

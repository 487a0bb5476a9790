"""Opening a ZIP file from outside without trusting it, and the XML inside.

Nothing is ever written to disk. Names that could leave a folder, links, doubles and
encrypted members are refused at once; sizes are counted while unpacking, since what the
directory of the file says about them may be a lie.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from types import TracebackType
from typing import IO, TYPE_CHECKING

from kwalcode.i18n import _
from kwalcode.transcripts.refusals import refusal, shown

if TYPE_CHECKING:
    from lxml.etree import _Element

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for broken archives, depending on where they are broken."""

_DRIVE = re.compile(r"[A-Za-z]:")
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold at most; sizes in bytes when unpacked.

    A genuine Word file unpacks to about 35 times its size, so 150 leaves room; members
    under `small` are not judged by their ratio.
    """

    members: int = 5_000
    member: int = 256_000_000
    total: int = 512_000_000
    ratio: int = 150
    small: int = 1_000_000


DEFAULT_LIMITS = Limits()


class Container:
    """An archive that passed the checks; gives its members' bytes, counting as it unpacks."""

    def __init__(self, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        self._name = name
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED:
            raise refusal(name, _damaged()) from None
        self._members = self._checked()

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, without folders, in the order of the archive."""
        return tuple(info.filename for info in self._members.values())

    def holds(self, member: str) -> bool:
        """Tell whether there is a member of that name, upper and lower case alike."""
        return _key(member) in self._members

    def read(self, member: str) -> bytes:
        """Return a member's bytes; raises UnreadableFile when missing, damaged or too large."""
        info = self._members.get(_key(member))
        if info is None:
            reason = _("{member} is missing in it; open it in its program and save it anew")
            raise refusal(self._name, reason.format(member=shown(member)))
        try:
            with self._zip.open(info) as stream:
                return self._unpack(info, stream)
        except _DAMAGED:
            raise refusal(self._name, _damaged()) from None

    def _unpack(self, info: zipfile.ZipInfo, stream: IO[bytes]) -> bytes:
        blocks: list[bytes] = []
        size = 0
        while block := stream.read(_BLOCK):
            size += len(block)
            self._unpacked += len(block)
            self._check_size(info, size)
            blocks.append(block)
        return b"".join(blocks)

    def _check_size(self, info: zipfile.ZipInfo, size: int) -> None:
        limits = self._limits
        if size > limits.member or self._unpacked > limits.total:
            raise refusal(self._name, _("it unpacks to more than is allowed; it may be a trap"))
        if size > limits.small and size > limits.ratio * max(1, info.compress_size):
            reason = _("it unpacks to more than {ratio} times its size; it may be a trap")
            raise refusal(self._name, reason.format(ratio=limits.ratio))

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > self._limits.members:
            reason = _("it holds more than {number} parts; it may be a trap")
            raise refusal(self._name, reason.format(number=self._limits.members))
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._check_member(info)
            key = _key(info.filename)
            if key in members:
                self._refuse_member(info, _("the part {member} is in it twice"))
            members[key] = info
        return {key: info for key, info in members.items() if not info.is_dir()}

    def _check_member(self, info: zipfile.ZipInfo) -> None:
        # The name as it stands in the file: zipfile cuts it at a zero and turns separators.
        name = info.orig_filename
        if name.startswith("/") or _DRIVE.match(name) or "\\" in name or "\0" in name or not name:
            self._refuse_member(info, _("the name {member} in it leads outside its folder"))
        if ".." in name.split("/"):
            self._refuse_member(info, _("the name {member} in it leads outside its folder"))
        if stat.S_ISLNK(info.external_attr >> 16):
            self._refuse_member(info, _("the part {member} in it is a link"))
        if info.flag_bits & 0x41:
            self._refuse_member(info, _("the part {member} in it has a password; save it without"))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self._refuse_member(info, _("the part {member} in it is packed in an unknown way"))

    def _refuse_member(self, info: zipfile.ZipInfo, reason: str) -> None:
        raise refusal(self._name, reason.format(member=shown(info.orig_filename)))


def _key(member: str) -> str:
    return unicodedata.normalize("NFC", member).casefold()


def _damaged() -> str:
    return _("it is damaged or incomplete; get it again, or open it in its program and save anew")


def parse_xml(name: str, member: str, data: bytes) -> _Element:
    """Return the root of an XML member. Refuses any DOCTYPE; no entity is resolved."""
    from lxml import etree

    if any("<!DOCTYPE".encode(code) in data for code in ("ascii", "utf-16-le", "utf-16-be")):
        raise _doctype(name, member)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError):
        raise refusal(name, _damaged()) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name, member)
    return root


def _doctype(name: str, member: str) -> Exception:
    reason = _("{member} in it declares a DOCTYPE, which such a file never needs; it may be a trap")
    return refusal(name, reason.format(member=shown(member)))

"""The sizes of study that figures are measured on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """A study: documents, codings per document, codes in the codebook."""

    name: str
    documents: int
    codings_each: int
    codes: int

    @property
    def codings(self) -> int:
        return self.documents * self.codings_each


SIZES: Final = {
    size.name: size
    for size in (Size("S", 12, 150, 60), Size("M", 120, 300, 60), Size("L", 1_000, 500, 200))
}
WORDS: Final = 8_000
CODERS: Final = ("Anna", "Bram")
SEED: Final = 20_240_501

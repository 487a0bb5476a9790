"""Corrections made ready: the new text of a document with its turns, speakers and sentences.

All that takes time is done here, before an act begins (`acts.correcting` then writes it).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.model import Document, Role, Turn
from kwalcode.project.reads.documents import all_documents, roles_of, sentences_of, turns_of
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.versions import content_of, text_of_content
from kwalcode.project.study import Study
from kwalcode.spans import Range
from kwalcode.store.tables import sentences
from kwalcode.transcripts.blocks import MASK
from kwalcode.transcripts.difference import Alignment, align, replaced
from kwalcode.transcripts.retelling import renamed_speakers, retold, same_speakers
from kwalcode.transcripts.roles import guess_roles


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a corrected text comes from."""

    name: str
    sha256: bytes
    format: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A document's new text, ready to be written.

    `content` is the id of the text that it corrects. The speakers of `turns` are the labels in
    the new text; `known` says whose they are, by the names shown; `renamed` gives speakers
    another shown name; `roles` are those of new speakers. `sentences` are absolute bounds.
    """

    document: Document
    content: int
    changed: Alignment
    turns: Sequence[Turn]
    known: Mapping[str, str]
    renamed: Mapping[str, str]
    roles: Mapping[str, Role]
    sentences: Sequence[Range]
    segmenter: str
    source: Source | None = None
    notices: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether the new text is the old one."""
        return self.changed.old == self.changed.new


def prepare_file(
    study: Study, document: int, path: Path, *, interviewer: str | None = None
) -> Correction:
    """Read a corrected transcript. Raises UnreadableFile, NotFound, and Refused where it holds
    something in the place of words that were erased."""
    from kwalcode.project.importing import prepare

    found = prepare(path, interviewer=interviewer)
    told = found.transcript
    with study.reading() as connection:
        base = _Base(connection, document)
    changed = align(base.text, told.text)
    _refuse_erased(path, base.document.name, changed)
    source = Source(found.source_name, found.source_sha256, told.format)
    return base.correction(changed, told.turns, told.roles, source, told.notices, found.sentences)


def prepare_text(study: Study, document: int, text: str) -> Correction:
    """Take a document's whole text as somebody edited it. Raises NotFound, and Refused when
    nothing is left of it."""
    with study.reading() as connection:
        base = _Base(connection, document)
    _refuse_empty(base.document, text)
    return base.edited(align(base.text, text))


def prepare_as_there(
    here: Connection, document: int, there: Connection, same: int, changed: Alignment | None = None
) -> Correction:
    """Take the text, the turns and the sentences that a document has in another copy of the
    study, where its number is `same`. `changed` says what stayed, where the caller knows."""
    base, other = _Base(here, document), _Base(there, same)
    changed = align(base.text, other.text) if changed is None else changed
    done = base.correction(changed, other.turns, other.roles, found=other.sentences)
    return replace(done, segmenter=other.segmenter or done.segmenter)


def prepare_edit(study: Study, document: int, place: Range, words: str, was: str) -> Correction:
    """Take what somebody wrote in the place of the passage, which held the text `was`.

    Raises Refused when it holds something else by now, or nothing is left of the document.
    """
    with study.reading() as connection:
        base = _Base(connection, document)
    if base.text[slice(*place)] != was:
        raise Refused(
            _("{name} was corrected meanwhile: look at it again.").format(name=base.document.name)
        )
    text = base.text[: place[0]] + words + base.text[place[1] :]
    _refuse_empty(base.document, text)
    return base.edited(align(base.text, text))


def prepare_replacement(
    study: Study,
    old: str,
    new: str,
    documents: Collection[int] | None = None,
    *,
    parts_of_words: bool = False,
    any_case: bool = False,
) -> list[Correction]:
    """Replace a name, or other words, everywhere in some documents or in all.

    Only whole words unless `parts_of_words`; capitals count unless `any_case`. Names that
    speakers are shown by are replaced too. Returns a correction for each document where the
    words occur. Raises Refused when there is nothing to look for.
    """
    pattern = _pattern(old, parts_of_words=parts_of_words, any_case=any_case)
    found = []
    with study.reading() as connection:
        known = [d.id for d in all_documents(connection)]
        wanted = known if documents is None else [n for n in known if n in set(documents)]
        bases = (_Base(connection, number) for number in wanted)
        hits = [(b, [m.span() for m in pattern.finditer(b.text)]) for b in bases]
        hits = [(base, places) for base, places in hits if places]
    for base, places in hits:
        changed = replaced(base.text, [(place, new) for place in places])
        _refuse_empty(base.document, changed.new)
        found.append(base.edited(changed, lambda label: pattern.sub(lambda _m: new, label)))
    return found


class _Base:
    """What a document is before its correction."""

    def __init__(self, connection: Connection, number: int) -> None:
        self.document = read_document(connection, number)
        self.content = content_of(connection, number)
        self.text = text_of_content(connection, self.content)
        self.turns = turns_of(connection, number)
        self.roles = roles_of(connection, number)
        self.sentences = sentences_of(connection, number)
        s = sentences.c
        self.segmenter = connection.scalar(select(s.segmenter).where(s.document_id == number))

    def edited(self, changed: Alignment, rename: Callable[[str], str] | None = None) -> Correction:
        """Return the correction of a text that was edited here."""
        turns = retold(self.turns, changed)
        roles, _notices = guess_roles(changed.new, turns)
        return self.correction(changed, turns, roles, rename=rename)

    def correction(
        self,
        changed: Alignment,
        turns: Sequence[Turn],
        roles: Mapping[str, Role],
        source: Source | None = None,
        notices: Sequence[str] = (),
        found: Sequence[Range] | None = None,
        rename: Callable[[str], str] | None = None,
    ) -> Correction:
        """Return the correction; sentences are found where the speech is new."""
        from kwalcode.language.sentences import SEGMENTER

        known = same_speakers(self.turns, turns, changed)
        renamed = renamed_speakers(self.turns, turns, changed)
        names = {shown: label for label, shown in renamed.items()}
        if rename is not None:
            for shown in self.roles:
                if rename(shown) != shown and rename(shown) not in self.roles:
                    names.setdefault(shown, rename(shown))
        return Correction(
            document=self.document,
            content=self.content,
            changed=changed,
            turns=turns,
            known=known | renamed,
            renamed=names,
            roles=roles,
            sentences=self._sentences(changed, turns) if found is None else found,
            segmenter=SEGMENTER,
            source=source,
            notices=tuple(notices),
        )

    def _sentences(self, changed: Alignment, turns: Sequence[Turn]) -> list[Range]:
        """Return the sentences; those of speech that stayed are taken over."""
        from kwalcode.language.sentences import SEGMENTER, document_sentences

        old = {}
        if self.segmenter == SEGMENTER:
            old = {
                place[0]: (turn, place[0] - turn.speech_start)
                for turn in self.turns
                if (place := changed.carried((turn.speech_start, turn.speech_end))) is not None
            }
        known = _by_turn(self.turns, self.sentences)
        found: list[Range] = []
        fresh: list[Range] = []
        for turn in turns:
            same, moved = old.get(turn.speech_start, (None, 0))
            if same is not None and same.speech_end + moved == turn.speech_end:
                found += [(a + moved, b + moved) for a, b in known[same.start]]
            elif turn.speech_start < turn.speech_end:
                fresh.append((turn.speech_start, turn.speech_end))
        return sorted(found + document_sentences(changed.new, fresh))


def _by_turn(turns: Sequence[Turn], bounds: Sequence[Range]) -> dict[int, list[Range]]:
    """Return the sentences of each turn, by the start of the turn."""
    starts = [first for first, _last in bounds]
    return {
        turn.start: list(
            bounds[bisect_left(starts, turn.speech_start) : bisect_left(starts, turn.speech_end)]
        )
        for turn in turns
    }


def _pattern(words: str, *, parts_of_words: bool, any_case: bool) -> re.Pattern[str]:
    if not words.strip():
        raise Refused(_("Say which words to replace."))
    pattern = re.escape(words)
    if not parts_of_words:
        # A letter with marks of its own is another letter.
        left = r"(?<!\w)" if re.match(r"\w", words) else ""
        pattern = (
            f"{left}{pattern}(?![\\w\u0300-\u036f])" if re.search(r"\w$", words) else left + pattern
        )
    return re.compile(pattern, re.IGNORECASE if any_case else 0)


def _refuse_empty(document: Document, text: str) -> None:
    if not text.strip():
        raise Refused(
            _(
                "Nothing is left of {name}. To take it out of the study, remove the document."
            ).format(name=document.name)
        )


def _refuse_erased(path: Path, name: str, changed: Alignment) -> None:
    """Raise Refused where the file brings back what was erased."""
    for first, last, start, end in changed.gaps():
        gone = changed.old[first:last].count(MASK)
        there = changed.new[start:end]
        if gone and there.strip() and there.count(MASK) < gone:
            raise Refused(
                _(
                    "{file}: holds words where a passage of {name} was erased"
                    " (after '{before}'). Black them out in the file too."
                ).format(file=path, name=name, before=changed.old[max(0, first - 20) : first])
            )

"""Acts on the codebook: import, create, edit, move, delete."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, ORIGINS, Code, CodeSpec, Origin
from kwalcode.project.acts.code_places import (
    arrange,
    code_numbered,
    next_position,
    refuse_taken,
    sibling,
)
from kwalcode.project.acts.codebook_rows import (
    CodebookImported,
    Known,
    free_names,
    import_one,
    refuse_loops,
)
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.coding import apply_one, check_range, delete_codings
from kwalcode.project.acts.findings import drop_subjects
from kwalcode.project.history.change import Change
from kwalcode.project.reads.codes import all_codes, subtree
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    code_group_members,
    codes,
    codings,
    decisions,
    memos,
    reopened,
    theme_codes,
    uncarried,
)

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def import_codebook(
    study: Study, specs: Sequence[CodeSpec], *, source: str = ""
) -> CodebookImported:
    """Put the codes of a codebook in, or bring those that are there up to date, as one act.

    A code is found again by its key, else by its path. Codes of the project that the file
    does not have stay. Parents missing from the file are made. Raises Refused when a code
    would come to hang under itself.
    """
    done = CodebookImported()
    with study.act("import codebook", {"file": source}) as change:
        table = Known(all_codes(change.connection))
        before = {code.id: code.path for code in table.codes}
        free_names(change, table, specs)
        for spec in specs:
            import_one(change, table, spec, done)
        refuse_loops(change)
        done.kept = [path for number, path in before.items() if number not in table.seen]
        change.arguments.update(created=len(done.created), updated=len(done.updated))
    return done


def create_code(
    study: Study,
    name: str,
    *,
    parent: int | None = None,
    after: int | None = None,
    origin: Origin = "inductive",
    **fields: Any,
) -> int:
    """Make a code; return its id. Raises Refused when a sibling has that name.

    It comes last among its siblings, or after the sibling with id `after`. `fields` are any of
    definition, include, exclude, example, question, keywords (a tuple), key, color.
    """
    with study.act("create code", {"code": name}) as change:
        return make_code(change, name, parent, after=after, origin=origin, **fields)


def code_with_new(
    study: Study,
    document: int,
    start: int,
    end: int,
    name: str,
    *,
    parent: int | None = None,
    origin: Origin = "inductive",
) -> tuple[int, int]:
    """Make a code and put it on the passage, as one act; return (code, coding).

    A code that has the name already among its siblings is used. `origin` is "in vivo" where
    the name is the passage's own words. Raises Refused when it is there already.
    """
    act = "code in vivo" if origin == "in vivo" else "code with new"
    with study.act(act, {"code": name, "start": start, "end": end}) as change:
        shown = read_document(change.connection, document)
        check_range(shown.name, start, end, shown.length)
        there = sibling(change, clean_name(name), parent)
        code = there if there is not None else make_code(change, name, parent, origin=origin)
        who = coder_id(change, study.require_actor())
        coding = apply_one(change, document, start, end, code, who)
        if coding is None:
            raise Refused(_("'{code}' is on this passage already.").format(code=name))
        return code, coding


def edit_code(study: Study, code: int, **values: Any) -> None:
    """Change fields of a code: name, definition, include, exclude, example, question,
    keywords (a tuple), key, color ("#rrggbb" or ""), origin.

    Raises NotFound, and Refused for a name that a sibling has or a value that is none.
    """
    with study.act("edit code", {"fields": sorted(values)}) as change:
        shown = code_numbered(change, code)
        change.arguments["code"] = shown.path
        if "name" in values:
            values["name"] = clean_name(values["name"])
            refuse_taken(change, values["name"], shown.parent, own=code)
        change.update(codes, codes.c.id == code, **_stored(values))


def rename_code(study: Study, code: int, name: str) -> None:
    """Give a code another name. Raises NotFound, Refused when a sibling has it."""
    with study.act("rename code", {}) as change:
        shown = code_numbered(change, code)
        cleaned = clean_name(name)
        refuse_taken(change, cleaned, shown.parent, own=code)
        change.arguments.update(code=shown.path, name=cleaned)
        change.update(codes, codes.c.id == code, name=cleaned)


def move_code(
    study: Study,
    code: int,
    parent: int | None,
    *,
    before: int | None = None,
    after: int | None = None,
) -> None:
    """Hang a code under another, or make it a root (None); or put it elsewhere among siblings.

    It comes last, or `before` or `after` a code (id) that hangs there. Raises Refused for its
    own descendant, and when a code there has its name.
    """
    with study.act("move code", {}) as change:
        _move(change, all_codes(change.connection), code, parent)
        if before is not None or after is not None:
            arrange(change, code, parent, before=before, after=after)


def move_codes(study: Study, chosen: Sequence[int], parent: int | None) -> None:
    """Hang several codes (ids) under another one, or at the root (None), in this order, as one
    act; what hangs under them goes along. Raises as `move_code` does."""
    with study.act("move code", {}) as change:
        known = all_codes(change.connection)
        below = {n for code in chosen for n in subtree(known, code) - {code}}
        going = [code for code in chosen if code not in below]
        for code in going:
            _move(change, known, code, parent)
        if len(going) > 1:
            change.arguments["codes"] = len(going)


def delete_code(study: Study, code: int) -> int:
    """Delete a code with all below it, their codings and memos; return how many codings."""
    with study.act("delete code", {}) as change:
        shown = code_numbered(change, code)
        ids = subtree(all_codes(change.connection), code)
        removed = delete_codings(change, codings.c.code_id.in_(ids))
        change.delete(memos, (memos.c.about == "code") & memos.c.about_id.in_(ids))
        change.delete(theme_codes, theme_codes.c.code_id.in_(ids))
        drop_subjects(change, "code", ids)
        change.delete(code_group_members, code_group_members.c.code_id.in_(ids))
        change.delete(uncarried, uncarried.c.code_id.in_(ids))
        for table in (decisions, reopened):
            for name in ("a_code_id", "b_code_id", "new_code_id"):
                change.delete(table, table.c[name].in_(ids))
        change.delete(codes, codes.c.id.in_(ids))
        change.arguments.update(code=shown.path, codings=removed)
        return removed


def clean_name(name: str) -> str:
    """Return a code's name on one line. Raises Refused when nothing is left, or for '>'."""
    cleaned = re.sub(r"\s+", " ", name).strip()
    if not cleaned:
        raise Refused(_("A code needs a name."))
    if CODE_PATH.strip() in cleaned:
        raise Refused(_("'{name}': a code's name cannot hold '>'.").format(name=cleaned))
    return cleaned


def make_code(
    change: Change,
    name: str,
    parent: int | None,
    *,
    after: int | None = None,
    origin: Origin = "inductive",
    **fields: Any,
) -> int:
    """Write a new code as part of an act; return its id. Raises Refused as `create_code` does."""
    cleaned = clean_name(name)
    refuse_taken(change, cleaned, parent)
    values = _stored({**fields, "origin": origin})
    number = change.insert(
        codes,
        name=cleaned,
        parent_id=parent,
        position=next_position(change, parent),
        **values,
    )
    if after is not None:
        arrange(change, number, parent, before=None, after=after)
    return number


def _move(change: Change, known: Sequence[Code], code: int, parent: int | None) -> None:
    """Hang a code under `parent`, as the last one there."""
    shown = code_numbered(change, code)
    change.arguments["code"] = shown.path
    if parent in subtree(known, code):
        raise Refused(_("A code cannot hang under itself."))
    refuse_taken(change, shown.name, parent, own=code)
    if parent is not None and parent != shown.parent:
        change.arguments["under"] = code_numbered(change, parent).path
    position = next_position(change, parent)
    change.update(codes, codes.c.id == code, parent_id=parent, position=position)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as they are stored. Raises Refused for a colour or an origin that is none."""
    color, origin = values.get("color", ""), values.get("origin", ORIGINS[0])
    if color and not _COLOR.fullmatch(color):
        raise Refused(_("'{color}' is no colour. Write it like #3b82c4.").format(color=color))
    if origin not in ORIGINS:
        raise Refused(
            _("'{origin}' is no origin of a code; there are: {known}.").format(
                origin=origin, known=", ".join(ORIGINS)
            )
        )
    keywords = {"keywords": "\n".join(values["keywords"])} if "keywords" in values else {}
    return {**values, **keywords}

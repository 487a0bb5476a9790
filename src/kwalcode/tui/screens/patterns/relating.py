"""Relations between two codes or two themes, made, changed and taken away on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.acts.relations import edit_relation, relate, remove_relation
from kwalcode.project.reads.findings import Subject, subject_names
from kwalcode.project.reads.relations import TYPES, Relation, all_relations, type_name
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.choosing import Choosing
from kwalcode.tui.screens.pick import PickScreen
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt

Names = Mapping[Subject, str]
Way = tuple[str, bool]
"""A type of relation, and whether it goes from the second to the first."""


class Relating(Choosing):
    """R shows the relations of what is under the cursor: one to change, or a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "relate", _("Relate"), tooltip=_("Relations of these codes or this theme")),
    ]

    def act(self, act: Callable[[Study], object], told: str) -> None:
        """Do an act and tell what was done."""

        def do() -> str:
            self.session.acts.do(act)
            return told

        self.attempt(do)

    @work(exclusive=True, group="relate")
    async def action_relate(self) -> None:
        """Show the relations of what is chosen, and offer a new one."""
        subjects = self.pane.subjects
        if not subjects:
            self.notify(_("Choose a code, a pair of codes or a theme first."))
            return

        def read(study: Study) -> tuple[list[Relation], Names]:
            with study.reading() as connection:
                return all_relations(connection, subjects[0].kind), subject_names(connection)

        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None:
            self._offer_relations(subjects, *found)

    def _offer_relations(
        self, subjects: Sequence[Subject], relations: Sequence[Relation], names: Names
    ) -> None:
        called = " – ".join(_short(names, one) for one in subjects)
        rows: list[tuple[Relation | None, str]] = [
            (None, _("a new relation: {names}").format(names=called))
        ]
        between = [one for one in relations if {one.a, one.b} == set(subjects)]
        touching = [one for one in relations if subjects[-1] in (one.a, one.b)]
        listed = dict.fromkeys(one.id for one in (*between, *touching))
        known = {one.id: one for one in relations}
        rows += [(known[number], _sentence(known[number], names)) for number in listed]

        def take(relation: Relation | None) -> None:
            if relation is not None:
                self._change(relation, names)
            else:
                self._new(subjects, names)

        if len(rows) == 1:
            take(None)
        else:
            self.choose(_("Relations"), rows, 0, take)

    def _new(self, subjects: Sequence[Subject], names: Names) -> None:
        """Ask what the relation is; of one code or theme first to which other."""
        if len(subjects) > 1:
            self._ask_way(subjects[0], subjects[1], names, self._relate)
            return
        (own,) = subjects
        others = [one for one in names if one.kind == own.kind and one != own]
        if not others:
            self.notify(_("There is nothing else to relate it to."))
            return

        def take(row: int | None) -> None:
            if row is not None:
                self._ask_way(own, others[row], names, self._relate)

        title = _("{name}: related to what?").format(name=_short(names, own))
        self.app.push_screen(PickScreen(title, [names[one] for one in others]), take)

    def _ask_way(
        self,
        a: Subject,
        b: Subject,
        names: Names,
        take: Callable[[Subject, Subject, str, str], None],
    ) -> None:
        """Ask for the type and the direction, as sentences; of an own type for its words."""
        first, second = _short(names, a), _short(names, b)
        rows: list[tuple[Way, str]] = []
        for kind, directed in TYPES.items():
            word = type_name(kind) if kind != "own" else _("… (words of your own) …")
            rows.append(((kind, False), f"{first} {word} {second}"))
            if directed:
                rows.append(((kind, True), f"{second} {word} {first}"))

        def chosen(way: Way) -> None:
            kind, turned = way
            ends = (b, a) if turned else (a, b)
            if kind != "own":
                take(*ends, kind, "")
                return

            def named(label: str | None) -> None:
                if label is not None:
                    take(*ends, kind, label)

            told = (second, first) if turned else (first, second)
            title = _("{a} … {b}: which words?").format(a=told[0], b=told[1])
            self.app.push_screen(LinePrompt(title), named)

        self.choose(_("How are they related?"), rows, None, chosen)

    def _relate(self, a: Subject, b: Subject, kind: str, label: str) -> None:
        self.act(
            lambda study: relate(study, a, b, kind, label=label),
            _("Related. The map (3) shows it; u takes it back."),
        )

    def _change(self, relation: Relation, names: Names) -> None:
        rows = [
            ("kind", _("say otherwise how they are related")),
            ("note", _("write a note")),
            ("away", _("take it away")),
        ]

        def take(what: str) -> None:
            if what == "kind":
                self._ask_way(relation.a, relation.b, names, again)
            elif what == "note":
                self._note(relation, names)
            else:
                self.act(
                    lambda study: remove_relation(study, relation.id),
                    _("Relation taken away; u brings it back."),
                )

        def again(a: Subject, _b: Subject, kind: str, label: str) -> None:
            turned = a != relation.a
            self.act(
                lambda study: edit_relation(
                    study, relation.id, kind=kind, label=label, turned=turned
                ),
                _("Relation changed."),
            )

        self.choose(_sentence(relation, names).replace("[", r"\["), rows, None, take)

    def _note(self, relation: Relation, names: Names) -> None:
        def save(note: str | None) -> None:
            if note is not None:
                self.act(
                    lambda study: edit_relation(study, relation.id, note=note), _("Note saved.")
                )

        self.app.push_screen(TextPrompt(_sentence(relation, names), relation.note), save)


def _short(names: Names, subject: Subject) -> str:
    return one_line(names[subject].rsplit(CODE_PATH, 1)[-1])


def _sentence(relation: Relation, names: Names) -> str:
    told = f"{_short(names, relation.a)} {relation.title} {_short(names, relation.b)}"
    return one_line(f"{told} ({relation.note})" if relation.note else told)

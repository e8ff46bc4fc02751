"""A circular as plain values: the paper with every figure a link to the rows that it froze."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.reporting import circulars as reporting
from tonggong.domain.reporting.document.content import Block, Body, Heading, Run, Table
from tonggong.domain.reporting.indicators import INDICATORS
from tonggong.rules import months
from tonggong.web.committee.pages import figure_url, link
from tonggong.web.components import words
from tonggong.web.components.rows import address

STATES = {"draft": ("running", "草稿"), "issued": ("done", "已印发"), "void": ("overdue", "作废")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; with an address it is a figure that opens, or a typical case with `is_case`."""

    text: str
    url: str = ""
    is_struck: bool = False
    is_case: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A block as the template sets it. `kind`: heading, body or table."""

    kind: str
    level: int = 1
    lead: str = ""
    pieces: tuple[Piece, ...] = ()
    table: Table | None = None
    rows: tuple[tuple[tuple[Piece, str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A stated figure that has changed since."""

    title: str
    before: str
    after: str
    came: int
    left: int
    url: str


@dataclass
class CircularPage:
    """Everything that the page of a circular shows to one user."""

    who: Who
    circular: Any

    @cached_property
    def paper(self) -> Any:
        """The paper."""
        return reporting.paper(self.circular)

    @property
    def state(self) -> tuple[str, str]:
        """The state as a tag."""
        return STATES[self.circular.state]

    @cached_property
    def has_struck(self) -> bool:
        """Whether it names a typical case that may be told no more."""
        return any(piece.is_struck for block in self.blocks for piece in block.pieces)

    @property
    def blocks(self) -> list[Laid]:
        """The running text."""
        return [self._laid(block) for block in self.paper.blocks]

    @property
    def annexes(self) -> list[tuple[str, list[Laid]]]:
        """The annexes, each on a sheet of its own."""
        return [(one.title, [self._laid(block) for block in one.blocks]) for one in self.paper.annexes]

    def _laid(self, block: Block) -> Laid:
        if isinstance(block, Heading):
            return Laid("heading", block.level + 1, pieces=(Piece(block.text),))
        if isinstance(block, Body):
            return Laid("body", lead=block.lead, pieces=tuple(self._piece(run) for run in block.runs))
        rows = tuple(
            tuple((self._piece(cell), column.align) for cell, column in zip(row, block.columns, strict=False))
            for row in block.rows
        )
        return Laid("table", table=block, rows=rows)

    def _piece(self, run: Run) -> Piece:
        if run.figure is not None:
            key = self._keys.get(run.figure)
            url = figure_url(self.who, key, figure=run.figure, scope=run.county) if key else ""
            return Piece(run.text, url)
        if run.result and self.who.may("findings.read"):
            return Piece(run.text, link("federation:findings", self.circular.month, run.result))
        if run.channel and self.who.may("reliefs.read"):
            return Piece(run.text, self._channel_url(run.channel))
        if run.story:
            url = "" if run.is_struck else link("portal:story", run.story)
            return Piece(run.text, url, is_struck=run.is_struck, is_case=True)
        return Piece(run.text)

    def _channel_url(self, channel: str) -> str:
        """The register of a channel, up to the month's last day, as it was known when the circular was written."""
        known = clock.day_of(self.circular.drafted_at)
        return address("federation:reliefs-channel", channel, on=months.last_day(self.circular.month), known=known)

    @cached_property
    def _keys(self) -> dict[int, str]:
        return reporting.figure_keys(self.circular)

    @cached_property
    def corrections(self) -> list[Correction]:
        """What has changed of the stated main figures since they were fixed."""
        return [
            Correction(
                INDICATORS[one.before.key].title,
                f"{int(one.before.value or 0):,} 人",
                f"{int(one.after.value or 0):,} 人",
                len(one.came),
                len(one.left),
                self._changes_url(one.before.key, one.before.pk),
            )
            for one in reporting.corrections_since(self.who, self.circular)
        ]

    def _changes_url(self, key: str, figure: int) -> str:
        return f"{reverse('committee:changes', args=[key])}?figure={figure}" if self.who.may("figures.rows") else ""

    @property
    def can_issue(self) -> bool:
        """Whether this user may sign it: a draft that somebody else wrote."""
        return self.circular.state == "draft" and self.who.may("circular.issue") and not self.is_own

    @property
    def is_own(self) -> bool:
        """Whether this user drafted it."""
        return self.who.user_id is not None and self.who.user_id == self.circular.drafted_by_id

    @property
    def file_name(self) -> str:
        """What the file is called when it is taken out."""
        number = self.circular.number or f"{self.circular.month} 草稿"
        return f"{number} {self.circular.title}.docx"

    @property
    def month_words(self) -> str:
        """The month."""
        return words.month_name(self.circular.month)

    @property
    def url(self) -> str:
        """The page's own address."""
        return reverse("committee:circular", args=[self.circular.pk])

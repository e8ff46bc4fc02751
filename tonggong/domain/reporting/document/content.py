"""What an official paper says, before it is laid out: the same content makes the preview and the .docx.

Every number that stands for persons carries the id of its figure, so that the preview can open its rows. Content goes
through JSON and back unchanged, and holds no identifier of a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `figure` is the primary key of the figure it states, `county` the part of it.

    `result` is set instead where it states how many findings of the month's comparison had a result, `channel` where it
    states the number of a special channel, `story` where it names a typical case; `is_struck` once that may be told no
    more.
    """

    text: str
    figure: int | None = None
    county: str = ""
    result: str = ""
    channel: str = ""
    story: str = ""
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) or 2 (（一）), with its own number in the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Body:
    """A paragraph of running text, first line two characters in. `lead` opens it in 楷体, as （一）标题。 does."""

    runs: tuple[Run, ...]
    lead: str = ""

    @property
    def text(self) -> str:
        """The words without their figures."""
        return self.lead + "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` in parts of the whole, `align` one of "left", "center", "right"."""

    title: str
    width: int = 1
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title (表1 …) above, its unit at the right above it and notes under it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Run, ...], ...]
    unit: str = ""
    notes: tuple[str, ...] = ()
    summary: str = ""  # said by a screen reader before the table


Block = Heading | Body | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper, all its elements from the red head to the colophon (版头、主体、版记).

    Args:
        head: issuing body's mark (发文机关标志), set in red.
        code_word, year, seq: document number 代字〔年〕序号; seq None while it is not issued.
        title: one text a line, two lines at most, broken between words.
        addressee: 主送, without the colon.
        issuer: signature (署名); date: as written under it, "" while not issued.
        note: 附注, without brackets. copies: 抄送. printer, printed_on: 印发机关 and date.
        is_draft: laid out with the mark 草稿.
    """

    head: str
    code_word: str
    year: int
    seq: int | None
    title: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    issuer: str
    date: str
    annexes: tuple[Annex, ...] = ()
    note: str = ""
    copies: str = ""
    printer: str = ""
    printed_on: str = ""
    is_draft: bool = True
    figures: Mapping[str, int] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The document number (发文字号); before issuing its place stays open."""
        return f"{self.code_word}〔{self.year}〕{self.seq if self.seq is not None else '　　'}号"


def to_json(paper: Paper) -> dict[str, Any]:
    """Return what a JSON column can keep."""
    kept = asdict(paper)
    kept["blocks"] = [_block_to_json(b) for b in paper.blocks]
    kept["annexes"] = [{"title": a.title, "blocks": [_block_to_json(b) for b in a.blocks]} for a in paper.annexes]
    return kept


def from_json(kept: Mapping[str, Any]) -> Paper:
    """Return the paper that `to_json` was given.

    Raises:
        KeyError, TypeError: this is no content of a paper.
    """
    rest = {name: value for name, value in kept.items() if name not in ("title", "blocks", "annexes")}
    return Paper(
        **rest,
        title=tuple(kept["title"]),
        blocks=tuple(_blocks(kept["blocks"])),
        annexes=tuple(Annex(a["title"], tuple(_blocks(a["blocks"]))) for a in kept["annexes"]),
    )


def figures_in(paper: Paper) -> set[int]:
    """Return the ids of all figures that the paper states."""
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    runs: list[Run] = []
    for block in blocks:
        if isinstance(block, Body):
            runs += block.runs
        elif isinstance(block, Table):
            runs += [cell for row in block.rows for cell in row]
    return {run.figure for run in runs if run.figure is not None}


def _block_to_json(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _blocks(kept: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    for one in kept:
        if one["kind"] == "heading":
            yield Heading(one["text"], one["level"])
        elif one["kind"] == "body":
            yield Body(tuple(Run(**run) for run in one["runs"]), one["lead"])
        else:
            yield Table(
                one["title"],
                tuple(Column(**column) for column in one["columns"]),
                tuple(tuple(Run(**cell) for cell in row) for row in one["rows"]),
                one["unit"],
                tuple(one["notes"]),
                one["summary"],
            )

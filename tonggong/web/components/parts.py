"""What pages hand to the larger components: plain values, no HTML. README.md shows each in use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a plan with the cumulative target at its end."""

    label: str
    cumulative: Number


@dataclass(frozen=True, slots=True)
class Ruler:
    """Progress towards a target: done, where the plan should stand today, and where the pace leads at the end."""

    done: Number
    target: Number
    should: Number | None = None
    forecast: Number | None = None
    years: Sequence[Year] = ()
    unit: str = "人"


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure with its target, pace and forecast. `sentence` and `small` may be safe HTML.

    `value` is already written ("783", "47.7%"); `tag` is (kind, words) as in the tag component.
    """

    title: str
    value: str
    url: str = ""
    unit: str = ""
    target: str = ""
    tag: tuple[str, str] | None = None
    aside: str = ""
    ruler: Ruler | None = None
    sentence: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `kind`: full, soft (below target), forecast, behind. `short` is its label where room is scarce."""

    label: str
    value: Number
    kind: str = "full"
    url: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """A bar chart with its table twin. `sentence` says what it shows and who is behind; `legend` is (kind, words)."""

    sentence: str
    bars: Sequence[Bar]
    columns: tuple[str, str]
    unit: str = "人"
    target: Number | None = None
    target_words: str = ""
    legend: Sequence[tuple[str, str]] = ()
    low: bool = False


@dataclass(frozen=True, slots=True)
class MapField:
    """One division on the schematic map: what is done of what was planned, in a word. `kind`: done, fast, slow, none."""

    code: str
    name: str
    done: Number
    plan: Number | None
    word: str
    kind: str = "done"
    url: str = ""


@dataclass(frozen=True, slots=True)
class CityMap:
    """A schematic map. `shape` is the city pack's map file: width, height, fields (code, points, label), river, sea, notes."""

    sentence: str
    shape: dict
    fields: Sequence[MapField]
    unit: str = "人"
    columns: tuple[str, str, str] = ("县区", "完成", "计划")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an account: name, formula in figures, source with dates, value."""

    name: str
    value: str
    unit: str = ""
    formula: str = ""
    source: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a pipeline. `state`: done, current, later."""

    name: str
    words: str
    state: str = "later"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: the source and its place (month and row, or person and time)."""

    source: str
    place: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a history. `kind`: contact, work (starts or ends), correction, plain."""

    when: str
    what_kind: str
    title: str
    detail: str = ""
    kind: str = "contact"
    evidence: Sequence[Evidence] = ()
    known: str = ""
    is_superseded: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One item of both sides. Different rows come first; `against` says in words what differs."""

    item: str
    ours: str
    theirs: str
    against: str = ""
    is_same: bool = False
    has_marks: bool = True


@dataclass(frozen=True, slots=True)
class BothSides:
    """A difference: what the ledger holds and what came in."""

    rows: Sequence[SideRow]
    ours_from: Evidence | None = None
    theirs_from: Evidence | None = None
    ours_title: str = "台账现有"
    theirs_title: str = "本月来文"
    caption: str = "台账与来文的对照"

    @property
    def sorted_rows(self) -> list[SideRow]:
        """The rows that differ, then the rows that agree."""
        return sorted(self.rows, key=lambda row: row.is_same)


@dataclass(frozen=True, slots=True)
class Work:
    """Long work under way. `total` 0 means that its size is not known yet."""

    title: str
    done: int
    total: int
    unit: str = "行"
    left: str = ""
    poll_url: str = ""
    cancel_url: str = ""
    messages: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of the same thing: scope, sorting, tab. `count` is written after it, `value` is the select's on a phone."""

    label: str
    url: str
    is_current: bool = False
    count: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a long list; keyset paging knows no page numbers, only what comes before and after."""

    words: str
    next_url: str = ""
    first_url: str = ""

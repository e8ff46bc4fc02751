"""Geometry of the drawings: positions in per cent, so that nothing is scaled and text keeps its size at any width."""

from dataclasses import dataclass
from math import ceil, floor, log10

from tonggong.web.components.parts import Bar, BarChart, CityMap, MapField, Number, Ruler
from tonggong.web.components.words import grouped


def nice_step(largest: float, ticks: int = 4) -> float:
    """Return a round step (1, 2, 2.5 or 5 times a power of ten) that needs about `ticks` steps to reach `largest`."""
    if largest <= 0:
        return 1.0
    rough = largest / ticks
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    return max(step, 1.0) if float(largest).is_integer() else step


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its place: x, width, top and height in per cent of the plot."""

    bar: Bar
    x: str
    width: str
    top: str
    height: str
    middle: str
    written: str
    hidden: tuple[str, ...] = ()  # which of its words a drawing leaves out, where all of them would lie over each other


ROOM = {"wide": 80, "narrow": 40}  # letters that stand beside each other under a drawing
CROWDED = 1.6  # times the room: short words like months may stand close, longer ones would lie over each other


def _widest(words: list[str]) -> int:
    return max((sum(2 if ord(letter) > 0x2E80 else 1 for letter in word) for word in words), default=0) + 1


def _kept(words: list[str], room: int) -> int:
    """Of how many bars one is named: only a long row of them is thinned out, seen from its last."""
    return 1 if len(words) <= 12 else ceil(len(words) * _widest(words) / room)


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def draw_bars(chart: BarChart) -> dict:
    """Return what the chart's template draws: bars, grid lines, target line."""
    values = [float(bar.value) for bar in chart.bars]
    largest = max([*values, float(chart.target or 0), 1.0])
    step = nice_step(largest)
    top = step * ceil(largest / step)
    slot = 100 / max(len(values), 1)
    room = 0.62
    written = [grouped(bar.value) for bar in chart.bars]
    wide = _kept([bar.label for bar in chart.bars], ROOM["wide"])
    narrow = _kept(
        [max(bar.short or bar.label, said, key=len) for bar, said in zip(chart.bars, written, strict=True)],
        ROOM["narrow"],
    )
    last = len(values) - 1
    bars = [
        DrawnBar(
            bar=bar,
            x=f"{slot * (place + (1 - room) / 2):.2f}%",
            width=f"{slot * room:.2f}%",
            top=_percent(top - value, top),
            height=_percent(value, top),
            middle=f"{slot * (place + 0.5):.2f}%",
            written=written[place],
            hidden=tuple(name for name, of in (("apart-wide", wide), ("apart", narrow)) if (last - place) % of),
        )
        for place, (bar, value) in enumerate(zip(chart.bars, values, strict=True))
    ]
    lines = [
        {"y": _percent(top - step * n, top), "words": grouped(step * n if step % 1 else int(step * n))}
        for n in range(round(top / step) + 1)
    ]
    target = None if chart.target is None else {"y": _percent(top - float(chart.target), top)}
    kinds = dict(chart.legend)
    names = [bar.short or bar.label for bar in chart.bars]
    return {
        "chart": chart, "bars": bars, "lines": lines, "target": target, "kinds": kinds, "largest": largest,
        "is_crowded": len(names) <= 12 and len(names) * _widest(names) > CROWDED * ROOM["narrow"],
    }  # fmt: skip


def draw_ruler(ruler: Ruler) -> dict:
    """Return what the ruler's template draws. The scale ends at the target or wherever the forecast leads beyond it."""
    whole = float(max(ruler.target, ruler.done, ruler.forecast or 0, 1))

    def at(value: Number) -> float:
        return 100 * float(value) / whole

    ahead = None
    if ruler.forecast is not None and ruler.forecast > ruler.done:
        ahead = {"x": f"{at(ruler.done):.2f}%", "width": f"{at(ruler.forecast) - at(ruler.done):.2f}%"}
    should = None
    if ruler.should is not None:
        place = at(ruler.should)
        anchor = "start" if place < 22 else "end" if place > 55 else "middle"
        should = {
            "x": f"{place:.2f}%",
            "anchor": anchor,
            "shift": ".4em" if anchor == "end" and place < 97 else "0",
            "words": f"按计划应达 {grouped(ruler.should)}",
        }
    years, begin = [], 0.0
    for year in ruler.years:
        end = at(year.cumulative)
        years.append(
            {
                "label": year.label,
                "x": f"{begin:.2f}%",
                "end": f"{end:.2f}%",
                "words": f"累计 {grouped(year.cumulative)}",
            }
        )
        begin = end
    words = [f"完成 {grouped(ruler.done)} {ruler.unit}，目标 {grouped(ruler.target)} {ruler.unit}"]
    if ruler.should is not None:
        words.append(f"按计划现在应达 {grouped(ruler.should)} {ruler.unit}")
    if ruler.forecast is not None:
        words.append(f"期末预计 {grouped(ruler.forecast)} {ruler.unit}")
    return {
        "done": f"{min(at(ruler.done), 100):.2f}%",
        "target": f"{at(ruler.target):.2f}%",
        "ahead": ahead,
        "should": should,
        "years": years,
        "name": "；".join(words) + "。",
        "short": "，".join(
            f"{year.label}{words_of}" for year, words_of in zip(ruler.years, (y["words"] for y in years), strict=True)
        ),
    }


def draw_map(city: CityMap) -> dict:
    """Return what the map's template draws: the shape's fields in the order of the shape, with their figures.

    A division without a shape is not lost: it stands in the table twin.
    """
    known: dict[str, MapField] = {field.code: field for field in city.fields}
    fields = []
    for drawn in city.shape["fields"]:
        field = known.get(str(drawn["code"]))
        if field is None:
            continue
        x, y = drawn["label"]
        points = " ".join(f"{px},{py}" for px, py in drawn["points"])
        fields.append({"field": field, "points": points, "x": x, "y": y, "is_behind": field.kind == "slow"})
    return {
        "city": city,
        "fields": fields,
        "river": [" ".join(f"{x},{y}" for x, y in line) for line in city.shape.get("river", ())],
        "sea": city.shape.get("sea", ()),
        "notes": city.shape.get("notes", ()),
        "box": f"0 0 {city.shape['width']} {city.shape['height']}",
    }

"""The template tags of the product; README.md in tonggong/web/components shows each with its arguments."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, PasswordInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tonggong.web.components import charts, differences, parts, shapes, words

register = template.Library()

# --- filters: numbers, days, times ---------------------------------------------------------------------------------


def _or_dash(write: Any) -> Any:
    """Show nothing as 「—」, so that an empty cell is never taken for nought."""

    def filtered(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return "—"
        return str(write(value) if argument is None else write(value, argument))

    return filtered


for _name, _write in {
    "number": words.grouped,
    "percent": words.percent,
    "counted": words.counted,
    "yuan": words.yuan,
    "day": words.long_day,
    "short_day": words.short_day,
    "month": words.month_name,
    "clock_time": words.time_of_day,
    "moment": words.moment,
    "days": words.with_days,
    "edition": words.edition,
}.items():
    register.filter(_name, _or_dash(_write))


@register.filter
def tail(value: str) -> str:
    """Return the last four characters, as the masked form of an identity number or phone."""
    return str(value)[-4:]


# --- small parts ----------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a line icon."""
    return shapes.icon(name)


@register.simple_tag
def shape(kind: str) -> SafeString:
    """Return the shape of a kind of state, or a shape by its own name."""
    return shapes.shape(shapes.KINDS.get(kind, (kind, ""))[0])


@register.simple_tag
def figure(value: Any, url: str = "", unit: str = "", label: str = "", size: str = "") -> SafeString:
    """Return a figure that opens its rows; without `url` a plain figure. `label` names it for a screen reader."""
    written = words.grouped(value) if isinstance(value, int | float) or hasattr(value, "quantize") else value
    after = format_html(" {}", unit) if unit else ""
    if not url:
        return format_html("<span class='bare {}'>{}</span>{}", size, written, after)
    name = format_html(
        "<span class='vh'>{}{}，看明细</span>", f" {unit}" if unit else "", f"，{label}" if label else ""
    )
    shown = format_html("<span aria-hidden='true'>{}</span>", after) if unit else ""
    return format_html("<a class='figure {}' href='{}'>{}{}</a>{}", size, url, written, name, shown)


@register.simple_tag
def tag(kind: str, text: str) -> SafeString:
    """Return a tag: shape and word in a tinted border. Kinds are those of shapes.KINDS."""
    drawn, colour = shapes.KINDS[kind]
    return format_html("<span class='tag {}'>{}{}</span>", colour, shapes.shape(drawn), text)


@register.simple_tag
def state(kind: str, text: str) -> SafeString:
    """Return a state as shape and word without a border, for lists and cells."""
    drawn, colour = shapes.KINDS[kind]
    return format_html("<span class='state {}'>{}{}</span>", colour, shapes.shape(drawn), text)


@register.simple_tag
def evidence(source: Any, place: str = "", url: str = "") -> SafeString:
    """Return an evidence chip; takes a parts.Evidence or source, place and url."""
    if isinstance(source, parts.Evidence):
        source, place, url = source.source, source.place, source.url
    inner = format_html("<b>{}</b>", source) + (format_html("<span>{}</span>", place) if place else "")
    if url:
        return format_html("<a class='chip' href='{}'>{}<span class='vh'>，看原行</span></a>", url, inner)
    return format_html("<span class='chip'>{}</span>", inner)


@register.simple_tag
def masked(tail_of: str, kind: str = "身份证") -> SafeString:
    """Return an identifier as its tail in words: 身份证尾号 3421. Never for a certificate number."""
    return (
        format_html("<span class='tail'>{}尾号 {}</span>", kind, str(tail_of)[-4:])
        if tail_of
        else mark_safe("没有号码")
    )


@register.simple_tag
def meter(done: float, total: float, label: str = "", size: str = "") -> SafeString:
    """Return a bar of done out of total; its words stand beside it, so it is hidden from screen readers unless named."""
    width = f"{min(100.0, 100 * float(done) / float(total)):.1f}%" if total else "0%"
    name = format_html("role='img' aria-label='{}'", label) if label else mark_safe("aria-hidden='true'")
    return format_html(
        "<svg class='meter {}' {} focusable='false'><rect class='track' width='100%' height='100%'/>"
        "<rect class='done' width='{}' height='100%'/></svg>",
        size,
        name,
        width,
    )


@register.simple_tag
def way(steps: Sequence[str], current: int) -> SafeString:
    """Return the steps of a form as a line of words; `current` counts from 1."""
    lines = []
    for place, name in enumerate(steps, 1):
        kind, colour = ("check", "reed") if place < current else ("half", "") if place == current else ("ring", "")
        here = mark_safe(" aria-current='step'") if place == current else ""
        said = "，已完成" if place < current else ""
        lines.append((colour, here, shapes.shape(kind), name, said))
    items = format_html_join("", "<li class='{}'{}>{}{}<span class='vh'>{}</span></li>", lines)
    return format_html("<ol class='way' aria-label='步骤'>{}</ol>", items)


@register.simple_tag
def marked_before(before: str, after: str) -> SafeString:
    """Return `before` with the characters marked that `after` lacks."""
    return differences.marked(before, after)[0]


@register.simple_tag
def marked_after(before: str, after: str) -> SafeString:
    """Return `after` with the characters marked that `before` lacks."""
    return differences.marked(before, after)[1]


# --- blocks ---------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def note(content: str, kind: str = "info") -> SafeString:
    """Wrap words in a note with a bar at its left; begin with <b>the point</b>."""
    drawn, colour = shapes.KINDS[kind]
    role = mark_safe(" role='alert'") if kind == "error" else ""
    return format_html("<div class='note {}'{}>{}<div>{}</div></div>", colour, role, shapes.shape(drawn), content)


@register.simple_block_tag
def empty(content: str) -> SafeString:
    """Wrap the one sentence that says why there is nothing, and the one button that goes on."""
    return format_html("<div class='empty'>{}</div>", content)


# --- larger parts, each with a template ---------------------------------------------------------------------------


@register.inclusion_tag("components/figure_card.html")
def figure_card(card: parts.FigureCard) -> dict:
    """Show a large figure with target, tag, ruler and forecast."""
    return {"card": card, "ruler": charts.draw_ruler(card.ruler) if card.ruler else None}


@register.inclusion_tag("components/figure_small.html")
def figure_small(card: parts.FigureCard) -> dict:
    """Show a smaller figure with one sentence."""
    return {"card": card}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(chart: parts.BarChart) -> dict:
    """Show a bar chart with its reading sentence and its table."""
    return charts.draw_bars(chart)


@register.inclusion_tag("components/city_map.html")
def city_map(city: parts.CityMap) -> dict:
    """Show the schematic map with its reading sentence and its table."""
    return charts.draw_map(city)


@register.inclusion_tag("components/steps.html")
def steps(lines: Sequence[parts.Step]) -> dict:
    """Show an account of steps; the last is usually the total."""
    return {"lines": lines}


@register.inclusion_tag("components/pipeline.html")
def pipeline(stages: Sequence[parts.Stage]) -> dict:
    """Show the steps of the month in their order."""
    return {"stages": stages}


@register.inclusion_tag("components/timeline.html")
def timeline(moments: Sequence[parts.Moment]) -> dict:
    """Show a history, newest first."""
    return {"moments": moments}


@register.inclusion_tag("components/both_sides.html")
def both_sides(difference: parts.BothSides) -> dict:
    """Show what the ledger holds beside what came in."""
    rows = []
    for row in difference.sorted_rows:
        marks = not row.is_same and row.has_marks and row.ours and row.theirs
        ours, theirs = differences.marked(row.ours, row.theirs) if marks else (row.ours, row.theirs)
        rows.append({"row": row, "ours": ours, "theirs": theirs})
    return {"difference": difference, "rows": rows}


@register.inclusion_tag("components/work.html")
def work(run: parts.Work) -> dict:
    """Show long work under way; with a poll_url it replaces itself."""
    return {"run": run, "percent": round(100 * run.done / run.total) if run.total else None}


@register.inclusion_tag("components/paging.html")
def paging(page: parts.Page) -> dict:
    """Show where in a long list we are, and the way on."""
    return {"page": page}


@register.inclusion_tag("components/choices.html")
def switches(choices: Sequence[parts.Choice], label: str) -> dict:
    """Show a few views side by side; `label` says what they choose."""
    return {"choices": choices, "label": label, "look": "switches"}


@register.inclusion_tag("components/choices.html")
def pills(choices: Sequence[parts.Choice], label: str) -> dict:
    """Show filters as pills."""
    return {"choices": choices, "label": label, "look": "pills"}


@register.inclusion_tag("components/choices.html")
def tabs(choices: Sequence[parts.Choice], label: str) -> dict:
    """Show the parts of one page as tabs; each is a page of its own address."""
    return {"choices": choices, "label": label, "look": "tabs"}


@register.inclusion_tag("components/scope.html")
def scope(choices: Sequence[parts.Choice], name: str = "scope", label: str = "范围") -> dict:
    """Show whose figures are seen: switches on a desk, a select on a phone. Each choice's url must carry `name` last."""
    return {"choices": choices, "name": name, "label": label}


# --- forms ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm, is_still: bool = False) -> dict:
    """Show the summary of a form's errors, each a link to its field; it takes the focus unless `is_still`."""
    lines = [
        {"id": bound.id_for_label or bound.auto_id, "text": f"{bound.label}：{text}"}
        for bound in form
        for text in bound.errors
    ]
    lines += [{"id": "", "text": str(text)} for text in form.non_field_errors()]
    return {"lines": lines, "is_still": is_still, "has_fields": any(line["id"] for line in lines)}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", autocomplete: str = "", mark_optional: bool = True) -> dict:
    """Show a field with its label, hint and errors, tied together for a screen reader."""
    hint = hint or str(bound.help_text)
    spoken = [f"{bound.auto_id}_hint"] if hint else []
    if bound.errors:
        spoken.append(f"{bound.auto_id}_problem")
    attributes: dict[str, Any] = {"aria-describedby": " ".join(spoken) or None}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    attributes = {name: value for name, value in attributes.items() if value}
    widget = bound.field.widget
    return {
        "bound": bound,
        "hint": hint,
        "control": bound.as_widget(attrs=attributes),
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": widget.use_fieldset,
        "is_password": isinstance(widget, PasswordInput),
        "is_optional": mark_optional and not bound.field.required,
    }

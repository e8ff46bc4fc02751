"""The theme's colours, measured."""

import re
from pathlib import Path

import pytest

from tonggong.web import components

STATIC = Path(components.__file__).parent / "static" / "tonggong"
GROUNDS = ("paper", "sheet", "sunk")
PAIRS = [
    *((text, ground) for text in ("ink", "ink-2", "reed", "seal", "grain", "crane") for ground in ("paper", "sheet")),
    ("ink", "sunk"),
    ("ink-2", "sunk"),
    *((name, f"{name}-tint") for name in ("reed", "seal", "grain", "crane")),
    ("ink", "grain-tint"),
    ("ink", "seal-tint"),
    ("on-reed", "reed"),
    ("on-reed", "reed-deep"),
    ("rail-text", "rail"),
    ("rail-quiet", "rail"),
    ("rail-text", "rail-here"),
    ("seal-glyph", "seal-ground"),
    ("scene-ink", "scene"),
]
CONTROLS = [("rule-2", "sheet"), ("rule-2", "paper"), ("bar", "sheet"), ("bar", "sunk")]


def tokens() -> dict[str, dict[str, str]]:
    text = (STATIC / "tokens.css").read_text()
    normal = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{3,6});", text[: text.index("[data-contrast=high]")]))
    high = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{3,6});", text[text.index("[data-contrast=high]") :]))
    return {"normal": normal, "high": {**normal, **high}}


def light(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("mode", "least"), [("normal", 4.5), ("high", 7.0)])
def test_every_text_can_be_read_on_every_ground_it_stands_on(mode, least):
    set_of = tokens()[mode]
    weak = {pair: round(ratio(set_of[pair[0]], set_of[pair[1]]), 2) for pair in PAIRS if pair[0] != "seal-glyph" or mode == "normal"}  # fmt: skip

    assert {pair: value for pair, value in weak.items() if value < least} == {}


@pytest.mark.parametrize("mode", ["normal", "high"])
def test_every_control_and_bar_stands_out_from_its_ground(mode):
    set_of = tokens()[mode]

    assert {pair for pair in CONTROLS if ratio(set_of[pair[0]], set_of[pair[1]]) < 3} == set()


@pytest.mark.parametrize("mode", ["normal", "high"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_one_of_the_two_focus_rings_is_seen_on_any_ground(mode, ground):
    set_of = tokens()[mode]

    assert max(ratio(set_of[ring], set_of[ground]) for ring in ("focus", "focus-ring")) >= 9


def test_no_colour_is_named_outside_the_tokens():
    named = {
        file.name: re.findall(r"(?<![\w-])#[0-9A-Fa-f]{3,8}\b", file.read_text())
        for file in STATIC.glob("*.css")
        if file.name not in ("tokens.css", "print.css")
    }
    named["components.css"] = [
        colour for colour in named["components.css"] if colour != "#FFF"
    ]  # a QR code is black on white

    assert {name: colours for name, colours in named.items() if colours} == {}


def test_every_token_that_is_used_is_there():
    sheets = [file.read_text() for file in STATIC.glob("*.css")]
    there = {name for sheet in sheets for name in re.findall(r"--([\w-]+):", sheet)}
    used = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)[,)]", sheet)}

    assert used - there == {"stages"}

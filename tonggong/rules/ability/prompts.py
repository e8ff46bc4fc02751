"""In which order an assessor asks, and which dimensions a wish touches. Nothing here knows an answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from tonggong.rules.ability.catalogue import CATEGORIES, Dimension, profile


@dataclass(frozen=True, slots=True)
class Talk:
    """How a talk is led: which dimensions come first, which aids to speak of first, and a word of care."""

    first: tuple[str, ...]
    aids_first: tuple[str, ...]
    care: str


def ordered(categories: Iterable[str], grade: int | None) -> Talk:
    """Return how to lead the talk with somebody of these categories ("1".."7") and grade; levels follow from neither.

    Source: GB/T 26341-2010 for the categories; the order is the profile's `category_prompts`.
    """
    prompts = [profile().prompts[CATEGORIES[c]] for c in categories if c in CATEGORIES]
    first = dict.fromkeys(key for prompt in prompts for key in prompt.ask_first)
    aids = dict.fromkeys(key for prompt in prompts for key in prompt.ask_aids)
    care = "多问一句：平时谁照应，出门怎么走，一天能有几个小时。" if grade in (1, 2) else ""
    return Talk(tuple(first), tuple(aids), care)


def in_order(dimensions: Iterable[Dimension], talk: Talk) -> list[Dimension]:
    """Put dimensions in the order of the talk: those to ask first, then the others as the profile has them."""
    rank = {key: place for place, key in enumerate(talk.first)}
    return sorted(dimensions, key=lambda one: (rank.get(one.key, len(rank)), one.bit))


def families_of(wishes: Iterable[str]) -> list[str]:
    """Return the kinds of work that wishes name, by their words; empty where none is recognised."""
    said = " ".join(wishes)
    return [key for key, family in profile().families.items() if any(word in said for word in family.words)]


def touched(families: Iterable[str]) -> list[str]:
    """Return the dimensions that these kinds of work touch, in the order of the profile; without a kind, all of them."""
    known = profile()
    chosen = [known.families[key] for key in families if key in known.families]
    if not chosen:
        return list(known.dimensions)
    keys = {*known.always, *(key for family in chosen for key in family.touches)}
    return [key for key in known.dimensions if key in keys]

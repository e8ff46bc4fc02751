"""Typical cases in a circular: those that may be told on its day are named; one taken back is struck out in every older one.

A consent taken back works at once, so this is asked anew whenever a circular is drafted, read or signed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tonggong.base.installation import clock
from tonggong.domain.cooperation.choices import Place
from tonggong.domain.cooperation.queries.stories import public_stories, words_for_no_more
from tonggong.domain.reporting.document.content import Block, Body, Paper, Run


def named_cases(year: int) -> tuple[Run, ...]:
    """One sentence that names the cases published since a year began; empty where none may be told now."""
    rows = [
        row
        for row in public_stories(Place.CIRCULAR)
        if row.published_at and clock.day_of(row.published_at).year >= year
    ]
    runs: list[Run] = []
    for n, row in enumerate(rows):
        runs += [
            Run("；" if n else "经本人或单位同意，推广"),
            Run(f"《{row.title}》（{row.shown_name}）", story=row.number),
        ]
    return (*runs, Run("。")) if runs else ()


def may_stand(paper: Paper) -> bool:
    """Whether every case that a paper names may still be told."""
    return not words_for_no_more(_named(paper))


def with_struck(paper: Paper) -> Paper:
    """The paper with every case that may be told no more struck out, and why behind it."""
    if not (gone := words_for_no_more(_named(paper))):
        return paper
    return replace(paper, blocks=tuple(_struck(block, gone) for block in paper.blocks))


def _named(paper: Paper) -> set[str]:
    return {run.story for block in paper.blocks if isinstance(block, Body) for run in block.runs if run.story}


def _struck(block: Block, gone: Mapping[str, str]) -> Block:
    return replace(block, runs=tuple(_runs(block, gone))) if isinstance(block, Body) else block


def _runs(block: Body, gone: Mapping[str, str]) -> Iterator[Run]:
    for run in block.runs:
        if run.story not in gone:
            yield run
            continue
        yield replace(run, is_struck=True)
        yield Run(f"（{gone[run.story]}）")

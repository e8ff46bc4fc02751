"""Make a practice city: its lives, the files its offices send, and the truth beside them."""

import multiprocessing
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tonggong.practice import dates, truth, twins
from tonggong.practice.casework.standing import stand
from tonggong.practice.casework.tables import write_casework
from tonggong.practice.offices import channels, circumstances, labour, others, posts, registers
from tonggong.practice.offices.delivery import Delivery, make
from tonggong.practice.places import read_places
from tonggong.practice.world import World, build_world

PROCESSES = 2
FEWEST_PEOPLE, FEWEST_MONTHS = 300, 4


class NotPossible(ValueError):
    """A city cannot be made with these numbers; the message says why."""


@dataclass(frozen=True)
class Summary:
    """What was made."""

    seed: int
    people: int
    months: int
    end: str
    files: tuple[str, ...]  # paths below the city's folder
    truth: dict[str, int]  # rows of each table of the truth
    defects: int


def write_city(
    seed: int,
    people: int,
    months: int,
    end: str,
    out: Path,
    pack: Path,
    progress: Callable[[int, int, str], None] | None = None,
) -> Summary:
    """Write a synthetic city of so many certificate holders into `out`; the same seed writes the same bytes.

    `months` counts back from `end` (YYYY-MM): the last three come as monthly files, the ones before as one opening
    ledger with the registers of its last month. `progress` is told (done, of, words).
    Raises NotPossible for numbers no city can be made with, PackUnusable for a pack without divisions, OSError.
    """
    tell = progress or (lambda done, of, words: None)
    if people < FEWEST_PEOPLE or months < FEWEST_MONTHS:
        raise NotPossible(f"至少要{FEWEST_PEOPLE}名持证人、{FEWEST_MONTHS}个月")
    try:
        last = dates.month_number(end)
    except ValueError as problem:
        raise NotPossible(f"结束月份应写作 YYYY-MM：{end}") from problem
    if not 2016 * 12 <= last < 2040 * 12:
        raise NotPossible(f"结束月份应在2016年至2039年之间：{end}")
    if out.is_dir() and any(out.iterdir()) and not (out / "truth" / "persons.parquet").is_file():
        raise NotPossible(f"目录里已有别的东西，不写：{out}")
    places = read_places(pack)
    world = build_world(seed, people, months, last, places, lambda words: tell(0, 0, words))
    world.twins = twins.make_twins(world.rng("twins"), world)
    tell(0, 0, "求职意愿与家庭")
    world.standing = stand(world)  # before the processes part: all of them read it
    deliveries = all_deliveries(world)
    making = out / f".making-{os.getpid()}"
    try:
        for month in world.months:
            (making / dates.month_text(month)).mkdir(parents=True, exist_ok=True)
        found = _write_all(world, deliveries, making, tell)
        tell(0, 0, "走访与服务")
        casework, others_known = write_casework(world, making)
        counts = truth.write_truth(world, found, making, casework) | others_known
        _clear(out)
        for folder in sorted(making.iterdir()):
            folder.rename(out / folder.name)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Summary(seed, people, months, end, tuple(sorted(file for file, *_ in found)), counts, counts["defects"])


def all_deliveries(world: World) -> list[Delivery]:
    """Every file the offices send, month by month."""
    return (
        registers.deliveries(world)
        + labour.deliveries(world)
        + others.deliveries(world)
        + circumstances.deliveries(world)
        + channels.deliveries(world)
        + posts.deliveries(world)
    )


def _clear(out: Path) -> None:
    """Take away an earlier city's files, and nothing else."""
    for old in [*out.glob("[12][0-9][0-9][0-9]-[01][0-9]"), out / "casework", out / "truth"]:
        if old.is_dir():
            shutil.rmtree(old)


_at_work: tuple[World, list[Delivery], Path] | None = None


def _make(number: int) -> tuple[str, np.ndarray, np.ndarray] | None:
    assert _at_work is not None
    world, deliveries, out = _at_work
    return make(world, deliveries[number], out)


def _write_all(world: World, deliveries: list[Delivery], out: Path, tell) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """All files, two at a time where the system can fork: the world is then shared and not copied."""
    global _at_work
    _at_work = (world, deliveries, out)
    order = sorted(range(len(deliveries)), key=lambda n: (-deliveries[n].weight, n))
    found: dict[int, tuple[str, np.ndarray, np.ndarray] | None] = {}
    try:
        if "fork" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon:
            with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("fork")) as pool:
                results = pool.map(_make, order)
                for number, result in zip(order, results, strict=True):
                    found[number] = result
                    tell(len(found), len(order), result[0] if result else "")
        else:
            for number in order:
                found[number] = _make(number)
                tell(len(found), len(order), "")
    finally:
        _at_work = None
    return [made for n in range(len(deliveries)) if (made := found[n])]

"""Persons who stand twice in the registers, the second time under another number."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import numbers


@dataclass(frozen=True)
class Twin:
    """A holder (row of the register, row of People) and the other number as it is written."""

    holder: int
    person: int
    number: str
    in_ledger: bool


def make_twins(rng: np.random.Generator, world) -> list[Twin]:
    """A few in ten thousand: an old county's number, another birthday, the 15-digit number, one digit wrong."""
    count = max(6, round(len(world.holder.person) * 0.0006))
    p = world.people
    at_work = np.isin(world.holder.person, world.spells.person[world.known])
    open_to = np.flatnonzero(
        world.registers[world.opening].touched & (p.birth[world.holder.person] < 10957) & (world.holder.dies > 10**6)
    )
    rows = np.concatenate(
        [
            rng.permutation(open_to[at_work[open_to]])[: count // 2],
            rng.permutation(open_to[~at_work[open_to]])[: count - count // 2],
        ]
    )
    taken = set(p.number.tolist())
    found = []
    for k, row in enumerate(rows.tolist()):
        person = int(world.holder.person[row])
        own = p.number[person]
        number = _other_number(own, k)
        if number not in taken and number != own:
            taken.add(number)
            found.append(Twin(row, person, number, k % 2 == 0))
    return found


def _other_number(own: str, k: int) -> str:
    if k % 4 == 0:
        front = {"211104": "211121", "211121": "211104", "211102": "211103"}.get(own[:6], "211102") + own[6:17]
    elif k % 4 == 1:
        day = int(own[12:14])
        front = own[:12] + f"{day - 1 if day > 1 else day + 1:02d}" + own[14:17]
    elif k % 4 == 2:
        return own[:6] + own[8:17]
    else:
        return own[:15] + str((int(own[15]) + 1) % 10) + own[16:]
    return front + numbers.ID_CHECKS[int(numbers.check_positions(np.array([int(front)]))[0])]

"""What changed between two assessments, dimension by dimension and in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from tonggong.rules.ability.catalogue import profile
from tonggong.rules.ability.levels import Level

WORDS = {"up": "提高", "down": "降低", "same": "没变", "new": "这次才知道", "gone": "这次没有评"}


@dataclass(frozen=True, slots=True)
class Change:
    """One dimension then and now; `kind` is one of WORDS."""

    dimension: str
    before: Level | None
    now: Level | None

    @property
    def kind(self) -> str:
        """In which direction it went."""
        if self.before is None:
            return "new"
        if self.now is None:
            return "gone"
        steps = self.now.level - self.before.level
        return "up" if steps > 0 else "down" if steps < 0 else "same"

    @property
    def words(self) -> str:
        """The direction in words."""
        return WORDS[self.kind]

    @property
    def title(self) -> str:
        """The dimension in words."""
        return profile().dimensions[self.dimension].title

    @property
    def text(self) -> str:
        """The change in words."""
        then = self.before.sentence if self.before else "未知"
        now = self.now.sentence if self.now else "未知"
        return f"{self.title}：{then}" if self.kind == "same" else f"{self.title}：从“{then}”到“{now}”"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two assessments side by side; dimensions that neither knows are left out."""

    changes: tuple[Change, ...]

    def of(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [one for one in self.changes if one.kind == kind]

    @property
    def sentence(self) -> str:
        """All in one sentence."""
        said = [
            f"{WORDS[kind]} {len(found)} 项（{'、'.join(one.title for one in found)}）"
            for kind in ("up", "down")
            if (found := self.of(kind))
        ]
        said += [f"{WORDS[kind]} {len(found)} 项" for kind in ("same", "new", "gone") if (found := self.of(kind))]
        return "，".join(said) + "。" if said else "两次都没有评到任何一项。"


def compare(before: Mapping[str, Level], now: Mapping[str, Level]) -> Compared:
    """Put two assessments side by side, in the order of the profile."""
    keys = [key for key in profile().dimensions if key in before or key in now]
    return Compared(tuple(Change(key, before.get(key), now.get(key)) for key in keys))

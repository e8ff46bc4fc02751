"""From a name or a folder to a checked pack."""

from pathlib import Path

from tonggong.base.installation import CHECKOUT
from tonggong.domain.plan.pack.city import read_city, read_departments, read_divisions
from tonggong.domain.plan.pack.facts import CityPack, PackError, PackUnknown
from tonggong.domain.plan.pack.located import Faults
from tonggong.domain.plan.pack.plans import read_plan
from tonggong.domain.plan.pack.targets import split_targets
from tonggong.rules.figures import Figure, FigureFileError, national_figures, problems, read_figures


def find_pack(name_or_folder: str | Path) -> Path:
    """The folder of a city pack: one of those that come with Tonggong by its name, else a path.

    Raises:
        PackUnknown: neither.
    """
    text = str(name_or_folder)
    shipped = CHECKOUT / "cities" / text
    if text and "/" not in text and (shipped / "city.yaml").is_file():
        return shipped
    folder = Path(text)
    if folder.is_dir():
        return folder.resolve()
    known = sorted(path.parent.name for path in (CHECKOUT / "cities").glob("*/city.yaml"))
    raise PackUnknown(f"没有城市包“{text}”。自带的有：{'、'.join(known)}；也可以写一个文件夹的路径。")


def read_pack(folder: Path, *, practice: bool) -> CityPack:
    """Read a whole pack; the files marked 练习 only for a practice installation.

    Raises:
        PackError: with every fault found, each naming file, line and field.
    """
    faults = Faults()
    pack = CityPack(folder)
    read_divisions(pack, faults)
    read_departments(pack, faults)
    read_city(pack, faults)
    for path in sorted(folder.glob("plan-*.yaml")):
        plan = read_plan(path, pack, faults)
        if plan is not None:
            if any(plan.key == other.key for other in pack.plans):
                faults.append(f"{path.name} 第1行 key：方案“{plan.key}”已在另一个文件里")
            pack.plans.append(plan)
    if not pack.plans:
        faults.append("plan-*.yaml：城市包里没有方案文件")
    split_targets(pack, "targets.yaml", faults)
    if practice:
        split_targets(pack, "practice-targets.yaml", faults)
    pack.figures = _figures(folder, practice, faults)
    if faults:
        raise PackError(list(faults))
    return pack


def _figures(folder: Path, practice: bool, faults: Faults) -> list[Figure]:
    rows = national_figures()
    names = ["figures.yaml", "practice-figures.yaml"] if practice else ["figures.yaml"]
    for name in names:
        if not (folder / name).exists():
            continue
        try:
            rows += read_figures(folder / name)
        except FigureFileError as problem:
            faults.extend(problem.faults)
            return []
    faults.extend(problems(rows))
    return rows

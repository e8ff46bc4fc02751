"""`tonggong city`: make a practice city, its offices' files and the truth beside them."""

import json
import sys
from pathlib import Path

import click

PANJIN = Path(__file__).resolve().parents[2] / "cities" / "panjin"


@click.command("city", help="生成练习城市：按各部门报送的样子写出文件，真相另放在 truth/ 下。其中没有一个真实的人。")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="种子；种子相同，写出的文件相同。"
)
@click.option("--people", type=click.IntRange(min=1), default=40_000, show_default=True, help="持证残疾人数。")
@click.option(
    "--months",
    type=click.IntRange(min=1),
    default=24,
    show_default=True,
    help="月数：最后三个月按月报送，此前的合为一份期初台账。",
)
@click.option("--end", default="2024-12", show_default=True, help="最后一个月，写作 YYYY-MM。")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="写到哪个目录（新的、空的，或从前的练习城市）。",
)
@click.option(
    "--pack", type=click.Path(file_okay=False, path_type=Path), default=PANJIN, help="城市资料包目录；默认为盘锦。"
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 输出结果。")
def city(seed: int, people: int, months: int, end: str, out: Path, pack: Path, as_json: bool) -> None:
    """Write the city; 0 done, 1 failed and nothing changed, 2 wrong use."""
    from tonggong.practice.city import NotPossible, write_city
    from tonggong.practice.places import PackUnusable

    bar = _Progress(quiet=as_json)
    try:
        made = write_city(seed, people, months, end, out, pack, bar.tell)
    except NotPossible as problem:
        raise click.UsageError(str(problem)) from problem
    except (PackUnusable, OSError, MemoryError) as problem:
        raise click.ClickException(f"练习城市没有生成，原有文件未动：{problem}") from problem
    finally:
        bar.close()
    if as_json:
        click.echo(
            json.dumps(
                {"out": str(out), "files": len(made.files), "defects": made.defects, "truth": made.truth},
                ensure_ascii=False,
            )
        )
    else:
        rows = made.truth
        click.echo(
            f"练习城市已写到 {out}：{len(made.files)} 个文件，持证人等 {rows['persons']} 人，就业经历 {rows['spells']} 段，埋下差错 {made.defects} 处。"
        )


class _Progress:
    """One line on a terminal, a line for each step elsewhere."""

    def __init__(self, quiet: bool):
        self.quiet, self.bar, self.last = quiet, sys.stderr.isatty(), ""

    def tell(self, done: int, of: int, words: str) -> None:
        if self.quiet:
            return
        if self.bar:
            filled = 24 * done // of if of else 0
            click.echo(
                f"\r\x1b[K[{'█' * filled}{'·' * (24 - filled)}] {f'{done}/{of} ' if of else ''}{words}",
                nl=False,
                err=True,
            )
        elif not of or done == of:
            click.echo(f"{words}" if not of else f"写完 {of} 个文件", err=True)

    def close(self) -> None:
        if self.bar and not self.quiet:
            click.echo("\r\x1b[K", nl=False, err=True)

"""`tonggong import` and `tonggong deliveries`: the exchange from the command line, the same services as the pages."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tonggong.rules.months import number

if TYPE_CHECKING:
    from tonggong.base.intake.services import Report


@click.command(
    "import",
    help="收下一个部门文件。FEED 是数据种类，例如 social-insurance；FILE 是 .xlsx、.xls、.xlsb、.ods 或 .csv。",
)
@click.argument("feed", metavar="FEED")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--month", required=True, metavar="YYYY-MM", help="文件说的是哪个月。")
@click.option("--sender", metavar="S", help="报送单位；不写就从表格、文件名里读。")
@click.option("--rehearse", is_flag=True, help="只演练：全部照做，最后撤回，什么都不留下。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
def take_in_file(feed: str, file: Path, month: str, sender: str | None, rehearse: bool, as_json: bool) -> None:
    """Take in one file; refused rows are part of the report, not a failure."""
    from tonggong.base.accounts.who import system_who
    from tonggong.base.intake.feeds import UnknownFeed, feed_of
    from tonggong.base.intake.reading import WrongFile
    from tonggong.base.intake.services import Busy, NotKept, take_in

    try:
        feed_of(feed)
        number(month)
    except UnknownFeed as error:
        raise click.UsageError(str(error)) from None
    except ValueError:
        raise click.UsageError(f"“{month}”不是月份，请写成 2024-12。") from None

    try:
        with click.progressbar(length=100, label="导入", file=sys.stderr) as bar:

            def show(what: str, share: float) -> None:
                bar.label = what
                bar.update(max(0, int(share * 100) - bar.pos))

            report = take_in(system_who("命令行"), feed, file, month, sender=sender, rehearse=rehearse, progress=show)
            show("完成", 1.0)
    except (WrongFile, Busy, NotKept) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        _tell(report)


def _tell(report: "Report") -> None:
    from tonggong.base.intake import remedies
    from tonggong.base.intake.feeds import feed_of

    feed = feed_of(report.feed)
    what = "演练" if report.is_rehearsal else f"报送 {report.delivery}"
    click.echo(f"{what}：{feed.title} {report.month}，{report.sender}")
    click.echo(f"共 {report.rows} 行：收下 {report.accepted}，重复未变 {report.unchanged}，退回 {report.refused}。")
    if report.superseded:
        changes = "，".join(f"{k} {v}" for k, v in report.difference.items())
        click.echo(f"代替报送 {report.superseded}" + (f"（{changes}）" if changes else "") + "。")
    for row, reasons in list(report.refusals.items())[:10]:
        for reason in reasons:
            kind = feed.column(reason.field).kind if reason.field else None
            click.echo(
                f"  第 {row} 行 {reason.heading}“{remedies.masked(kind, reason.written)}”：{reason.why}。{reason.remedy}"
            )
    if len(report.refusals) > 10:
        click.echo(f"  ……还有 {len(report.refusals) - 10} 行，见退回清单。")
    if report.refused_file:
        click.echo(f"退回清单：{report.refused_file}。改好后直接再送一次，只补这些行。")


@click.command("deliveries", help="列出全部报送和它们的状态。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
def list_deliveries(as_json: bool) -> None:
    """List what came in, oldest first."""
    from tonggong.base.intake.feeds import FEEDS
    from tonggong.base.intake.models import Delivery
    from tonggong.base.intake.queries import deliveries_as_json

    rows = deliveries_as_json()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        title = FEEDS[row["feed"]].title if row["feed"] in FEEDS else row["feed"]
        state = Delivery.State(row["state"]).label
        click.echo(
            f"{row['delivery']:>6}  {row['month']}  {title}  {row['sender']}  {state}  "
            f"共 {row['rows']} 行，收下 {row['accepted']}，退回 {row['refused']}"
        )
    if not rows:
        click.echo("还没有报送。")

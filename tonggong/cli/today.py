"""`tonggong today`."""

import json
from datetime import datetime
from typing import Any

import click


@click.command("today")
@click.option("--worker", required=True, help="谁的名单：用户名。")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="哪一天，YYYY-MM-DD；不写就是今天。")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def today(worker: str, on: datetime | None, as_json: bool) -> None:
    """今天该联系谁、为什么：按公开的先后排好，每条理由都有日期和依据。不含证件号码和电话。"""
    from tonggong.base.accounts.who import system_who
    from tonggong.base.audit import services as audit
    from tonggong.domain.worklist import queries
    from tonggong.rules.figures import FigureMissing

    user_id = queries.user_named(worker)
    if user_id is None:
        raise click.BadParameter(f"没有“{worker}”这个账号。", param_hint="--worker")
    who = system_who()
    try:
        found = queries.today(who, user_id, on.date() if on else None)
    except FigureMissing as missing:
        raise click.ClickException(str(missing)) from None
    if found.tasks:
        audit.record(
            "view", who=who, subject="persons.Person", ids=sorted(task.person_id for task in found.tasks), page="today"
        )
    if as_json:
        click.echo(json.dumps(_as_json(worker, found), ensure_ascii=False, indent=1))
        return
    click.echo(f"{found.day} {worker}：名下 {found.people} 人，要联系 {len(found.tasks)} 人")
    for n, task in enumerate(found.tasks, 1):
        click.echo(f"{n:>4}　{task.name}　{task.place_name}　{task.points.value} 分")
        for one in task.found:
            click.echo(f"　　　{one.hit.sentence}（{one.hit.on}）")


def _as_json(worker: str, found: Any) -> dict[str, Any]:
    return {
        "worker": worker,
        "on": found.day.isoformat(),
        "people": found.people,
        "put_off": found.later,
        "tasks": [
            {
                "order": n,
                "person": task.person_id,
                "name": task.name,
                "place": task.place or None,
                "score": float(task.points.value),
                "score_because": [step.text for step in task.points.steps],
                "reasons": [
                    {
                        "reason": one.reason.key,
                        "title": one.reason.title,
                        "sentence": one.hit.sentence,
                        "fact": {"on": one.hit.on.isoformat(), "row": one.hit.fact},
                        "days_left": one.hit.days_left,
                    }
                    for one in task.found
                ],
            }
            for n, task in enumerate(found.tasks, 1)
        ],
    }

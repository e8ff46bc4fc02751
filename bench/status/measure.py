"""Measures one size: fills a fresh installation, makes all answers at once, then a loop over persons. Prints one JSON line.

python -m bench.status.measure --people 40000 --sample 40000
"""

import argparse
import json
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tonggong.config.settings"


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--sample", type=int, required=True, help="persons of the loop; all of them when as many")
    said = parser.parse_args()

    import django

    django.setup()
    from bench.status.loop import one_person
    from bench.status.world import DAY, fill
    from tonggong.base.accounts.who import system_who
    from tonggong.base.installation.services import prepare
    from tonggong.domain.persons.models import Person
    from tonggong.domain.plan.pack import find_pack
    from tonggong.domain.plan.services import load_city
    from tonggong.domain.status.models import Owed, PersonStatus
    from tonggong.domain.status.services import OWED, STATUS, Judge, refresh

    start = time.perf_counter()
    prepare(practice=True)
    load_city(find_pack("panjin"), system_who())
    fill(said.people)
    print(f"  {said.people:,} 人写好，{time.perf_counter() - start:.0f} 秒", file=sys.stderr, flush=True)

    start = time.perf_counter()
    refresh(None, DAY)
    whole = time.perf_counter() - start
    start = time.perf_counter()
    written = refresh(None, DAY)
    again = time.perf_counter() - start
    if written:
        raise SystemExit(f"made twice, {written} rows differ")

    keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    keys = keys[:: max(1, len(keys) // said.sample)][: said.sample]
    wanted = _kept(PersonStatus, STATUS, keys), _kept(Owed, OWED, keys)
    for model in (Owed, PersonStatus):
        for n in range(0, len(keys), 900):
            model.objects.filter(person__in=keys[n : n + 900]).delete()
    setting = Judge(DAY)
    start = time.perf_counter()
    for n in range(0, len(keys), 900):
        for person in Person.objects.filter(pk__in=keys[n : n + 900]):
            one_person(person, DAY, setting)
    loop = time.perf_counter() - start
    if (_kept(PersonStatus, STATUS, keys), _kept(Owed, OWED, keys)) != wanted:
        raise SystemExit("the loop's answers are not the product's")
    extrapolated = loop * said.people / len(keys)
    print(
        json.dumps(
            {
                "people": said.people, "owed": Owed.objects.count(), "seconds": round(whole, 2),
                "again_seconds": round(again, 2), "loop_people": len(keys), "loop_seconds": round(loop, 2),
                "loop_extrapolated": len(keys) < said.people, "loop_all_seconds": round(extrapolated, 1),
                "ratio": round(extrapolated / whole, 1), "equal_answers": len(keys),
            }
        )
    )  # fmt: skip


def _kept(model, columns, keys):
    """The kept answers of some persons, whoever wrote them."""
    found = {}
    for n in range(0, len(keys), 900):
        for row in model.objects.filter(person__in=keys[n : n + 900]).values_list(*columns):
            found[row[:3] if model._meta.label == "status.Owed" else row[0]] = row
    return found


if __name__ == "__main__":
    main()

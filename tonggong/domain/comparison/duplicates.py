"""Persons that stand in the ledger twice: proposed with reasons, merged only by a person."""

from tonggong.domain.comparison.findings import Findings, Result, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.comparison.matching import Matcher
from tonggong.domain.comparison.models import Finding


def find_duplicates(matcher: Matcher, ledger: Ledger, out: Findings) -> None:
    """Ask about pairs of persons who look like one."""
    asked = {
        bytes(content) for content in Finding.objects.filter(cause="same-person").values_list("content", flat=True)
    }
    for pair in matcher.duplicates():
        kept, gone = sorted((ledger.people[pair["person_id"]], ledger.people[pair["other_id"]]), key=lambda p: p.id)
        content = out.hash_of(f"same-person\0{kept.id}\0{gone.id}")
        if content in asked or (kept.is_member and gone.is_member):
            continue
        sides = [
            side("姓名", kept.name, gone.name),
            side("身份证尾号", kept.citizen_id[-4:], gone.citizen_id[-4:]),
            side("出生日期", kept.born_on, gone.born_on),
            side("电话尾号", (kept.phone or "")[-4:], (gone.phone or "")[-4:]),
        ]
        out.add_missing(
            content,
            Result.CONTRADICTORY,
            kept,
            unit_code="",
            cause="same-person",
            because="两条台账很像同一个人：" + "；".join(pair.get("reasons") or ["姓名、出生日期或电话相同"]),
            sides=sides,
            plan={"act": "merge", "kept": kept.id, "gone": gone.id},
            of_city=kept.county_code != gone.county_code,
        )

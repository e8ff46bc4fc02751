"""What the education department is answered about its file: row by row of our people, the rest in one number.

Rows of strangers were forgotten once the month was compared; the answer names none of them. It carries row numbers and
results only, so that the sender finds the persons in the own file.
"""

import io
from collections import Counter
from dataclasses import dataclass

import xlsxwriter

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.staged import rows_of
from tonggong.domain.persons.choices import CertificateStatus, Circumstance
from tonggong.domain.persons.models import Certificate, PersonFact
from tonggong.domain.plan.queries import feeds_of

FEED = "school-enrolment"
MATCHED, CANCELLED, NAME_DIFFERS, DUPLICATE = "matched", "cancelled", "name_differs", "duplicate"
RESULTS = {
    MATCHED: "对上了，有有效残疾人证",
    CANCELLED: "对上了，残疾人证已注销或过期",
    NAME_DIFFERS: "号码对上了，姓名不同，请核对",
    DUPLICATE: "同一人重复",
    "none": "没有残疾人证",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one delivery: (file, row, result) of our people, and how many had which result."""

    delivery: Delivery
    rows: list[tuple[str, int, str]]
    counts: dict[str, int]

    @property
    def sent(self) -> int:
        """Rows that were taken in."""
        return sum(self.counts.values())


def deliveries(who: Who) -> list[Delivery]:
    """Compared deliveries of the education department's file, latest first; a department sees its own alone."""
    if not who.reach:
        return []
    rows = Delivery.objects.filter(feed=FEED, state=Delivery.State.COMPLETE, compared_at__isnull=False)
    if who.department:
        rows = rows.filter(sender__in=feeds_of(who).filter(feed=FEED).order_by().values("sender"))
    return list(rows.order_by("-month", "-pk"))


def answer(who: Who, delivery: Delivery) -> Answer:
    """Work out the answer to a delivery."""
    kept = rows_of(delivery).select(["file_id", "source_row", "name"]).to_pylist()
    names = {(row["file_id"], row["source_row"]): row["name"] for row in kept}
    files = {file.pk: file.name for file in delivery.files.all()}
    facts = PersonFact.objects.filter(kind=Circumstance.SCHOOL, source_file__in=files, person__merged_into=None)
    found = list(
        facts.order_by("source_file", "source_row").values_list("source_file", "source_row", "person", "person__name")
    )
    valid = set(
        Certificate.objects.standing()
        .filter(person__in={person for *_, person, _name in found}, status=CertificateStatus.VALID)
        .values_list("person", flat=True)
    )
    seen: set[int] = set()
    rows: list[tuple[str, int, str]] = []
    for file, row, person, name in found:
        if person in seen:
            result = DUPLICATE
        elif (said := names.get((file, row))) and said != name:
            result = NAME_DIFFERS
        else:
            result = MATCHED if person in valid else CANCELLED
        seen.add(person)
        rows.append((files[file], row or 0, result))
    counts = Counter(result for *_, result in rows)
    counts["none"] = max(0, delivery.accepted - len(rows))
    return Answer(delivery, rows, dict(counts))


def answer_file(who: Who, found: Answer) -> bytes:
    """The answer as .xlsx for the sender; that it left the house is written down."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet("逐行结果")
    for n, title in enumerate(("来文文件", "行", "结果")):
        sheet.write(0, n, title, head)
    for n, (file, row, result) in enumerate(found.rows, 1):
        sheet.write_string(n, 0, file)  # a name that the sender chose: a text, never a link
        sheet.write_number(n, 1, row)
        sheet.write_string(n, 2, RESULTS[result])
    sheet.set_column(0, 0, 40)
    sheet.set_column(2, 2, 32)
    sheet.freeze_panes(1, 0)
    total = book.add_worksheet("合计")
    total.write(0, 0, "结果", head)
    total.write(0, 1, "人数", head)
    for n, (key, title) in enumerate(RESULTS.items(), 1):
        total.write(n, 0, title)
        total.write(n, 1, found.counts.get(key, 0))
    total.write(len(RESULTS) + 1, 0, "收下的行")
    total.write(len(RESULTS) + 1, 1, found.sent)
    total.write(len(RESULTS) + 2, 0, "没有残疾人证的行已按规定清除，不逐行列出。")
    total.set_column(0, 0, 40)
    book.close()
    audit.record(
        "release",
        who=who,
        subject="intake.Delivery",
        ids=[found.delivery.pk],
        rows=len(found.rows),
        purpose="答复教育部门",
    )
    return out.getvalue()

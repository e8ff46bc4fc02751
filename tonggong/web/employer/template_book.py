"""The empty workbook in which a unit reports whom it has taken on: every column as text, so that no number is damaged."""

import io

import xlsxwriter

from tonggong.base.intake.feeds import FEEDS

ROWS = 300
EXAMPLES = {
    "unit_name": "本单位全称",
    "unit_code": "本单位的统一社会信用代码，点格子可以选",
    "name": "与身份证一致",
    "citizen_id": "18 位，照身份证填，不要用数字格式",
    "certificate_no": "20 位残疾人证号，没有可以不填",
    "phone": "11 位手机号",
    "form": "例如 按比例就业、集中就业、公益性岗位",
    "started_on": "例如 2024年9月3日",
    "ended_on": "还在职就不填",
    "contract_kind": "例如 固定期限、无固定期限",
    "contract_until": "例如 2026年9月2日，没有期限就不填",
    "wage_yuan": "只写数字，例如 2600",
    "post": "例如 包装工",
    "channel": "例如 招聘会、熟人介绍",
    "remark": "可以不填",
}


def hires_template(name: str, code: str) -> bytes:
    """Return the workbook for one unit, with its name on top and its code to choose from."""
    feed, sink = FEEDS["hires"], io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#E3EEE9", "border": 1})
    must = book.add_format({"num_format": "@", "bold": True, "bg_color": "#F6E8C6", "border": 1})
    sheet = book.add_worksheet(feed.title)
    sheet.write_string(0, 0, f"填报单位：{name}", book.add_format({"bold": True}))
    for place, column in enumerate(feed.columns):
        is_must = column.required or column.field == "unit_code"
        sheet.write_string(1, place, column.headings[0], must if is_must else head)
        sheet.set_column(place, place, 22 if column.field in ("unit_name", "unit_code", "citizen_id") else 14, text)
        if column.field == "unit_code":
            sheet.data_validation(
                2, place, ROWS, place, {"validate": "list", "source": [code], "error_type": "warning"}
            )
    sheet.freeze_panes(2, 0)
    notes = book.add_worksheet("怎么填")
    notes.set_column(0, 0, 18)
    notes.set_column(1, 1, 60)
    notes.write_row(0, 0, ["列", "怎么填（黄色的列必须填）"], head)
    for row, column in enumerate(feed.columns, 1):
        notes.write_row(row, 0, [column.headings[0], EXAMPLES.get(column.field, "")])
    book.close()
    return sink.getvalue()

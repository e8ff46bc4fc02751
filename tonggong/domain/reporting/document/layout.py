"""Measures, fonts and styles of GB/T 9704-2012 as a word processor's settings.

Type area 156 x 225 mm, 22 lines of 28 characters of 16 pt. 28 x 16 pt is wider than 156 mm, so the default style draws
characters 0.25 pt together; a character grid would do the same in Word but LibreOffice gives each character two cells.
"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table

LINE = Pt(28.95)  # 225 mm / 22 lines, exact
CHARACTER = Pt(15.75)  # 16 pt less what the default style draws together
TYPE_WIDTH = Mm(156)
RED = RGBColor(0xE6, 0x00, 0x12)
SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
DIGITS = "Times New Roman"

# name: (font, size in pt, alignment, first line in characters, built-in style it stands on or "")
_STYLES = {
    "Title": (SONG, 22, "center", 0),
    "Heading 1": (HEI, 16, "left", 2),
    "Heading 2": (KAI, 16, "left", 2),
    "发文机关标志": (SONG, 44, "center", 0),
    "发文字号": (FANG, 16, "center", 0),
    "主送机关": (FANG, 16, "left", 0),
    "公文正文": (FANG, 16, "both", 2),
    "表题": (HEI, 14, "center", 0),
    "表内文字": (FANG, 12, "center", 0),
    "表头文字": (HEI, 12, "center", 0),
    "表注": (FANG, 12, "left", 0),
    "附件标志": (HEI, 16, "left", 0),
    "版记": (FANG, 14, "left", 0),
}


def set_fonts(properties, font: str) -> None:
    """Ask for a font by name for Chinese text, and for one with even digits beside it."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    latin = DIGITS if font == FANG else font
    for part in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{part}"), latin)
    fonts.set(qn("w:eastAsia"), font)


def prepare(document: Document) -> None:
    """Set page, defaults and styles of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    document.settings.odd_and_even_pages_header_footer = True
    _language(document)
    normal = document.styles["Normal"]
    _style(normal, FANG, 16, "left", 0)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties = normal.element.get_or_add_rPr()
    properties.insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang"
    )
    for name, (font, size, align, indent) in _STYLES.items():
        style = (
            document.styles[name]
            if name in document.styles
            else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        style.base_style = normal
        _style(style, font, size, align, indent)


def _language(document: Document) -> None:
    """Say that the text is Chinese. Digits stay Latin text: as Chinese, LibreOffice would break a number over two lines."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-US")
        lang.set(qn("w:eastAsia"), "zh-CN")
    for fonts in defaults.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for part in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{part}"), DIGITS)
        fonts.set(qn("w:eastAsia"), FANG)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), "en-US")
        theme.set(qn("w:eastAsia"), "zh-CN")


def _style(style: ParagraphStyle, font: str, size: float, align: str, indent: int) -> None:
    properties = style.element.get_or_add_pPr()
    for child in list(properties):  # nothing of the template's own look stays, least of all its rules and colours
        if child.tag not in (qn("w:outlineLvl"), qn("w:numPr")):
            properties.remove(child)
    runs = style.element.get_or_add_rPr()
    for child in list(runs):
        runs.remove(child)
    set_fonts(runs, font)
    style.font.size = Pt(size)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = RED if style.name == "发文机关标志" else RGBColor(0, 0, 0)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing = LINE if size >= 16 else Pt(20)
    paragraph.widow_control = False
    if style.name in ("Heading 1", "Heading 2", "表题"):
        paragraph.keep_with_next = True
    for name in ("autoSpaceDE", "autoSpaceDN"):  # digits stand close to Chinese text
        switch = OxmlElement(f"w:{name}")
        switch.set(qn("w:val"), "0")
        properties.insert_element_before(
            switch, "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:ind", "w:jc", "w:outlineLvl"
        )
    if indent:
        paragraph.first_line_indent = CHARACTER * indent
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(indent * 100))
    justify = OxmlElement("w:jc")
    justify.set(qn("w:val"), align)
    properties.insert_element_before(justify, "w:textDirection", "w:textAlignment", "w:outlineLvl")


def border(name: str, size: int, colour: str = "000000", space: int = 0):
    """Return one border line; size in eighths of a point, space in points."""
    line = OxmlElement(f"w:{name}")
    for key, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{key}"), str(value))
    return line


def paragraph_borders(paragraph, *lines) -> None:
    """Give a paragraph border lines made by `border`."""
    borders = OxmlElement("w:pBdr")
    borders.extend(lines)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:autoSpaceDE",
        "w:autoSpaceDN",
        "w:spacing",
        "w:ind",
        "w:jc",
    )


def dress_table(table: Table, caption: str, summary: str) -> None:
    """Lines, fixed widths, a caption for screen readers, rows that do not split and a heading row that repeats."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    borders = OxmlElement("w:tblBorders")
    borders.extend(border(side, 6) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    properties.append(borders)
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    for old in properties.findall(qn("w:tblLayout")):
        properties.remove(old)
    properties.append(layout)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    look = OxmlElement("w:tblLook")
    for name, value in (
        ("val", "00A0"),
        ("firstRow", "1"),
        ("lastRow", "0"),
        ("firstColumn", "1"),
        ("lastColumn", "0"),
    ):
        look.set(qn(f"w:{name}"), value)
    look.set(qn("w:noHBand"), "1")
    look.set(qn("w:noVBand"), "1")
    properties.append(look)
    for name, text in (("tblCaption", caption), ("tblDescription", summary)):
        if text:
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), text)
            properties.append(element)
    for n, row in enumerate(table.rows):
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(OxmlElement("w:cantSplit"))
        if n == 0:
            row_properties.append(OxmlElement("w:tblHeader"))


def pin_to_foot(table: Table, height: int) -> None:
    """Lay a table of a height on the foot of the type area: lines of 0.35 mm above and below, 0.25 mm between its rows.

    Placed from the page's edge: LibreOffice lets a table as wide as the text float in no other way.
    """
    properties = table._tbl.tblPr
    for name in ("w:tblStyle", "w:tblW", "w:tblLook", "w:tblLayout"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    place = OxmlElement("w:tblpPr")
    top = Emu(Mm(297 - 35) - height - Pt(2))
    for name, value in (("vertAnchor", "page"), ("horzAnchor", "margin"), ("tblpX", "1"), ("tblpY", str(top.twips))):
        place.set(qn(f"w:{name}"), value)
    width = OxmlElement("w:tblW")
    width.set(qn("w:w"), str(int(TYPE_WIDTH.twips)))
    width.set(qn("w:type"), "dxa")
    borders = OxmlElement("w:tblBorders")
    borders.extend((border("top", 8), border("bottom", 8), border("insideH", 6)))
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    for element in (place, width, borders, layout, margins):
        properties.append(element)

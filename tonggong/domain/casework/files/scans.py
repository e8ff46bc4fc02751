"""PDFs: taken as they are when nothing in them acts by itself, refused otherwise.

Source: ISO 32000-1, 7.5 (file structure), 7.3.5 (names may hide letters as #hh), 12.6 (actions).
"""

import re
import zlib

from tonggong.domain.casework.files.content import SCAN, Content, FileRefused

_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|Rendition|XFA|SubmitForm|ImportData|GoToE|GoToR|Movie|Sound"
    rb"|Screen|3D)(?![A-Za-z0-9_])"
)
_LONG_ACTS = re.compile(rb"/(?:JavaScript|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData)(?![A-Za-z0-9_])")
_STREAM = re.compile(rb"(?<![A-Za-z])stream\r?\n")
_HIDDEN = re.compile(rb"#([0-9A-Fa-f]{2})")
_BEHIND = 2048  # bytes that scanners leave behind the end
MOST_UNFOLDED = 256 * 1024 * 1024


def is_pdf(data: bytes) -> bool:
    """Say whether it begins as a PDF, at its very first byte: what only holds one further on is something else."""
    return re.match(rb"%PDF-[12]\.\d", data) is not None


def checked_pdf(data: bytes) -> Content:
    """Return a PDF that holds nothing but pages.

    Raises:
        FileRefused: it holds scripts, files, forms or actions; it is locked; it is cut off; its inside can't be looked at.
    """
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > _BEHIND or b"/Page" not in _with_unfolded(data):
        raise FileRefused("这个 PDF 不完整，打不开。请重新扫描，或者拍照片。")
    return Content(SCAN, "application/pdf", "pdf", data)


def _plain(piece: bytes) -> bytes:
    return _HIDDEN.sub(lambda hit: bytes([int(hit[1], 16)]), piece)


def _with_unfolded(data: bytes) -> bytes:
    """Return everything outside streams, and the objects that lie folded in streams. Refuses what acts in any of it."""
    outside, folded, at, unfolded = [], [], 0, 0
    _refuse(_LONG_ACTS, _plain(data))  # wherever it stands, should the marks of the streams lie
    for begin in _STREAM.finditer(data):
        if begin.start() < at:
            continue
        end = data.find(b"endstream", begin.end())
        if end < 0:
            raise FileRefused("这个 PDF 不完整，打不开。请重新扫描，或者拍照片。")
        outside.append(data[at : begin.start()])
        at = end
        told = _plain(data[max(begin.start() - 2048, 0) : begin.start()].rsplit(b"obj", 1)[-1])
        is_objects = b"/ObjStm" in told
        if b"/FlateDecode" in told or b"/Fl " in told:
            inner, left = _unfold(data[begin.end() : end], MOST_UNFOLDED - unfolded)
            unfolded += len(inner)
            if left:
                raise FileRefused("这个 PDF 展开后太大，收不了。请拍照片。")
            if is_objects and (not inner or told.count(b"Decode") > 1 + told.count(b"/DecodeParms")):
                raise FileRefused("这个 PDF 里面看不清，收不了。请重新扫描，或者拍照片。")
            _refuse(_ACTS if is_objects else _LONG_ACTS, _plain(inner))
            if is_objects:
                folded.append(inner)
        elif is_objects:
            if b"/Filter" in told:
                raise FileRefused("这个 PDF 里面看不清，收不了。请重新扫描，或者拍照片。")
            _refuse(_ACTS, _plain(data[begin.end() : end]))
            folded.append(data[begin.end() : end])
    text = _plain(b"".join([*outside, data[at:], *folded]))
    _refuse(_ACTS, text)
    if b"/Encrypt" in text:
        raise FileRefused("这个 PDF 加了密，收不了。请去掉密码，或者拍照片。")
    return text


def _unfold(folded: bytes, most: int) -> tuple[bytes, bool]:
    """Return what a folded stream holds, as far as it can be read, and whether it is more than may be."""
    unfolding = zlib.decompressobj()
    try:
        inner = unfolding.decompress(folded, max(most, 1))
    except zlib.error:
        return b"", False
    return inner, bool(unfolding.unconsumed_tail) and len(inner) >= most


def _refuse(acts: re.Pattern[bytes], text: bytes) -> None:
    if acts.search(text):
        raise FileRefused(
            "这个 PDF 里有会自己运行的东西（脚本、附件或表单），收不了。请打印后拍照，或者另存为普通 PDF。"
        )

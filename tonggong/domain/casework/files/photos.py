"""JPEG, PNG and WebP taken apart at their marks and put together from what makes the picture.

Sources: ITU-T T.81 annex B (JPEG), JFIF 1.02, CIPA DC-008 (EXIF's orientation), W3C PNG third edition, WebP container.
"""

import struct
import zlib
from collections.abc import Iterator

from tonggong.domain.casework.files.content import IMAGE, Content, FileRefused

MOST_PIXELS = 80_000_000  # beyond that a browser may choke on what unfolds
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs")
_WEBP_KEPT = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP")
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the frame headers, which hold height and width
_ORIENTATION = 0x0112


def is_jpeg(data: bytes) -> bool:
    """Say whether it begins as a JPEG."""
    return data[:3] == b"\xff\xd8\xff"


def is_png(data: bytes) -> bool:
    """Say whether it begins as a PNG."""
    return data[:8] == _PNG


def is_webp(data: bytes) -> bool:
    """Say whether it begins as a WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _broken(kind: str) -> FileRefused:
    return FileRefused(f"这张照片（{kind}）不完整，打不开。请重新拍一张。")


def _measured(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise FileRefused("这张照片太大（像素太多）。请用手机的普通大小重拍。")


# --- JPEG ----------------------------------------------------------------------------------------------------------


def clean_jpeg(data: bytes) -> Content:
    """Return a JPEG without EXIF, XMP, comments and anything behind its end; only which way is up stays.

    Raises:
        FileRefused: it is cut off, holds no picture, or too many pixels.
    """
    out, turned, size, scans = [b"\xff\xd8"], 1, (0, 0), 0
    for mark, segment, scan in _segments(data):
        body = segment[4:]
        if mark == 0xE1:
            turned = _orientation(body) or turned
            continue
        if mark == 0xE0:
            if body[:5] == b"JFIF\0" and len(body) >= 14:  # without the thumbnail
                out.append(b"\xff\xe0" + struct.pack(">H", 16) + body[:12] + b"\0\0")
            continue
        if mark == 0xFE or (0xE2 <= mark <= 0xEF and not _is_colour(mark, body)):
            continue
        if mark in _SIZES and len(body) >= 5:
            size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
        scans += mark == 0xDA
        out += [segment, scan]
    if not scans or not all(size):
        raise _broken("JPG")
    _measured(*size)
    if turned != 1:
        out.insert(1, _only_orientation(turned))
    return Content(IMAGE, "image/jpeg", "jpg", b"".join([*out, b"\xff\xd9"]))


def _is_colour(mark: int, body: bytes) -> bool:
    return (mark == 0xEE and body[:5] == b"Adobe") or (mark == 0xE2 and body[:12] == b"ICC_PROFILE\0")


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment up to the end of the picture: its mark, itself, and the coded data after a start of scan."""
    at = 2
    while True:
        if data[at : at + 1] != b"\xff":
            raise _broken("JPG")
        while data[at + 1 : at + 2] == b"\xff":  # fill bytes
            at += 1
        mark = data[at + 1] if at + 1 < len(data) else -1
        if mark == 0xD9:
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if mark in (-1, 0x00, 0x01, 0xD8) or 0xD0 <= mark <= 0xD7 or length < 2 or end > len(data):
            raise _broken("JPG")
        segment, at = b"\xff" + data[at + 1 : end], end
        scan = b""
        if mark == 0xDA:
            at = _end_of_scan(data, end)
            scan = data[end:at]
        yield mark, segment, scan


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _broken("JPG")
        follows = data[at + 1]
        if follows != 0 and not 0xD0 <= follows <= 0xD7 and follows != 0xFF:
            return at
        at += 1 if follows == 0xFF else 2


def _orientation(body: bytes) -> int:
    """Return which way is up (1 to 8) as EXIF says it, 0 where it says nothing that can be read."""
    if body[:6] != b"Exif\0\0":
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None or struct.unpack_from(f"{order}H", tiff, 2)[0] != 42:
            return 0
        first = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for n in range(struct.unpack_from(f"{order}H", tiff, first)[0]):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * n)
            if tag == _ORIENTATION and kind == 3 and count == 1 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 0
    return 0


def _only_orientation(turned: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


# --- PNG -----------------------------------------------------------------------------------------------------------


def clean_png(data: bytes) -> Content:
    """Return a PNG of its picture's chunks only, each with its sum checked.

    Raises:
        FileRefused: it is cut off, its sums are wrong, or it holds too many pixels.
    """
    out, at = [_PNG], 8
    names: list[bytes] = []
    while not names or names[-1] != b"IEND":
        if at + 12 > len(data):
            raise _broken("PNG")
        length, name = struct.unpack_from(">I4s", data, at)
        body, sum_ = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(sum_) != 4 or zlib.crc32(name + body) != int.from_bytes(sum_, "big"):
            raise _broken("PNG")
        if not names and (name != b"IHDR" or length != 13):
            raise _broken("PNG")
        if name == b"IHDR":
            _measured(*struct.unpack_from(">II", body))
        elif name[:1].isupper() and name not in _PNG_KEPT:
            raise _broken("PNG")  # a part without which the picture can't be read, and we don't know it
        if name in _PNG_KEPT:
            out.append(data[at : at + 12 + length])
        names.append(name)
        at += 12 + length
    if b"IDAT" not in names:
        raise _broken("PNG")
    return Content(IMAGE, "image/png", "png", b"".join(out))


# --- WebP ----------------------------------------------------------------------------------------------------------


def clean_webp(data: bytes) -> Content:
    """Return a still WebP without EXIF and XMP.

    Raises:
        FileRefused: it is cut off, moves, or holds too many pixels.
    """
    whole, at, chunks = 8 + int.from_bytes(data[4:8], "little"), 12, []
    if whole > len(data) + (len(data) & 1):
        raise _broken("WebP")
    while at + 8 <= min(whole, len(data)):
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise _broken("WebP")
        if name == b"ANMF":
            raise FileRefused("会动的图片收不了，请拍一张照片。")
        if name == b"VP8X":
            if length != 10:
                raise _broken("WebP")
            body = bytes([body[0] & ~0x0C]) + body[1:]  # neither EXIF nor XMP follows
            _measured(int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
        elif name == b"VP8 " and len(body) >= 10:
            _measured(int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
        elif name == b"VP8L" and len(body) >= 5:
            bits = int.from_bytes(body[1:5], "little")
            _measured((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        if name in _WEBP_KEPT:
            chunks.append(name + struct.pack("<I", length) + body + b"\0" * (length & 1))
        at += 8 + length + (length & 1)
    if not any(chunk[:4] in (b"VP8 ", b"VP8L") for chunk in chunks):
        raise _broken("WebP")
    inner = b"WEBP" + b"".join(chunks)
    return Content(IMAGE, "image/webp", "webp", b"RIFF" + struct.pack("<I", len(inner)) + inner)

"""Small photos, scans and voice notes made byte by byte, good ones and bad ones."""

import struct
import zlib
from typing import Any

GPS = b"GPSLatitude 41.12 GPSLongitude 122.07"


def segment(mark: int, body: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int = 6) -> bytes:
    """EXIF with the orientation, and with the place behind it."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turned, 0, 0)
    return b"Exif\0\0" + tiff + GPS


def jpeg(*more: bytes, behind: bytes = b"", width: int = 16, height: int = 16) -> bytes:
    """A baseline JPEG whose coded data hold stuffed bytes and a restart mark, as real ones do."""
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc")
        + b"".join(more)
        + segment(0xDB, bytes(65))
        + segment(0xC0, size)
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\xff\x00\x34\xff\xd0\x56"
        + b"\xff\xd9"
        + behind
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*more: bytes, behind: bytes = b"", width: int = 1, height: int = 1) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + behind


def riff(kind: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    inner = kind + b"".join(n + struct.pack("<I", len(b)) + b + b"\0" * (len(b) & 1) for n, b in chunks)
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def webp() -> bytes:
    """An extended WebP with EXIF and XMP behind the picture."""
    picture = b"\x2f" + struct.pack("<I", 3 | 3 << 14) + b"\0\0"
    head = bytes([0x0C, 0, 0, 0, 3, 0, 0, 3, 0, 0])
    return riff(b"WEBP", (b"VP8X", head), (b"VP8L", picture), (b"EXIF", exif()), (b"XMP ", b"<x>" + GPS))


def wav() -> bytes:
    format_ = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    return riff(b"WAVE", (b"fmt ", format_), (b"LIST", b"INFO" + GPS), (b"data", bytes(100)))


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def mp4(handler: bytes = b"soun") -> bytes:
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", track + box(b"udta", b"\xa9xyz" + GPS)) + box(b"mdat", b"sound")


def mp3() -> bytes:
    """An ID3 tag, two frames of MPEG 1 layer 3 at 128 kbit/s and 44.1 kHz, an old tag at the end."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    tag = b"ID3\x04\0\0" + bytes([0, 0, 0, len(GPS)]) + GPS
    return tag + frame + frame + b"TAG" + GPS + bytes(125 - len(GPS))


def webm(codec: bytes = b"A_OPUS") -> bytes:
    return b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + codec + b"sound"


def ogg() -> bytes:
    return b"OggS\0\x02" + bytes(22) + b"OpusHead" + bytes(11)


def pdf(inner: bytes = b"", behind: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n" + inner + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n" + behind
    )


def stream(told: bytes, body: bytes) -> bytes:
    return b"4 0 obj<<" + told + b"/Length %d>>stream\n" % len(body) + body + b"\nendstream endobj\n"


def folded(body: bytes, told: bytes = b"/Type/ObjStm/Filter/FlateDecode") -> bytes:
    return stream(told, zlib.compress(body))


def upload(data: bytes, name: str = "照片.jpg") -> Any:
    """A file as a form gets it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def a_person(owner: Any, **more: Any) -> Any:
    """A certificate holder who lives where the owner is."""
    from tests.access.people_objects import a_person as make

    return make(owner, **more)

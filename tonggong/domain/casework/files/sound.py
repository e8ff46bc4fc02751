"""Voice notes as phones and browsers record them; what they tell of place and owner is taken out where it can lie.

Sources: RFC 8794 (EBML), RFC 3533 (Ogg), ISO 14496-12 (boxes), ID3v2.4, RIFF/WAVE.
"""

import struct
from collections.abc import Iterator

from tonggong.domain.casework.files.content import AUDIO, Content, FileRefused

_BRANDS = (
    b"M4A ",
    b"M4B ",
    b"mp41",
    b"mp42",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"3gp4",
    b"3gp5",
    b"3gp6",
    b"dash",
)
_OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_WAV_KEPT = (b"fmt ", b"fact", b"data")
_INSIDE = (b"moov", b"trak", b"mdia")  # boxes that hold boxes, as far as we look


def _broken() -> FileRefused:
    return FileRefused("这段录音不完整，放不出来。请重新录。")


def is_webm(data: bytes) -> bool:
    """Say whether it begins as EBML."""
    return data[:4] == b"\x1a\x45\xdf\xa3"


def is_ogg(data: bytes) -> bool:
    """Say whether it begins as an Ogg page."""
    return data[:5] == b"OggS\0"


def is_wav(data: bytes) -> bool:
    """Say whether it begins as a WAVE."""
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def is_mp4(data: bytes) -> bool:
    """Say whether it begins as an MP4 of a brand that phones record sound in."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def is_mp3(data: bytes) -> bool:
    """Say whether it begins with an ID3 tag or as two frames of MPEG sound in a row."""
    at = _behind_id3(data) if data[:3] == b"ID3" else 0
    return _frame(data, at) > 0 and _frame(data, at + _frame(data, at)) > 0


def checked_webm(data: bytes) -> Content:
    """Return a WebM of sound alone. Raises FileRefused where it is another EBML or holds pictures."""
    if b"webm" not in data[:64]:
        raise _broken()
    if any(codec in data[:4096] for codec in (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")):
        raise FileRefused("视频收不了，只收录音。")
    if not any(codec in data[:4096] for codec in (b"A_OPUS", b"A_VORBIS")):
        raise _broken()
    return Content(AUDIO, "audio/webm", "webm", data)


def checked_ogg(data: bytes) -> Content:
    """Return an Ogg of sound. Raises FileRefused where its first page names no codec of sound."""
    if not any(data[28:].startswith(codec) for codec in _OGG_CODECS):
        raise _broken()
    return Content(AUDIO, "audio/ogg", "ogg", data)


def clean_wav(data: bytes) -> Content:
    """Return a WAVE of its sound alone. Raises FileRefused where it holds none."""
    at, kept = 12, []
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if name in _WAV_KEPT:
            kept.append(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1))
        at += 8 + length + (length & 1)
    if [chunk[:4] for chunk in kept][:1] != [b"fmt "] or not any(c[:4] == b"data" and len(c) > 8 for c in kept):
        raise _broken()
    inner = b"WAVE" + b"".join(kept)
    return Content(AUDIO, "audio/wav", "wav", b"RIFF" + struct.pack("<I", len(inner)) + inner)


def clean_mp4(data: bytes) -> Content:
    """Return an MP4 of sound, its notes (place, device, title) blanked where they lie so that nothing else moves.

    Raises:
        FileRefused: it holds pictures, or no sound.
    """
    out, handlers = bytearray(data), set()
    for name, start, end, head in _boxes(data, 0, len(data)):
        if name in (b"udta", b"meta", b"uuid"):
            out[start + 4 : start + 8] = b"free"
            out[start + head : end] = bytes(end - start - head)
        elif name == b"hdlr":
            handlers.add(data[start + head + 8 : start + head + 12])
    if b"vide" in handlers:
        raise FileRefused("视频收不了，只收录音。")
    if b"soun" not in handlers:
        raise _broken()
    return Content(AUDIO, "audio/mp4", "m4a", bytes(out))


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1 and at + 16 <= end:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        size = size or end - at
        if size < head or at + size > end:
            raise _broken()
        yield name, at, at + size, head
        if name in _INSIDE:
            yield from _boxes(data, at + head, at + size)
        at += size


def clean_mp3(data: bytes) -> Content:
    """Return an MP3 without its tags."""
    start = _behind_id3(data) if data[:3] == b"ID3" else 0
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    return Content(AUDIO, "audio/mpeg", "mp3", data[start:end])


def _behind_id3(data: bytes) -> int:
    if len(data) < 10 or any(byte & 0x80 for byte in data[6:10]):
        return 0
    length = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    return 10 + length + (10 if data[5] & 0x10 else 0)


_KBPS = {
    (3, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _frame(data: bytes, at: int) -> int:
    """Return how many bytes the frame of MPEG sound at a place takes, 0 where there is none."""
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer = head >> 19 & 3, head >> 17 & 3
    rate, hertz = head >> 12 & 15, head >> 10 & 3
    if at + 4 > len(data) or head >> 21 != 0x7FF or version == 1 or layer == 0 or rate in (0, 15) or hertz == 3:
        return 0
    bits = _KBPS[3 if version == 3 else 2, layer][rate - 1] * 1000
    per_second, padding = _HERTZ[version][hertz], head >> 9 & 1
    if layer == 3:
        return (12 * bits // per_second + padding) * 4
    return (72 if layer == 1 and version != 3 else 144) * bits // per_second + padding

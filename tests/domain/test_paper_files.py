"""Files are what their bytes say, come out without what they tell besides, and nothing that acts gets in."""

import zlib

import pytest

from tests.domain import paper_files as made
from tonggong.domain.casework.files.cleaning import cleaned
from tonggong.domain.casework.files.content import AUDIO, IMAGE, SCAN, FileRefused
from tonggong.domain.casework.files.photos import MOST_PIXELS

GOOD = {
    "jpeg": (made.jpeg(), IMAGE, "image/jpeg"),
    "png": (made.png(), IMAGE, "image/png"),
    "webp": (made.webp(), IMAGE, "image/webp"),
    "pdf": (made.pdf(), SCAN, "application/pdf"),
    "pdf of a scanner": (made.pdf(made.stream(b"/Filter/DCTDecode", b"\xff\xd8/JS \xff\xd9")), SCAN, "application/pdf"),
    "pdf folded": (made.pdf(made.folded(b"5 0 <</Type/Page>>")), SCAN, "application/pdf"),
    "webm": (made.webm(), AUDIO, "audio/webm"),
    "ogg": (made.ogg(), AUDIO, "audio/ogg"),
    "wav": (made.wav(), AUDIO, "audio/wav"),
    "m4a": (made.mp4(), AUDIO, "audio/mp4"),
    "mp3": (made.mp3(), AUDIO, "audio/mpeg"),
}
BAD = {
    "empty": b"",
    "text": "你好".encode(),
    "html": b"<html><script>alert(1)</script>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
    "gif": b"GIF89a\x01\0\x01\0",
    "zip": b"PK\x03\x04" + bytes(40),
    "windows program": b"MZ" + bytes(60),
    "heic": made.box(b"ftyp", b"heic\0\0\0\0") + bytes(20),
    "html with a JPEG's name inside": b"<!-- \xff\xd8\xff -->",
    "jpeg cut off": made.jpeg()[:-6],
    "jpeg of marks alone": b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9",
    "jpeg of endless fill": b"\xff\xd8" + b"\xff" * 4000,
    "jpeg whose segment is longer than the file": b"\xff\xd8\xff\xe1\xff\xff" + bytes(20),
    "jpeg too large to unfold": made.jpeg(width=65500, height=65500),
    "png cut off": made.png()[:-4],
    "png with a wrong sum": made.png().replace(b"IDAT", b"IDAt"),
    "png with an unknown part it needs": made.png(made.chunk(b"EVIL", b"x")),
    "png too large to unfold": made.png(width=MOST_PIXELS, height=2),
    "png without a picture": b"\x89PNG\r\n\x1a\n" + made.chunk(b"IHDR", bytes(13)) + made.chunk(b"IEND", b""),
    "webp cut off": made.webp()[:30],
    "webp that moves": made.riff(b"WEBP", (b"ANMF", bytes(20))),
    "wav without sound": made.riff(b"WAVE", (b"fmt ", bytes(16))),
    "film as mp4": made.mp4(b"vide"),
    "film as webm": made.webm(b"V_VP9"),
    "matroska": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska",
    "pdf further on": b"GARBAGE\n" + made.pdf(),
    "pdf cut off": made.pdf()[:-8],
    "pdf with a program behind": made.pdf(behind=b"MZ" + bytes(5000)),
    "pdf with a script": made.pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"),
    "pdf with a script whose name hides": made.pdf(b"4 0 obj<</S/J#61vaScript/J#53(x)>>endobj"),
    "pdf with a script folded away": made.pdf(made.folded(b"5 0 <</S/JavaScript/JS(x)>>")),
    "pdf with a short script folded away": made.pdf(made.folded(b"5 0 <</JS(x)>>")),
    "pdf with a script in a stream that lies": made.pdf(made.stream(b"", b"endstreax <</S/JavaScript>>")),
    "pdf whose objects are folded twice": made.pdf(
        made.folded(zlib.compress(b"x"), b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]")
    ),
    "pdf whose objects can't be unfolded": made.pdf(made.stream(b"/Type/ObjStm/Filter/FlateDecode", b"nonsense")),
    "pdf whose objects are folded otherwise": made.pdf(made.stream(b"/Type/ObjStm/Filter/LZWDecode", b"nonsense")),
    "pdf that launches": made.pdf(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj"),
    "pdf with a file in it": made.pdf(b"4 0 obj<</Type/EmbeddedFile>>endobj"),
    "pdf with a form that sends": made.pdf(b"4 0 obj<</S/SubmitForm/F(x)>>endobj"),
    "pdf that is locked": made.pdf(b"4 0 obj<</Encrypt 5 0 R>>endobj"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_known_by_its_bytes(name):
    data, family, media_type = GOOD[name]
    content = cleaned(data)

    assert (content.family, content.media_type) == (family, media_type)


@pytest.mark.parametrize("name", BAD)
def test_what_is_broken_acts_or_is_something_else_is_refused_in_plain_words(name):
    with pytest.raises(FileRefused) as refused:
        cleaned(BAD[name])

    assert str(refused.value).endswith("。")


@pytest.mark.parametrize("data", [
    made.jpeg(made.segment(0xE1, made.exif()), made.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + made.GPS)),
    made.jpeg(made.segment(0xFE, made.GPS), made.segment(0xE2, b"MPF\0" + made.GPS), made.segment(0xED, made.GPS)),
    made.jpeg(behind=b"\xff\xd8" + made.segment(0xE1, made.exif())),
    made.png(made.chunk(b"eXIf", made.exif()), made.chunk(b"tEXt", b"Location\0" + made.GPS), behind=made.GPS),
    made.webp(), made.wav(), made.mp4(), made.mp3(),
])  # fmt: skip
def test_the_place_where_it_was_taken_is_gone(data):
    assert made.GPS in data
    assert made.GPS not in cleaned(data).data


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stays_the_right_way_up(turned):
    from tonggong.domain.casework.files.photos import _orientation, _segments

    data = cleaned(made.jpeg(made.segment(0xE1, made.exif(turned)))).data
    said = [_orientation(segment[4:]) for mark, segment, _scan in _segments(data) if mark == 0xE1]

    assert said == ([turned] if turned != 1 else [])


def test_the_picture_itself_is_untouched():
    assert b"\x12\xff\x00\x34\xff\xd0\x56" in cleaned(made.jpeg()).data
    assert cleaned(made.png()).data == made.png()


def test_what_is_hung_behind_a_picture_is_cut_off():
    for data in (made.jpeg(behind=b"PK\x03\x04evil"), made.png(behind=b"<script>evil")):
        assert b"evil" not in cleaned(data).data


@pytest.mark.parametrize("name", [n for n, (_d, family, _m) in GOOD.items() if family != SCAN])
def test_cleaning_twice_changes_nothing(name):
    once = cleaned(GOOD[name][0]).data

    assert cleaned(once).data == once


def test_a_bomb_is_refused_without_being_unfolded(monkeypatch):
    from tonggong.domain.casework.files import scans

    monkeypatch.setattr(scans, "MOST_UNFOLDED", 1000)
    with pytest.raises(FileRefused, match="展开后太大"):
        cleaned(made.pdf(made.folded(bytes(100_000), b"/Filter/FlateDecode")))

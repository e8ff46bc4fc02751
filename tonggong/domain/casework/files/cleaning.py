"""The one way in: whatever somebody sends is known by its bytes, and comes out clean or not at all."""

from collections.abc import Callable

from tonggong.domain.casework.files import photos, scans, sound
from tonggong.domain.casework.files.content import Content, FileRefused

Kinds = tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Content]], ...]
_KINDS: Kinds = (
    (photos.is_jpeg, photos.clean_jpeg),
    (photos.is_png, photos.clean_png),
    (photos.is_webp, photos.clean_webp),
    (scans.is_pdf, scans.checked_pdf),
    (sound.is_webm, sound.checked_webm),
    (sound.is_ogg, sound.checked_ogg),
    (sound.is_wav, sound.clean_wav),
    (sound.is_mp4, sound.clean_mp4),
    (sound.is_mp3, sound.clean_mp3),
)


def cleaned(data: bytes) -> Content:
    """Say what a file is and return it without what it tells besides.

    Raises:
        FileRefused: it is empty, of a kind that is not taken, broken, or holds something that acts by itself.
    """
    if not data:
        raise FileRefused("这个文件是空的，请重新选。")
    for is_it, clean in _KINDS:
        if is_it(data):
            return clean(data)
    raise FileRefused("这种文件收不了。请用照片（JPG、PNG、WebP）、PDF，或者录音。")

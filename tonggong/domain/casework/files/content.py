"""What a file is, by its bytes alone: neither its name nor what a browser says of it is believed.

Photos are written anew from the parts that make the picture, so that place, time and device (EXIF, XMP, comments) and
anything hung behind the picture are gone. Nothing is decoded here: a picture is taken apart at its marks only.
"""

from dataclasses import dataclass

IMAGE, SCAN, AUDIO = "image", "scan", "audio"


class FileRefused(ValueError):
    """A file is not taken; the message says in plain words what is wrong and what helps."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it may be kept.

    Args:
        family: IMAGE, SCAN (a PDF) or AUDIO.
        media_type: what it really is, as "image/jpeg".
        suffix: of a file's name, as "jpg".
        data: the cleaned bytes.
    """

    family: str
    media_type: str
    suffix: str
    data: bytes

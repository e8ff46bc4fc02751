"""An upload between its preview and its sender's yes: sealed in the vault, swept away an hour later if nobody says yes."""

import json

from tonggong.base.accounts.who import Who
from tonggong.base.intake import vault
from tonggong.base.intake.services.report import NotKept

_MARK = b"\0upload\0"
_GONE = "上传的文件只替您留一个小时，请重新选文件。什么都没有改变。"


class UploadGone(Exception):
    """The upload was somebody else's, or is no longer kept."""


def keep_upload(who: Who, name: str, content: bytes) -> str:
    """Seal an upload and return the word by which its sender, and nobody else, gets it back.

    Raises:
        NotKept: the disk is full or read-only.
    """
    head = json.dumps({"user": who.user_id, "name": name}).encode()
    try:
        return vault.put_bytes(head + _MARK + content)
    except OSError as error:
        raise NotKept(f"写不进去（{error.strerror or '磁盘出错'}）。请检查磁盘空间和目录权限，然后重送。") from None


def kept_upload(who: Who, word: str) -> tuple[str, bytes]:
    """Return name and content of an upload. Raises UploadGone."""
    try:
        head, mark, content = vault.get_bytes(word).partition(_MARK)
    except FileNotFoundError:
        raise UploadGone(_GONE) from None
    said = json.loads(head) if mark else {}
    if not mark or said["user"] != who.user_id:
        raise UploadGone(_GONE)
    return said["name"], content

"""What can go wrong outside a command's own subject, in words."""

import errno
from pathlib import Path

from django.db import OperationalError, ProgrammingError

from tonggong.base.changes import LedgerMoved
from tonggong.base.home import home
from tonggong.base.installation.services import WrongInstallation
from tonggong.base.privacy import SealBroken
from tonggong.base.privacy.keys import KeyMissing

_WHY = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "没有写入的权限",
    errno.EROFS: "这里只能读",
    errno.ENOSPC: "磁盘满了",
}


def not_written(out: Path, failed: OSError) -> str:
    """Say in Chinese why a result could not be written, and what to do."""
    why = _WHY.get(failed.errno or 0, failed.strerror or "原因不明")
    return f"写不进 {out}：{why}。请换一个位置再试。"


def in_words(problem: Exception) -> str | None:
    """Say in Chinese what went wrong; None for what is a defect of ours and must be seen whole."""
    if isinstance(problem, KeyMissing | WrongInstallation):
        return str(problem)
    if isinstance(problem, SealBroken):
        return "密存的内容打不开：主密钥不对，或者内容被改动过。请检查 TONGGONG_KEY_FILE。"
    if isinstance(problem, LedgerMoved):
        return "别人正在改台账，试了几次都没有空档。什么都没有改，请稍后再试。"
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EROFS, errno.EACCES):
        return f"磁盘写不进去（{problem.strerror}）。什么都没有改，请腾出空间或检查权限后再试。"
    if isinstance(problem, OperationalError | ProgrammingError):
        text = str(problem)
        if "no such table" in text or "does not exist" in text:
            return "这里还没有建库。先运行 tonggong load-city 或 tonggong init。"
        if "locked" in text:
            return "数据库正忙。什么都没有改，请稍后再试。"
        if "unable to open" in text and not home().exists():
            return f"{home()} 里还没有安装。先运行 tonggong load-city（演练）或 tonggong init（正式）。"
        if "unable to open" in text or "connect" in text:
            return "连不上数据库。请检查 TONGGONG_HOME 和 DATABASE_URL。"
    return None

"""Handing out stored papers and made documents: nothing in them may act on our pages, and nothing stays in a cache."""

from urllib.parse import quote

from django.http import HttpResponse

SUFFIXES = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf", "audio/webm": "webm",
    "audio/ogg": "ogg", "audio/wav": "wav", "audio/mp4": "m4a", "audio/mpeg": "mp3",
}  # fmt: skip
INLINE = tuple(kind for kind in SUFFIXES if kind.startswith(("image/", "audio/")))


def shown_safely(data: bytes, media_type: str, title: str) -> HttpResponse:
    """Answer with a stored paper: photos and sound are shown, everything else is only saved; all of it in a sandbox."""
    known = media_type if media_type in SUFFIXES else "application/octet-stream"
    suffix = SUFFIXES.get(known, "bin")
    name = title if title.lower().endswith(f".{suffix}") else f"{title}.{suffix}"
    answer = download(data, known, name, is_shown=known in INLINE)
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'"
    )
    return answer


def download(data: bytes, media_type: str, name: str, *, is_shown: bool = False) -> HttpResponse:
    """Answer with a document under a name that may be Chinese."""
    answer = HttpResponse(data, content_type=media_type)
    how, plain = "inline" if is_shown else "attachment", f"paper.{name.rsplit('.', 1)[-1]}"
    answer["Content-Disposition"] = f"{how}; filename={plain}; filename*=UTF-8''{quote(name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer

"""Mark what differs between two texts, so that an eye finds it and a greyscale print still shows it."""

from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts as HTML: characters only in `before` in <del>, characters only in `after` in <ins>.

    Texts with nothing in common come back without marks: everything would be marked, which says nothing.
    """
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    if not any(kind == "equal" for kind, *_ in steps):
        return format_html("{}", before), format_html("{}", after)
    left = [("del" if kind != "equal" else "", before[a:b]) for kind, a, b, _, _ in steps if b > a]
    right = [("ins" if kind != "equal" else "", after[c:d]) for kind, _, _, c, d in steps if d > c]
    return _joined(left), _joined(right)


def _joined(pieces: list[tuple[str, str]]) -> SafeString:
    """Write the pieces, each said aloud too: a screen reader passes over <del> and <ins> in silence."""
    spoken = {"del": "（少）", "ins": "（多）"}
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<{0}><span class='vh'>{1}</span>{2}</{0}>", mark, spoken[mark], text) if mark else text,)
            for mark, text in pieces
        ),
    )

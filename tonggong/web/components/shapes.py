"""The shapes that stand beside words, and the icons of the frame: drawn here, used everywhere, no font needed."""

from django.utils.safestring import SafeString, mark_safe

_SHAPES = {
    "check": '<path class="hollow" d="M1.5 6.5 4.7 9.7 10.5 2.5" stroke-width="2.4"/>',
    "up": '<path d="M6 2 11 10.5H1z"/>',
    "down": '<path d="M6 10 1 1.5h10z"/>',
    "half": '<circle class="hollow" cx="6" cy="6" r="4.7" stroke-width="1.8"/><path stroke="none" d="M6 1.3a4.7 4.7 0 0 1 0 9.4z"/>',
    "diamond": '<path d="M6 .8 11.2 6 6 11.2.8 6z"/>',
    "ring": '<circle class="hollow" cx="6" cy="6" r="4.3" stroke-width="2.2"/>',
    "disc": '<circle cx="6" cy="6" r="4.6"/>',
    "bang": '<path stroke="none" d="M4.7.5h2.6L7 7.6H5zM6 8.8a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z"/>',
}
# kind -> (shape, colour class); the words are the page's own
KINDS = {
    "done": ("check", "reed"),
    "fast": ("up", "reed"),
    "slow": ("down", "grain"),
    "running": ("half", "crane"),
    "due": ("half", "grain"),
    "overdue": ("diamond", "seal-red"),
    "refused": ("diamond", "seal-red"),
    "error": ("bang", "seal-red"),
    "waiting": ("ring", "waiting"),
    "info": ("disc", "crane"),
    "warn": ("bang", "grain"),
}
_ICONS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "progress": '<path d="M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6"/>',
    "month": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 15l2.5 2.5L16 13"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1-4.5 4-6 7.500-6s6.500 1.500 7.500 6"/>',
    "employer": '<path d="M5 20.500V4h9v16.500M14 9h5v11.500M3 20.500h18M8 8h3M8 12h3M8 16h3"/>',
    "exchange": '<path d="M4 8h14m-4-4 4 4-4 4M20 16H6m4 4-4-4 4-4"/>',
    "decide": '<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.500 6h5zM19 7l-2.500 6h5z"/>',
    "task": '<path d="M5 4h14v16H5zM9 9h6M9 13h6M9 17h3"/>',
    "paper": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "mine": '<path d="M5 4h14v16H5zM9 9h6M9 13h6M9 17h3"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "letters": '<path d="m3 19 4.500-12L12 19M4.500 15h6M14 19l3.500-9 3.500 9M15.200 16h4.600"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "home": '<path d="m3 11 9-7 9 7M6 9.500V20h12V9.500"/>',
    "log": '<path d="M12 7v5l3.500 2"/><circle cx="12" cy="12" r="8.500"/>',
}


def shape(name: str) -> SafeString:
    """Return a small shape; it is decoration, the word beside it carries the meaning."""
    return mark_safe(
        f'<svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{_SHAPES[name]}</svg>'
    )


def icon(name: str) -> SafeString:
    """Return a line icon of 24 units; always beside a word or inside a named control."""
    return mark_safe(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true" focusable="false">{_ICONS[name]}</svg>'
    )

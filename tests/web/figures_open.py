"""Opens every figure of a page that leads to rows, and holds the number shown against the rows that it opens."""

import re
from html import unescape

BODY = re.compile(r"<tbody>.*?</tbody>|<ul class=\"columns names\">.*?</ul>", re.S)
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']*)'>([\d,]+)<span class='vh'>(.*?)，看明细</span>", re.S)


def rows_behind(client, address):
    """The rows of a list, from its first page to its last, by their words: none stands twice."""
    found = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        for body in BODY.findall(page[page.index("<main") : page.index("</main>")]):
            found += re.findall(r"<(?:tr|li)\b[^>]*>(.*?)</(?:tr|li)>", body, re.S)
        onward = re.search(r'<a class="button" rel="next" href="([^"]+)"', page)
        address = unescape(onward[1]) if onward else ""
    return found


def figures_of(client, page, within=""):
    """The figures of a page by what they count: {words: (number, address)}; only those whose address holds some words."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    found = {}
    for address, number, words in FIGURE.findall(answer.content.decode()):
        if within in address:
            found[words.strip().partition("，")[2]] = (int(number.replace(",", "")), unescape(address))
    return found


def opened(client, page, within=""):
    """What the figures of a page count, each held against the rows that it opens."""
    found = figures_of(client, page, within)
    assert found, f"{page} shows no figure that opens rows"
    for words, (number, address) in found.items():
        assert len(rows_behind(client, address)) == number, f"{words}: {address}"
    return {words: number for words, (number, _) in found.items()}

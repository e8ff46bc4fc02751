"""Numbers as they are read out: whatever is printed can be put into a pocket calculator and gives what was reckoned."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
_PLACES = Decimal("0.0001")


def plain(number: Decimal) -> str:
    """A number of persons or times: half-up to four decimals, no idle zeros, no exponent."""
    text = str(number)
    if text.isdigit():  # most are whole
        return text
    return _bare(number.quantize(_PLACES, ROUND_HALF_UP))


def exact(number: Decimal) -> str:
    """A number in full, without idle zeros."""
    return _bare(number)


def money(yuan: Decimal) -> str:
    """An amount as "43,200.00"; one that has more than fen is shown in full, for it is reckoned with in full."""
    text = str(yuan)
    size = len(text)
    # The common amounts by hand: a levy's sentences are written a million times, and formatting is most of their time.
    if text[-3:-2] == "." and size <= 9 and text[0] != "-":
        return text if size <= 6 else f"{text[:-6]},{text[-6:]}"
    shown = yuan.quantize(FEN, ROUND_HALF_UP)
    return f"{shown:,}" if shown == yuan else f"{yuan.normalize():,f}"


def percent_of(share: Decimal) -> str:
    """A share of policy as "1.5%", in full."""
    return f"{exact(share * 100)}%"


def percent_reached(part: Decimal, whole: Decimal) -> str:
    """A share that is measured against a limit: cut off after four decimals, so that 0.99999% never reads as 1%."""
    return f"{_bare((part * 100 / whole).quantize(_PLACES, ROUND_DOWN)) if whole else '0'}%"


def is_short(number: Decimal) -> bool:
    """Whether `plain` shows a number in full."""
    return number.quantize(_PLACES, ROUND_HALF_UP) == number


def _bare(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

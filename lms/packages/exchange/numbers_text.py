"""Numbers as files of other systems write them."""

import re
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"[-+]?(?:\d{1,18}(?:[.,]\d{0,15})?|[.,]\d{1,15})(?:[eE][-+]?\d{1,2})?")
_BIGGEST = Decimal(10) ** 18
_MOST_DECIMALS = 30


def read_decimal(text: str) -> Decimal | None:
    """A number, its decimals after a point or a comma; None when it is none, or larger than any we keep."""
    plain = text.strip().replace("\u2212", "-").replace("\xa0", "").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    return number if abs(number) <= _BIGGEST and int(number.as_tuple().exponent) > -_MOST_DECIMALS else None


def plain_decimal(number: Decimal) -> str:
    """Without an exponent and without zeros at the end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""How the ledger's whole numbers are written: hundredths, ten-thousandths and months."""

from __future__ import annotations

from matcher.model import FULL_CREDIT

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def points_text(hundredths: int) -> str:
    """Points with two decimals.

    Examples
    --------
    >>> points_text(1250), points_text(7)
    ('12.50', '0.07')
    """
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def points_number(hundredths: int) -> float:
    """The same as a number, for JSON; the hundredths beside it are exact."""
    return hundredths / 100


def signed_points(hundredths: int) -> str:
    """A difference of points with its sign.

    Examples
    --------
    >>> signed_points(320), signed_points(-7)
    ('+3.20', '−0.07')
    """
    return f"{'+' if hundredths >= 0 else '−'}{points_text(abs(hundredths))}"


def share_text(share: float) -> str:
    """A share, 0 … 1, as a whole percentage; only all and nothing are 100 and 0.

    Examples
    --------
    >>> share_text(0.934), share_text(0.9996), share_text(0.0004), share_text(1.0)
    ('93 %', 'over 99 %', 'under 1 %', '100 %')
    """
    percent = round(share * 100)
    if percent == 100 and share < 1:
        return "over 99 %"
    if percent == 0 and share > 0:
        return "under 1 %"
    return f"{percent} %"


def credit_text(credit: int) -> str:
    """Credit in ten-thousandths as a percentage.

    Examples
    --------
    >>> credit_text(10_000), credit_text(6500), credit_text(833)
    ('100 %', '65 %', '8.33 %')
    """
    return f"{credit * 100 / FULL_CREDIT:.2f}".rstrip("0").rstrip(".") + " %"


def duration_text(months: int) -> str:
    """Months as years and months.

    Examples
    --------
    >>> duration_text(38), duration_text(12), duration_text(0)
    ('3 years 2 months', '1 year', '0 months')
    """
    years, rest = divmod(months, 12)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"),) if n]
    if rest or not years:
        parts.append(f"{rest} month{'' if rest == 1 else 's'}")
    return " ".join(parts)


def years_text(years: float) -> str:
    """Years asked, without a needless decimal.

    Examples
    --------
    >>> years_text(5.0), years_text(1.5)
    ('5', '1.5')
    """
    return f"{years:g}"


def month_words(month: str) -> str:
    """``YYYY-MM`` as a reader writes it.

    Examples
    --------
    >>> month_words("2024-05")
    'May 2024'
    """
    return f"{_MONTHS[int(month[5:7]) - 1]} {month[:4]}"

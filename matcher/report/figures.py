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

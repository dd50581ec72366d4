"""An audit as DataFrames, for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.audit.words import crossed_name, group_name

if TYPE_CHECKING:
    from pandas import DataFrame

    from matcher.audit.impact import ImpactAudit

_RATES = ("job", "measure", "of", "group")
_DRIVERS = ("job", "measure", "of", "without", "requirement")


def rates_frame(audit: ImpactAudit, *, by_job: bool = False) -> DataFrame:
    """The rates of all groups, a row each.

    Parameters
    ----------
    audit : ImpactAudit
        The figures.
    by_job : bool
        Whether of each job by itself; else of all together.

    Returns
    -------
    DataFrame
        Under ``job`` (with ``by_job``), ``measure``, ``of`` and ``group``: ``applied``, ``chosen``,
        ``rate``, impact ``ratio`` (missing for groups under 2 %), its 95 % interval ``low`` and
        ``high``, Fisher's ``p``, and whether selections are too ``few`` to tell much.
    """
    import pandas as pd

    rows = [
        {
            "job": found.job,
            "measure": found.measure.id,
            "of": crossed_name(found.table.attributes),
            "group": group_name(row.group),
            "applied": row.applied,
            "chosen": row.chosen,
            "rate": row.rate,
            "ratio": row.ratio,
            "low": row.ratio_interval.low if row.ratio_interval else None,
            "high": row.ratio_interval.high if row.ratio_interval else None,
            "p": row.p_value,
            "few": row.few,
        }
        for found in (audit.of_each_job if by_job else audit.tables)
        for row in found.table.rows
    ]
    columns = [*_RATES, "applied", "chosen", "rate", "ratio", "low", "high", "p", "few"]
    frame = pd.DataFrame(rows, columns=columns)
    numbers = ["ratio", "low", "high", "p"]
    frame = frame.astype(dict.fromkeys(numbers, float))
    index = list(_RATES if by_job else _RATES[1:])
    return frame.drop(columns=[] if by_job else ["job"]).set_index(index)


def drivers_frame(audit: ImpactAudit) -> DataFrame:
    """What the lowest ratio of each job would be without each requirement and gate.

    Returns
    -------
    DataFrame
        Under ``job``, ``measure``, ``of``, ``without`` and ``requirement``, what lifts most first:
        ``worth`` in points, ``met``, a share by group, ``lowest`` as it is, ``lowest_without`` and
        ``lift``.
    """
    import pandas as pd

    rows = [
        {
            "job": driver.job,
            "measure": driver.measure,
            "of": crossed_name(driver.attributes),
            "without": str(driver.part),
            "requirement": driver.requirement.label,
            "worth": driver.requirement.worth / 100,
            "met": {group_name(each.group): round(each.share, 2) for each in driver.shares},
            "lowest": driver.lowest,
            "lowest_without": driver.lowest_without,
            "lift": driver.lift,
        }
        for driver in audit.drivers
    ]
    columns = [*_DRIVERS, "worth", "met", "lowest", "lowest_without", "lift"]
    return pd.DataFrame(rows, columns=columns).set_index(list(_DRIVERS))

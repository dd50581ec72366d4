"""What is published with the figures of an audit, and the whole of it as plain data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher import __version__
from matcher.audit.drivers import Driver
from matcher.audit.impact import ImpactAudit, Measured
from matcher.audit.rates import GroupRate, Interval
from matcher.audit.words import (
    HEADING,
    METHOD,
    NO_AUDIT,
    SMALL_EXPLAINED,
    SMALL_KEPT,
    TO_ENTER,
    TO_STATE,
    crossed_name,
    data_words,
    group_name,
    row_notes,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file the figures come from: what it is, its name, and ``sha256:…`` of its content."""

    role: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Document:
    """An audit's figures with what New York City's rule asks to publish beside them.

    Parameters
    ----------
    audit : ImpactAudit
        The figures.
    calculated_on : date
        The day of the calculation.
    audit_date, distribution_date : date or None
        When the independent audit took place, and when the tool came into use, where they are
        known (6 RCNY 5-303).
    explanation : str
        Where the data come from, in the user's words; may be empty.
    sources : tuple of Source
        The files that were read.
    """

    audit: ImpactAudit
    calculated_on: date
    audit_date: date | None
    distribution_date: date | None
    explanation: str
    sources: tuple[Source, ...]

    def facts(self) -> list[tuple[str, str]]:
        """Names and values of all that is said about the figures."""
        own = f"{self.explanation} " if self.explanation else ""
        return [
            ("Date of this calculation", self.calculated_on.isoformat()),
            ("Date of the independent audit", _day(self.audit_date, TO_ENTER)),
            ("Date of distribution of the tool", _day(self.distribution_date, TO_STATE)),
            ("Source and explanation of the data", own + data_words(self.audit)),
            *((each.role, f"{each.name} ({each.digest})") for each in self.sources),
            ("Categories under 2 %", self.small_words),
            ("Calculated by", f"matcher {__version__}"),
        ]

    @property
    def small_words(self) -> str:
        """What is done with categories under 2 %, and why."""
        return SMALL_KEPT if self.audit.settings.keep_small else SMALL_EXPLAINED

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        audit = self.audit
        return {
            "document": HEADING,
            "notice": NO_AUDIT,
            "date_of_calculation": self.calculated_on.isoformat(),
            "date_of_audit": self.audit_date.isoformat() if self.audit_date else None,
            "date_of_distribution": (
                self.distribution_date.isoformat() if self.distribution_date else None
            ),
            "explanation": self.explanation,
            "data": data_words(audit),
            "sources": [{"role": s.role, "name": s.name, "digest": s.digest} for s in self.sources],
            "matcher": __version__,
            "applications": audit.applications,
            "candidates": audit.candidates,
            "jobs": [{"id": job.job, "candidates": len(job.candidates)} for job in audit.jobs],
            "not_in_results": audit.others,
            "small_categories": self.small_words,
            "method": list(METHOD),
            "measures": [
                {"id": m.id, "kind": str(m.kind), "title": m.title, "rule": m.rule}
                for m in audit.measures
            ],
            "tables": [measured_dict(each) for each in audit.tables],
            "tables_by_job": [measured_dict(each) for each in audit.by_job],
            "drivers": [driver_dict(each) for each in audit.drivers],
        }


def measured_dict(found: Measured) -> dict[str, Any]:
    """One table as plain data."""
    table = found.table
    return {
        "job": found.job,
        "measure": found.measure.id,
        "kind": str(found.measure.kind),
        "attributes": list(table.attributes),
        "applied": table.applied,
        "unknown": table.unknown,
        "unknown_chosen": table.unknown_chosen,
        "left_out_by_measure": table.uncounted,
        "groups": [row_dict(row) for row in table.rows],
    }


def row_dict(row: GroupRate) -> dict[str, Any]:
    """One group's rate as plain data."""
    return {
        "group": list(row.group),
        "applied": row.applied,
        "chosen": row.chosen,
        "share_of_applications": row.share,
        "rate": row.rate,
        "rate_95": interval_list(row.rate_interval),
        "impact_ratio": number(row.ratio),
        "impact_ratio_95": interval_list(row.ratio_interval),
        "fisher_p": number(row.p_value),
        "highest": row.highest,
        "under_four_fifths": row.under_four_fifths,
        "under_2_percent": row.small,
        "few": row.few,
        "one_selection_decides": row.one_decides,
        "notes": list(row_notes(row)),
    }


def driver_dict(driver: Driver) -> dict[str, Any]:
    """What one requirement or gate does, as plain data."""
    asked = driver.requirement
    return {
        "job": driver.job,
        "measure": driver.measure,
        "attributes": list(driver.attributes),
        "without": str(driver.part),
        "requirement_id": asked.id,
        "label": asked.label,
        "level": str(asked.level),
        "worth_hundredths": asked.worth,
        "gate": str(asked.gate),
        "lowest_ratio": number(driver.lowest),
        "lowest_group": list(driver.lowest_group),
        "lowest_ratio_without": number(driver.lowest_without),
        "groups": [
            {
                "group": list(each.group),
                "applied": each.applied,
                "met": each.met,
                "share": each.share,
                "impact_ratio": number(each.ratio),
                "impact_ratio_without": number(each.ratio_without),
            }
            for each in driver.shares
        ],
    }


#: Columns of the table of figures.
COLUMNS = (
    *("part", "job", "measure", "kind", "attributes", "group", "applied", "chosen", "rate"),
    *("rate_low", "rate_high", "impact_ratio", "ratio_low", "ratio_high", "fisher_p"),
    *("under_four_fifths", "under_2_percent", "share_of_applications", "without"),
    *("requirement_id", "requirement", "ratio_without", "notes"),
)


def csv_rows(document: Document) -> list[dict[str, object]]:
    """Every figure in one table: what it is about, rates, rates of each job, drivers.

    Of a driver, ``chosen`` are those who meet the requirement or pass its gate, ``rate`` is their
    share and ``impact_ratio`` that of the shares.
    """
    rows: list[dict[str, object]] = [
        {"part": "about", "group": name, "notes": value}
        for name, value in (("Document", HEADING), ("Notice", NO_AUDIT), *document.facts())
    ]
    audit = document.audit
    for part, tables in (("rates", audit.tables), ("rates of a job", audit.by_job)):
        for found in tables:
            rows += [_rate_row(part, found, row) for row in found.table.rows]
            rows.append(_unknown_row(part, found))
    rows += [row for driver in audit.drivers for row in _driver_rows(driver)]
    return rows


def _head(part: str, job: str | None, measure: str, attributes: Sequence[str]) -> dict[str, object]:
    return {
        "part": part,
        "job": job or "",
        "measure": measure,
        "attributes": crossed_name(tuple(attributes)),
    }


def _rate_row(part: str, found: Measured, row: GroupRate) -> dict[str, object]:
    low, high = interval_list(row.ratio_interval) or (None, None)
    return _head(part, found.job, found.measure.id, found.table.attributes) | {
        "kind": str(found.measure.kind),
        "group": group_name(row.group),
        "applied": row.applied,
        "chosen": row.chosen,
        "rate": row.rate,
        "rate_low": row.rate_interval.low,
        "rate_high": row.rate_interval.high,
        "impact_ratio": number(row.ratio),
        "ratio_low": low,
        "ratio_high": high,
        "fisher_p": number(row.p_value),
        "under_four_fifths": row.under_four_fifths,
        "under_2_percent": row.small,
        "share_of_applications": row.share,
        "notes": "; ".join(row_notes(row)),
    }


def _unknown_row(part: str, found: Measured) -> dict[str, object]:
    return _head(part, found.job, found.measure.id, found.table.attributes) | {
        "kind": str(found.measure.kind),
        "group": "(unknown)",
        "applied": found.table.unknown,
        "chosen": found.table.unknown_chosen,
    }


def _driver_rows(driver: Driver) -> list[dict[str, object]]:
    return [
        _head("drivers", driver.job, driver.measure, driver.attributes)
        | {
            "group": group_name(each.group),
            "applied": each.applied,
            "chosen": each.met,
            "rate": each.share,
            "impact_ratio": number(each.ratio),
            "without": str(driver.part),
            "requirement_id": driver.requirement.id,
            "requirement": driver.requirement.label,
            "ratio_without": number(each.ratio_without),
        }
        for each in driver.shares
    ]


def number(value: float | None) -> float | None:
    """A number that JSON knows: none where it is not finite."""
    return value if value is not None and math.isfinite(value) else None


def interval_list(interval: Interval | None) -> list[float | None] | None:
    """Both ends of an interval; none at an end that cannot be worked out."""
    return None if interval is None else [number(interval.low), number(interval.high)]


def _day(day: date | None, otherwise: str) -> str:
    return otherwise if day is None else day.isoformat()

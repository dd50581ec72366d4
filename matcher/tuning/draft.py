"""A learned policy as a file: a draft with its evidence, until a person signs it off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from matcher.errors import InputError
from matcher.output import write_result
from matcher.scoring import Policy
from matcher.scoring.policy_change import overlay_of
from matcher.scoring.policy_shape import PROVENANCE
from matcher.scoring.provenance import (
    Data,
    Learning,
    PolicyStatus,
    Provenance,
    Signature,
)
from matcher.tuning.learned_words import figure_comment, impact_words, verdict

if TYPE_CHECKING:
    from matcher.tuning.learning import Learned
    from matcher.tuning.study import Study

#: The section of a file from its key to the next line that is not indented.
_BLOCK = re.compile(rf"^{PROVENANCE}:.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def draft(learned: Learned, by: str, on: date) -> Policy:
    """The learned policy with its provenance, unsigned.

    Parameters
    ----------
    learned : Learned
        What was learned.
    by : str
        Who learned it.
    on : date
        When.
    """
    study, sample = learned.study, learned.sample
    data = Data(
        grades=study.grades.digest,
        texts=_digest_of_texts(study),
        base=learned.base.digest,
        jobs=sample.jobs,
        candidates=sample.candidates,
        pairs=sample.pairs,
    )
    told = Provenance(Learning(by, on, data, learned.told))
    return learned.policy.replaced(**{PROVENANCE: msgspec.to_builtins(told)})


def draft_text(learned: Learned, by: str, on: date) -> str:
    """The draft as a file that overlays the shipped policy, each learned figure with its evidence.

    Parameters
    ----------
    learned, by, on
        As for :func:`draft`.
    """
    policy = draft(learned, by, on)
    comments = {each.name: figure_comment(each) for each in learned.figures}
    head = [
        f"Learned by matcher tune from {learned.study.grades.source}. A draft until somebody signs "
        "it (matcher sign), and again when a value is changed.",
        *verdict(learned.told),
        *impact_words(learned.impact),
    ]
    lines = [f"# {line}" for line in head]
    overlay = overlay_of(Policy.default().diff(policy))
    lines += ["", _block(policy.provenance).rstrip(), *_lines(overlay, comments)]
    return "\n".join(lines) + "\n"


def sign(path: str, by: str, on: date | None = None) -> Policy:
    """Sign a learned policy's file off: who, when, and the digest of its values.

    Whatever else stands in the file stays as it is, comments included.

    Parameters
    ----------
    path : str
        The file.
    by : str
        Who stands for it.
    on : date, optional
        When; today by default.

    Raises
    ------
    InputError
        If the policy was not learned, or the file cannot be read or written.
    ConfigError
        If the file holds mistakes.
    """
    policy = Policy.load(Path(path))
    if policy.provenance is None:
        found = "was not learned: it has no provenance, and nothing to sign off"
        raise InputError(path, found, allowed="a file that matcher tune wrote")
    signature = Signature(by, on or date.today(), policy.digest)
    told = msgspec.structs.replace(policy.provenance, signed=signature)
    text = Path(path).read_text(encoding="utf-8-sig")
    new = _BLOCK.sub(lambda _: _block(told) + "\n", text, count=1)
    signed = Policy.from_dict(yaml.safe_load(new), path)
    if signed.status is not PolicyStatus.SIGNED or signed.digest != policy.digest:
        found = f"the section {PROVENANCE} cannot be told from what stands beside it"
        raise InputError(path, found, allowed="a section of its own, as matcher tune writes it")
    write_result([new], path)
    return signed


def _digest_of_texts(study: Study) -> str:
    """Digest of the names and texts of jobs, and of the ids and texts of candidates."""
    jobs = [[each.name, each.text] for each in study.jobs]
    people = {p.candidate_id: dict(p.texts) for each in study.jobs for p in each.profiles}
    canonical = msgspec.json.encode([jobs, people], order="sorted")
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"


def _block(told: Provenance | None) -> str:
    raw = msgspec.to_builtins({PROVENANCE: told}, builtin_types=(date,))
    return str(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True))


def _lines(
    section: Mapping[str, Any], comments: Mapping[str, str], parents: tuple[str, ...] = ()
) -> Iterator[str]:
    """A section of a policy file, a line for each figure."""
    indent = "  " * len(parents)
    for key, value in section.items():
        name = ".".join((*parents, key))
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _lines(value, comments, (*parents, key))
        elif name == "years.curve":
            yield f"{indent}{key}:"
            for percent, credit in value:
                comment = comments.get(f"years.{percent}")
                yield f"{indent}- [{percent}, {credit}]" + _comment(comment)
        else:
            yield f"{indent}{key}: {_inline(value)}" + _comment(comments.get(name))


def _comment(words: str | None) -> str:
    return f"  # {words}" if words else ""


def _inline(value: Any) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.removesuffix("\n").removesuffix("...").strip()

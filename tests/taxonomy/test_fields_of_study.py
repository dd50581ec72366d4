"""Fields of study in the shipped taxonomy: what a degree in one of them also is a degree in."""

from __future__ import annotations

import pytest

from matcher.model import Relation

#: An asked field, and fields that are it.
COUNTS_FOR = {
    "chemistry": ("analytical_chemistry_techniques", "biochemistry", "polymer_chemistry"),
    "engineering_field": ("mechanical_engineering_field", "chemical_engineering_field"),
    "biology": ("marine_biology", "zoology"),
    "psychology": ("clinical_psychology_field",),
    "history_field": ("art_history_field",),
    "nursing_care": ("adult_nursing", "pediatric_nursing", "psychiatric_nursing"),
    "nursing_degree": ("bsn", "msn"),
    "stem_field": ("physics", "civil_engineering_field", "computer_science"),
    "quantitative_field": ("mathematics", "statistics", "economics_field"),
    "social_sciences": ("sociology", "social_psychology"),
    "humanities": ("philosophy", "medieval_studies"),
    "business_degree": ("accounting_degree", "marketing_degree", "mba"),
    "health_sciences": ("physical_therapy_degree", "bsn", "paramedic_science"),
    "accounting": ("accounting_degree",),
    "pharmacy_practice": ("pharmacy_degree", "pharmd"),
}
#: Subjects named like a part of another field that they are not.
APART = {
    "electronics_communication_engineering",
    "landscape_architecture_field",
    "latin_american_studies",
}


@pytest.mark.parametrize(
    ("asked", "shown"), [(a, s) for a, fields in COUNTS_FOR.items() for s in fields]
)
def test_counts_for_the_wider_field(taxonomy, asked, shown):
    way = taxonomy.ways_to_show(asked)[shown]
    assert way.relation in (Relation.NARROWER, Relation.IMPLIED)
    assert way.strength == 1


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("chemistry", "clinical_chemistry"),
        ("history_field", "archival_studies"),
        ("mechanical_engineering_field", "engineering_field"),
        ("law_degree", "law"),
    ],
)
def test_does_not_count_as_another(taxonomy, asked, shown):
    way = taxonomy.ways_to_show(asked).get(shown)
    assert way is None or way.strength < 1 or way.relation is Relation.BROADER


def test_a_field_named_after_a_wider_one_counts_for_it(taxonomy):
    """The last words of a field's name are its wider field: "Physical chemistry"."""
    fields = {s.id: s for s in taxonomy.skills.values() if s.kind == "field"}
    by_name = {field.name.casefold(): key for key, field in fields.items()}
    apart = set()
    for key, field in fields.items():
        words = field.name.casefold().removesuffix(" degree").split()
        ends = (" ".join(words[start:]) for start in range(1, len(words)))
        wider = next((by_name[end] for end in ends if end in by_name), None)
        if wider not in (None, *taxonomy.ancestors(key)):
            apart.add(key)
    assert apart <= APART

"""The questions that the encoder answers: sigmoid columns, softmax groups and token channels."""

from dataclasses import dataclass

PRODUCT_LABELS = ("disagreement", "possible_hostility", "generalization", "constructive_evidence")
EVIDENCE_FACETS = (
    "statistic", "source", "personal_experience", "example", "correction", "reasoning", "solution",
)  # fmt: skip
GENERALIZATION_FACETS = ("universal", "majority", "generic", "hedged", "negative")
UCC = (
    "hostile", "antagonize", "condescending", "dismissive", "sarcastic",
    "generalisation", "generalisation_unfair", "unhealthy",
)  # fmt: skip
C3_CONSTRUCTIVE = ("evidence", "personal_story", "specific_points", "solution", "dialogue")
SPAN_TYPES = ("insult", "profanity", "identity_attack", "threat")

# A group shares one attention query, so it can look at its own passage of the comment.
COLUMN_GROUPS: dict[str, tuple[str, ...]] = {
    "hostility": (
        "possible_hostility", "hostility.sharp", "hostility.severe",
        "ucc.hostile", "ucc.antagonize", "ucc.unhealthy",
        *(f"hostility.{kind}" for kind in SPAN_TYPES),
        "c3.toxicity", "c3.personal_attack", "cad.person", "cad.identity", "cad.affiliation",
        "iac.nasty", "edos.sexist", "context.toxicity", "surge.toxic", "goemotions.hostile",
        "cmv.removed", "sbic.group", "paradetox.rude",
    ),
    "tone": ("ucc.condescending", "ucc.dismissive", "ucc.sarcastic", "iac.sarcasm"),
    "generalization": (
        "generalization", *(f"generalization.{kind}" for kind in GENERALIZATION_FACETS),
        "ucc.generalisation", "ucc.generalisation_unfair", "edos.generalization", "stereotype",
        "genil.generalizing", "genil.promoting",
    ),
    "evidence": (
        "constructive_evidence", *(f"evidence.{kind}" for kind in EVIDENCE_FACETS),
        "c3.constructive", *(f"c3.{kind}" for kind in C3_CONSTRUCTIVE),
        "testimony", "storyarg.experience",
    ),
    "disagreement": ("disagreement", "iac.attack", "goemotions.disapproval"),
}  # fmt: skip

SOFTMAX_GROUPS: dict[str, tuple[str, ...]] = {
    "verifiability": ("unverifiable", "non_experiential", "experiential"),
    "pair": ("disagree", "neutral", "agree"),
}
# The softmax groups look where these groups look.
SOFTMAX_ATTENTION = {"verifiability": "evidence", "pair": "disagreement"}

TOKEN_CHANNELS = ("toxic", *PRODUCT_LABELS)

# Levels 2, 1 and 3 of hostility, side by side in the layout. They are ordered by construction:
# P(level 1 or above) >= P(level 2 or above) >= P(level 3).
LEVELS = ("possible_hostility", "hostility.sharp", "hostility.severe")


@dataclass(frozen=True, slots=True)
class HeadLayout:
    """Which outputs one recipe's network has, in the order of its logits."""

    columns: tuple[str, ...]
    softmax: tuple[str, ...]
    channels: tuple[str, ...]

    @property
    def logits(self) -> tuple[str, ...]:
        """Every logit's name: sigmoid columns first, then each softmax group's classes."""
        classes = (f"{g}.{c}" for g in self.softmax for c in SOFTMAX_GROUPS[g])
        return (*self.columns, *classes)

    @property
    def levels_at(self) -> int | None:
        """Where the ordered levels begin among the logits; ``None`` where one is missing."""
        if not set(LEVELS) <= set(self.columns):
            return None
        return self.columns.index(LEVELS[0])

    def softmax_slice(self, group: str) -> slice:
        """Where a softmax group's classes lie among the logits."""
        start = self.logits.index(f"{group}.{SOFTMAX_GROUPS[group][0]}")
        return slice(start, start + len(SOFTMAX_GROUPS[group]))


def group_of(column: str) -> str:
    """The attention group that a sigmoid column belongs to."""
    for group, columns in COLUMN_GROUPS.items():
        if column in columns:
            return group
    raise KeyError(f"no group holds a head called {column!r}")


def attention_groups(layout: HeadLayout) -> tuple[str, ...]:
    """The groups that have an attention query in this layout, in the order of their queries."""
    return tuple(
        group
        for group in COLUMN_GROUPS
        if any(group_of(column) == group for column in layout.columns)
        or any(SOFTMAX_ATTENTION[name] == group for name in layout.softmax)
    )


def layout_for(targets: set[str], channels: set[str]) -> HeadLayout:
    """The smallest layout that can learn the given targets."""
    columns = tuple(c for group in COLUMN_GROUPS.values() for c in group if c in targets)
    softmax = tuple(
        g for g, classes in SOFTMAX_GROUPS.items() if any(f"{g}.{c}" in targets for c in classes)
    )
    return HeadLayout(columns, softmax, tuple(c for c in TOKEN_CHANNELS if c in channels))

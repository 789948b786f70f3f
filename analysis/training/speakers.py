"""Which heads, channels and rows of a trained model speak for which label, for its manifest.

``python -m analysis.training.speakers FOLDER`` adds this to a manifest from before it held it; no
other part of the manifest changes, and the model's digest stays.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.scorers.embedded_manifest import MANIFEST, Speaker, speaker_json
from analysis.training.heads import EVIDENCE_FACETS, GENERALIZATION_FACETS

# Our facets, and the head that stands for each; see the model card for what each learned from.
_FACET_HEADS: Mapping[str, Mapping[str, str]] = {
    "disagreement": {},
    "possible_hostility": {
        "insult": "hostility.insult",
        "profanity": "hostility.profanity",
        "threat": "hostility.threat",
        "identity_attack": "hostility.identity_attack",
        "condescension": "ucc.condescending",
        "dismissal": "ucc.dismissive",
        "mockery": "ucc.sarcastic",
        "level_1": "hostility.sharp",
        "level_3": "hostility.severe",
    },
    "generalization": {key: f"generalization.{key}" for key in GENERALIZATION_FACETS},
    "constructive_evidence": {key: f"evidence.{key}" for key in EVIDENCE_FACETS},
}
# Only heads that learned from comments read under a question of ours or of their newspaper's name
# facets; the others would name far too many.
_NAMING = ("generalization.", "evidence.", "ucc.", "hostility.severe")
# Which corpus-named heads are told along with a label, and which token channels point.
_PREFIXES = {
    "disagreement": ("pair.",),
    "possible_hostility": ("hostility.", "ucc.", "c3.toxicity", "c3.personal_attack", "cad."),
    "generalization": ("generalization.", "ucc.generalisation", "edos.generalization"),
    "constructive_evidence": ("evidence.", "c3.", "verifiability.", "testimony", "storyarg."),
}
# These begin like heads of hostility and speak for another label.
_OTHERS = {"possible_hostility": ("ucc.generalisation",)}
_CHANNELS = {
    "disagreement": ("disagreement",),
    "possible_hostility": ("possible_hostility", "toxic"),
    "generalization": ("generalization",),
    "constructive_evidence": ("constructive_evidence",),
}
_ROWS = {
    "disagreement": "disagreement",
    "possible_hostility": "hostility",
    "generalization": "generalization",
    "constructive_evidence": "evidence",
}
# Facets that a model reads by its query for tone, where it has one.
_TONE = ("condescension", "dismissal", "mockery", "bad_faith")


def speakers_of(logits: Sequence[str], channels: Sequence[str]) -> dict[str, Speaker]:
    """What speaks for each label that our recipes teach, of a model's logits and channels."""
    speakers = {}
    for label, heads in _FACET_HEADS.items():
        facets = {facet: head for facet, head in heads.items() if head in logits}
        others = _OTHERS.get(label, ())
        speakers[label] = Speaker(
            facets=facets,
            named_facets=tuple(facet for facet, head in facets.items() if head.startswith(_NAMING)),
            heads=tuple(
                name
                for name in logits
                if name.startswith(_PREFIXES[label]) and not (others and name.startswith(others))
            ),
            channels=tuple(channel for channel in _CHANNELS[label] if channel in channels),
            row=_ROWS[label],
            facet_rows=dict.fromkeys(_TONE, "tone") if label == "possible_hostility" else {},
            lead=label,
        )
    return speakers


def add_to(folder: Path) -> None:
    """Write the speakers into the manifest in ``folder``, before its last part (``extra``)."""
    path = folder / MANIFEST
    raw = json.loads(path.read_text(encoding="utf-8"))
    by_label = speakers_of(raw["logits"], raw["channels"])
    speakers = {label: speaker_json(speaker) for label, speaker in by_label.items()}
    before = {key: value for key, value in raw.items() if key not in ("speakers", "extra")}
    whole = {**before, "speakers": speakers, "extra": raw.get("extra", {})}
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Add the speakers to the manifests of the folders named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    for folder in parser.parse_args().folders:
        add_to(folder)


if __name__ == "__main__":
    main()

"""One answer for a comment that is read in several windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_pieces import Floats, Piece


def joined_logits(manifest: Manifest, windows: Sequence[Floats]) -> Floats:
    """One row of logits for all windows: the strongest passage speaks, classes are averaged.

    A label holds for a comment when a passage of it carries the label; what kind of sentence or
    reply it is, is said by the whole.
    """
    if len(windows) == 1:
        return windows[0]
    table = np.stack(windows)
    out: Floats = table.max(axis=0)
    for group, classes in manifest.softmax.items():
        start = manifest.logits.index(f"{group}.{classes[0]}")
        where = slice(start, start + len(classes))
        out[where] = table[:, where].mean(axis=0)
    return out


def joined_features(
    manifest: Manifest,
    windows: Sequence[Floats],
    logits: Sequence[Floats],
    pieces: Sequence[Piece],
) -> Floats | None:
    """One table of features (group, width) for all windows; ``None`` where the model gives none.

    What a query saw is taken from the window in which its label speaks loudest, as the strongest
    passage decides the logit; the mean is over all tokens, those in two windows counting twice.
    A query whose label this model lacks is averaged like the mean.
    """
    if len(windows) <= 1:
        return windows[0] if windows else None
    lengths = np.array([len(piece.ids) for piece in pieces], dtype=np.float32)
    table = np.stack(windows)
    joined: Floats = np.tensordot(lengths / lengths.sum(), table, axes=1).astype(np.float32)
    leads = {
        row: speaker.lead
        for speaker in manifest.speakers.values()
        for row in (speaker.row, *speaker.facet_rows.values())
    }
    for row, name in enumerate(manifest.feature_groups):
        lead = leads.get(name)
        if lead in manifest.logits:
            column = manifest.logits.index(lead)
            loudest = int(np.argmax([window[column] for window in logits]))
            joined[row] = table[loudest, row]
    return joined

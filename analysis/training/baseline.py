"""Baselines that anyone could have today: TF-IDF trained on the same rows, and word lists."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from analysis.evaluation.arrays import Floats
from analysis.labels.word_lists import shipped_word_lists

_LISTS = {
    "possible_hostility": "hostility_",
    "disagreement": "disagree_",
    "generalization": "groups",
    "constructive_evidence": "evidence_",
}


def tfidf_scores(
    train_texts: Sequence[str], train_labels: Sequence[int], test_texts: Sequence[str]
) -> Floats:
    """Probabilities of each class (columns in sorted order) from words and word pairs."""
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=4.0, max_iter=500, class_weight="balanced"),
    )
    model.fit(list(train_texts), list(train_labels))
    chances: Floats = np.asarray(model.predict_proba(list(test_texts)), dtype=np.float64)
    return chances


def word_list_scores(texts: Sequence[str], label: str) -> list[float]:
    """How many entries of the label's word lists a text holds; 0 for a label without lists."""
    prefix = _LISTS.get(label)
    lists = shipped_word_lists()
    counts = []
    for text in texts:
        hits = lists.find(text.lower().replace("\u2019", "'")) if prefix else {}
        counts.append(
            float(sum(len(v) for k, v in hits.items() if prefix and k.startswith(prefix)))
        )
    return counts

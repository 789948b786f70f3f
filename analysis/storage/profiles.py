"""Published profiles, shadows, and what the site has chosen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from analysis.domain.profile import Profile, Threshold
from analysis.storage import chain
from analysis.storage.tables import ProfileTable, SettingTable


def stored_profiles(session: Session, *, shadow: bool = False) -> list[Profile]:
    """All published versions (or all shadows), newest first."""
    return [_profile(row) for row in session.scalars(_newest_first(shadow=shadow))]


def newest_profile(session: Session) -> Profile | None:
    """The latest published version; ``None`` where none was published yet."""
    row = session.scalar(_newest_first(shadow=False).limit(1))
    return None if row is None else _profile(row)


def _newest_first(*, shadow: bool) -> Select[ProfileTable]:
    statement = select(ProfileTable).where(ProfileTable.shadow == shadow)
    return statement.order_by(ProfileTable.version.desc())


def _profile(row: ProfileTable) -> Profile:
    return Profile(
        name=row.name,
        version=row.version,
        thresholds={
            label: Threshold(flag_at=flag_at, clear_below=clear_below)
            for label, (flag_at, clear_below) in row.thresholds.items()
        },
        reason=row.reason,
        author=row.author,
        created_at=row.created_at,
    )


def is_published(session: Session, name: str, version: int) -> bool:
    """Whether a version of the profile was published under this name."""
    table = ProfileTable
    statement = select(table.id).where(
        table.name == name, table.version == version, table.shadow.is_(False)
    )
    return session.scalar(statement) is not None


def add_profile(session: Session, profile: Profile, *, shadow: bool = False) -> None:
    """Add one version."""
    number = session.scalars(
        insert(ProfileTable)
        .values(
            name=profile.name,
            version=profile.version,
            shadow=shadow,
            thresholds={
                label: [threshold.flag_at, threshold.clear_below]
                for label, threshold in profile.thresholds.items()
            },
            reason=profile.reason,
            author=profile.author,
            created_at=profile.created_at,
        )
        .returning(ProfileTable.id)
    ).one()
    chain.append_stored(session, chain.Kind.PROFILE, [number])


def setting(session: Session, key: str) -> Any:
    """What the site chose under ``key``; ``None`` when it chose nothing."""
    return session.scalar(select(SettingTable.value).where(SettingTable.key == key))


def settings_named(session: Session, beginning: str) -> list[str]:
    """The keys of settings that begin so, in their order."""
    table = SettingTable
    keys = select(table.key).where(table.key.startswith(beginning, autoescape=True))
    return list(session.scalars(keys.order_by(table.key)))


def set_setting(session: Session, key: str, value: Any) -> None:
    """Choose ``value`` under ``key`` from now on; ``None`` takes the choice back."""
    if value is None:
        session.execute(delete(SettingTable).where(SettingTable.key == key))
        return
    session.merge(SettingTable(key=key, value=value))
    session.flush()

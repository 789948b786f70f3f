"""Calibrations for kinds of site: what ships, taking one in the open, and going back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from scripted import filled
from typer.testing import CliRunner

from analysis.cli.calibrate import calibrate
from analysis.combination import load_combination
from analysis.domain.audit import AuditFilter
from analysis.domain.errors import BadInput
from analysis.labels import LABEL_KEYS
from analysis.resources import seeds_dir
from analysis.services.learning import site_kinds as site_kinds_module
from analysis.services.learning.site_kinds import site_kind, site_kinds, take_site_kind
from analysis.services.site.site_pipeline import site_combination, use_shipped_combination
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.audit import oldest
from analysis.storage.database import Store

BOTH = {"rules": 0.3, "embedded-open": 0.4}
app = typer.Typer()
app.command()(calibrate)


def test_every_kind_answers_every_label_and_says_what_it_was_fitted_on():
    kinds = {kind.key: kind for kind in site_kinds()}
    assert set(kinds) == {"forum", "debate", "preselected"}
    for kind in kinds.values():
        assert set(kind.thresholds) == set(kind.combination.pools) == set(LABEL_KEYS)
        assert kind.drawn in kind.combination.provenance
        assert all("precision" in reason for reason in kind.reasons.values())


def test_only_the_fitted_sets_of_scorers_answer_otherwise_than_in_general():
    general = load_combination(seeds_dir() / "combination.json")
    picked = site_kind("preselected").combination
    rules_alone = {"rules": 0.4}
    assert picked.probability("possible_hostility", rules_alone) == general.probability(
        "possible_hostility", rules_alone
    )
    # Where readers or a filter picked the comments out, the same scores mean more.
    assert picked.probability("possible_hostility", BOTH) > general.probability(
        "possible_hostility", BOTH
    )


def test_taking_a_kind_publishes_both_its_parts_and_can_be_gone_back_from(
    store: Store, tmp_path: Path
) -> None:
    filled(store, tmp_path, {"a": "h=0.60"})
    shipped = site_combination(store)
    taken = take_site_kind(store, "forum", person="local", reason="We are a forum")
    kind = site_kind("forum")
    assert site_combination(store).pools == kind.combination.pools
    assert active_profile(store).thresholds == kind.thresholds
    assert active_profile(store).version == taken.profile.version
    with store.read() as session:
        acts = {e.action: e.detail for e in oldest(session, AuditFilter(), after=0, limit=9)}
    assert "forum" in str(acts["publish_profile"])
    assert "forum" in str(acts["publish_combination"])
    use_shipped_combination(store, person="local", reason="Back")
    assert site_combination(store) == shipped


def test_what_ends_before_both_parts_are_published_publishes_neither(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store, tmp_path, {"a": "h=0.60"})
    combination, profile = site_combination(store), active_profile(store)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(site_kinds_module, "publish_combination_in", killed)
    with pytest.raises(KeyboardInterrupt):
        take_site_kind(store, "forum", person="local", reason="We are a forum")
    assert (site_combination(store), active_profile(store)) == (combination, profile)


@pytest.mark.parametrize(
    ("key", "reason", "says"),
    [("forums", "x", "forum"), ("forum", " ", "needs a reason")],
)
def test_an_unknown_kind_and_a_missing_reason_change_nothing(
    store: Store, key: str, reason: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        take_site_kind(store, key, person="local", reason=reason)
    assert active_profile(store).version == 1


def test_the_command_shows_the_thresholds_and_publishes_only_on_request(
    store: Store, tmp_path: Path
) -> None:
    filled(store, tmp_path, {"a": "h=0.60"})
    before = active_profile(store)
    run = CliRunner().invoke(app, ["--db", store.url, "--kind", "debate"])
    assert run.exit_code == 0, run.output
    assert "Debate or deliberation: fitted on arguments" in run.output
    assert "nothing has changed" in run.output
    assert active_profile(store) == before
    run = CliRunner().invoke(
        app, ["--db", store.url, "--kind", "debate", "--publish", "--reason", "A debate site"]
    )
    assert "in use from the next run on: site-1, thresholds version" in run.output
    assert active_profile(store).thresholds == site_kind("debate").thresholds


@pytest.mark.parametrize("content", ["{", json.dumps({"title": "x"}), json.dumps([])])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=r"odd\.json: not a kind of site"):
        site_kinds(tmp_path)

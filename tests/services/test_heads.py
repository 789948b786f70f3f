"""Heads trained on a site's own judgements: from annotations to other answers, and back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from later import needs
from tiny_model import write_tiny_model

from analysis.domain.account import Role
from analysis.domain.annotation import Selection
from analysis.domain.audit import AuditFilter
from analysis.domain.errors import BadInput, NotAllowed
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.learned import ChangeKind
from analysis.services.access import accounts
from analysis.services.admin.audit_log import audit_events
from analysis.services.annotation import annotation_sets, answering
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.learning.head_targets import SMALLEST
from analysis.services.learning.heads_training import HeadsProposal, train_heads
from analysis.services.learning.judgements import judged_comments, judged_facets
from analysis.services.learning.site_heads import (
    discard_heads,
    heads_in_use,
    heads_versions,
    learned_from,
    publish_heads,
    use_heads,
    version_in_use,
)
from analysis.services.measurement.change_summaries import change_summaries
from analysis.services.site.site_pipeline import site_combination, site_pipeline
from analysis.settings import Settings
from analysis.storage.annotation_sets import items_of
from analysis.storage.database import Store, open_store

pytestmark = needs("onnx")

LABEL = "possible_hostility"
#: The shipped head knows "idiot" alone; people at this site mind "tea" too.
KINDS = ("you idiot", "nice tea", "nice study", "so wrong")
HOSTILE = ("you idiot", "nice tea")
MODEL = "embedded-research"  # the name that the combination knows
COMMENTS = 120
WITH_MODEL = Settings(_env_file=None, threads=1, model="research")  # type: ignore[call-arg]


@pytest.fixture(scope="module", autouse=True)
def _tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A model of a few words in place of the shipped ones; ``open`` gives no features."""
    folder = tmp_path_factory.mktemp("models")
    write_tiny_model(folder / "research", features=True, name=MODEL)
    write_tiny_model(folder / "open")
    with pytest.MonkeyPatch.context() as patch:
        for module in ("analysis.scorers.embedded", "analysis.services.site.pipelines"):
            patch.setattr(f"{module}.models_dir", lambda: folder)
        yield


def filled(store: Store, folder: Path, *, comments: int = COMMENTS, threads: int = 12) -> Store:
    lines = [
        {
            "id": f"c{number}",
            "thread_id": f"t{number % threads}",
            "author": f"a{number % 40}",
            "text": f"{KINDS[number // threads % len(KINDS)]} number {number}",
        }
        for number in range(comments)
    ]
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_file(store, file)
    score(store, site_pipeline(store, WITH_MODEL))
    return store


def annotated(store: Store, *, facets: bool = True, count: int = 500) -> int:
    made = annotation_sets.create_set(
        store, "Spring", labels=[LABEL], guideline="g", person="local"
    )
    annotation_sets.add_items(
        store, made.id, selection=Selection.RANDOM, count=count, person="local"
    )
    while (item := answering.next_item(store, made.id, person="ann")) is not None:
        hostile = item.comment.text.startswith(HOSTILE)
        answering.annotate(
            store,
            item.id,
            Judgement(
                label=LABEL,
                answer=Answer.YES if hostile else Answer.NO,
                facets=("bad_faith",) if facets and "tea" in item.comment.text else (),
                person="ann",
            ),
        )
    return made.id


@pytest.fixture(scope="module")
def judged_site(tmp_path_factory: pytest.TempPathFactory, _tiny_models: None) -> Path:
    """A hundred and twenty judged comments in twelve threads; made once."""
    path = tmp_path_factory.mktemp("judged") / "site.db"
    made = open_store(f"sqlite:///{path}", migrate=True)
    filled(made, path.parent)
    annotated(made)
    made.close()
    return path


@pytest.fixture
def site(judged_site: Path, tmp_path: Path) -> Iterator[Store]:
    copy = tmp_path / "site.db"
    shutil.copy(judged_site, copy)
    opened = open_store(f"sqlite:///{copy}")
    yield opened
    opened.close()


def trained(
    store: Store, *, person: str = "local", settings: Settings = WITH_MODEL
) -> HeadsProposal:
    sets = [one.id for one in annotation_sets.sets(store)]
    return train_heads(store, settings, set_ids=sets, person=person)


def published(store: Store, *, reason: str = "Tea is an insult here") -> HeadsProposal:
    found = trained(store)
    publish_heads(
        store, found.heads, found.comparison, set_ids=found.set_ids, person="local", reason=reason
    )
    return found


def scores(store: Store) -> dict[int, float]:
    return {one.comment_id: one.probability for one in judged_comments(store)}


@pytest.mark.slow
def test_what_people_mind_here_is_learned_and_the_held_out_comments_show_it(site: Store) -> None:
    found = trained(site)
    assert found.changes
    head = found.heads.head(LABEL)
    assert head is not None
    (label,) = [one for one in found.comparison.labels if not one.facet]
    assert label.gain is not None
    assert label.agrees is not None
    assert label.gain.low > 0
    assert label.before is not None
    assert label.after is not None
    assert label.after.brier.value < label.before.brier.value
    assert label.held_out + head.learned_from == COMMENTS
    assert found.comparison.unbiased
    # Whole threads of ten comments stand on either side.
    assert found.comparison.kept_whole == "thread"
    assert head.learned_from % 10 == 0


@pytest.mark.slow
def test_the_comments_that_would_move_are_named_with_what_people_say(site: Store) -> None:
    found = trained(site).comparison
    assert found.moved > 0
    assert found.movers[0].was is not found.movers[0].becomes
    ways = {(one.truth, str(one.becomes)) for one in found.movers}
    assert (1.0, "flag") in ways
    assert ways <= {(1.0, "flag"), (0.0, "clear")}


@pytest.mark.slow
def test_a_facet_with_enough_judgements_gets_a_head_of_its_own(site: Store) -> None:
    found = trained(site)
    head = found.heads.head(LABEL, "bad_faith")
    assert head is not None
    assert head.prior is not None  # the shipped model has no head for it
    facet = next(one for one in found.comparison.labels if one.facet == "bad_faith")
    assert facet.after is not None
    assert facet.after.recall.value == 1.0


@pytest.mark.slow
def test_nothing_answers_otherwise_until_heads_are_published_and_comments_labelled_anew(
    site: Store,
) -> None:
    before = scores(site)
    found = published(site)
    assert scores(site) == before
    assert heads_in_use(site) == replace(found.heads, version="heads-1")
    pipeline = site_pipeline(site, WITH_MODEL)
    (embedded,) = [s for s in pipeline.run_info().scorers if s.name == MODEL]
    assert embedded.version.endswith("+heads-1")
    report = score(site, pipeline)
    assert report.scored == 0
    assert report.older == COMMENTS
    score(site, pipeline, again=True)
    after = scores(site)
    tea = {
        one.comment_id for one in judged_comments(site) if one.truth > 0.5 > before[one.comment_id]
    }
    assert tea
    assert all(after[number] > 0.5 for number in tea)
    assert score(site, pipeline).older == 0


@pytest.mark.slow
def test_a_version_says_what_it_is_and_who_made_it_from_what(site: Store) -> None:
    found = published(site)
    (made,) = heads_versions(site)
    assert made == version_in_use(site)
    assert (made.name, made.sets, made.person) == ("heads-1", ("Spring",), "local")
    assert made.digest == found.heads.digest
    assert made.learned_from == found.comparison.learned_from
    assert made.labels == (LABEL, f"{LABEL}/bad_faith")
    (event,) = [
        e for e in audit_events(site, AuditFilter(), person="local") if e.action == "publish_heads"
    ]
    assert event.detail["version"] == "heads-1"
    assert event.detail["digest"] == made.digest
    assert learned_from(site, site_combination(site).version) == made.learned_from


@pytest.mark.slow
def test_going_back_to_the_shipped_heads_and_to_a_version_is_on_record(site: Store) -> None:
    published(site)
    assert use_heads(site, None, person="local", reason="Worse at night") == "shipped heads"
    assert heads_in_use(site) is None
    versions = [s.version for s in site_pipeline(site, WITH_MODEL).run_info().scorers]
    assert not any("heads" in version for version in versions)
    assert use_heads(site, 1, person="local", reason="Better after all") == "heads-1"
    acts = [e.action for e in audit_events(site, AuditFilter(), person="local")]
    assert acts.count("use_heads") == 2


@pytest.mark.parametrize(
    ("version", "reason", "said"),
    [(7, "why", "no trained version 7"), (None, " ", "reason"), (1, "why", "in use already")],
)
def test_going_back_to_nowhere_is_refused(
    site: Store, version: int | None, reason: str, said: str
) -> None:
    published(site)
    with pytest.raises(BadInput, match=said):
        use_heads(site, version, person="local", reason=reason)


@pytest.mark.slow
def test_heads_without_a_reason_are_refused_and_discarding_is_on_record(site: Store) -> None:
    with pytest.raises(BadInput, match="reason"):
        published(site, reason=" ")
    found = trained(site)
    discard_heads(site, found.heads, person="local")
    assert heads_versions(site) == []
    acts = [event.action for event in audit_events(site, AuditFilter(), person="local")]
    assert "discard_heads" in acts


@pytest.mark.slow
def test_training_again_on_the_same_judgements_changes_nothing_and_says_so(site: Store) -> None:
    published(site)
    again = trained(site)
    assert not again.changes
    # All held-out comments were held out before; none was learned from by the heads in use.
    assert again.comparison.labels[0].held_out == COMMENTS - len(again.comparison.learned_from)


@pytest.mark.slow
def test_the_report_of_a_publication_and_of_labelling_anew_are_kept(site: Store) -> None:
    found = published(site)
    (heads,) = change_summaries(site, [ChangeKind.HEADS])
    assert (heads.before, heads.after) == ("shipped heads", "heads-1")
    assert heads.reason == "Tea is an insult here"
    assert heads.labels == found.comparison.labels
    assert heads.movers == found.comparison.movers
    score(site, site_pipeline(site, WITH_MODEL), again=True)
    (run,) = change_summaries(site, [ChangeKind.RUN])
    assert "+heads-1" in run.after
    assert [what for what, _, _ in run.what] == [MODEL]
    counted = run.counts[LABEL]
    assert sum(counted.before.values()) == sum(counted.after.values()) == COMMENTS
    assert counted.up > 0
    assert run.moved >= len(run.movers) > 0
    # Measured on what the heads were not trained on.
    measured = next(one for one in run.labels if one.label == LABEL)
    assert measured.held_out == COMMENTS - len(found.comparison.learned_from)


@pytest.mark.slow
def test_labelling_anew_under_the_same_version_is_no_change(site: Store) -> None:
    score(site, site_pipeline(site, WITH_MODEL), again=True)
    assert change_summaries(site) == []


def test_facets_are_the_share_of_people_who_named_them(site: Store) -> None:
    found = judged_facets(site)
    assert {facet for _, _, facet in found} == {"bad_faith"}
    assert sum(found.values()) == 36  # three runs of twelve comments
    assert len(found) == COMMENTS


# What is refused --------------------------------------------------------------------------------


def test_too_few_judgements_are_refused_with_what_is_missing(
    sqlite_store: Store, tmp_path: Path
) -> None:
    filled(sqlite_store, tmp_path, comments=40)
    annotated(sqlite_store)
    with pytest.raises(BadInput, match=rf"Possible hostility: .* {SMALLEST} of each are needed"):
        trained(sqlite_store)


def test_without_any_judgement_there_is_nothing_to_learn(
    sqlite_store: Store, tmp_path: Path
) -> None:
    filled(sqlite_store, tmp_path, comments=8)
    with pytest.raises(BadInput, match="Annotate first"):
        trained(sqlite_store)


@pytest.mark.parametrize(
    ("model", "said"),
    [("open", "nothing can be trained on it"), ("none", "MODERATO_MODEL is none")],
)
def test_a_model_that_does_not_show_what_its_heads_saw_is_named(
    site: Store, model: str, said: str
) -> None:
    settings = Settings(_env_file=None, model=model)  # type: ignore[call-arg,arg-type]
    with pytest.raises(BadInput, match=said):
        trained(site, settings=settings)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.MANAGER])
def test_only_researchers_and_admins_train_publish_and_go_back(site: Store, role: Role) -> None:
    found = trained(site)
    accounts.create_account(site, "rosa", "a long enough word", Role.ADMIN)
    accounts.create_account(site, "mo", "a long enough word", role, person="rosa")
    for act in (
        lambda: trained(site, person="mo"),
        lambda: publish_heads(
            site, found.heads, found.comparison, set_ids=(), person="mo", reason="why"
        ),
        lambda: use_heads(site, None, person="mo", reason="why"),
        lambda: discard_heads(site, found.heads, person="mo"),
    ):
        with pytest.raises(NotAllowed, match="researcher"):
            act()


@pytest.mark.slow
def test_progress_goes_to_the_end_and_stopping_keeps_nothing(site: Store) -> None:
    told: list[tuple[int, int | None]] = []
    sets = [one.id for one in annotation_sets.sets(site)]
    train_heads(
        site, WITH_MODEL, set_ids=sets, person="local", progress=lambda n, of: told.append((n, of))
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]

    def stop(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_heads(site, WITH_MODEL, set_ids=sets, person="local", progress=stop)
    assert heads_versions(site) == []


@pytest.mark.slow
def test_heads_for_labels_that_nobody_judged_in_these_sets_stay_with_what_they_learned_from(
    site: Store,
) -> None:
    first = published(site).comparison.learned_from
    # Another set, about another label: the head for the first one stays as it is.
    other = annotation_sets.create_set(
        site, "Autumn", labels=["generalization"], guideline="g", person="local"
    )
    annotation_sets.add_items(site, other.id, selection=Selection.RANDOM, count=110, person="local")
    while (item := answering.next_item(site, other.id, person="bo")) is not None:
        tea = "tea" in item.comment.text
        said = Judgement(
            label="generalization", answer=Answer.YES if tea else Answer.NO, person="bo"
        )
        answering.annotate(site, item.id, said)
    found = train_heads(site, WITH_MODEL, set_ids=[other.id], person="local")
    in_use = heads_in_use(site)
    assert in_use is not None
    stayed = [(head.label, head.facet) for head in in_use.heads]
    trained_now = [
        (head.label, head.facet) for head in found.heads.heads if head not in in_use.heads
    ]
    assert stayed == [(LABEL, ""), (LABEL, "bad_faith")]
    assert trained_now == [("generalization", "")]
    assert set(in_use.heads) <= set(found.heads.heads)
    assert found.comparison.learned_from >= first
    with site.read() as session:
        assert first - {one.comment_id for one in items_of(session, other.id)}

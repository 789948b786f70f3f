"""WordPress itself, of Debian's packages, when it can't push and is polled."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql
from wordpress_site import WordPress, lacking

from analysis.domain.queue_policy import Queue
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts
from analysis.services.polling.adapters.base import Site
from analysis.services.polling.asking import HttpAsker
from analysis.services.polling.polling import Polled, poll
from analysis.services.site.site_pipeline import site_pipeline
from analysis.settings import load_settings
from analysis.storage.database import Store

pytestmark = pytest.mark.slow

FILL = """
wp_delete_comment(1, true); // WordPress' own, of the day of this test
for ($i = 1; $i <= 229; $i++) {
    $at = gmdate('Y-m-d H:i:s', strtotime('2026-11-01 12:00:00') + intdiv($i - 1, 115) * 86400);
    wp_insert_comment(array('comment_post_ID' => 1, 'comment_content' => "The ferry & tram $i.",
        'comment_author' => "O'Hara $i", 'comment_date' => $at,
        'comment_approved' => $i % 23 ? 1 : 0));
}
"""
CHANGE = """
$ids = get_comments(array('fields' => 'ids', 'orderby' => 'comment_ID', 'order' => 'ASC'));
wp_delete_comment($ids[1], true);
wp_update_comment(array('comment_ID' => end($ids), 'comment_content' => 'Nothing left today.'));
wp_insert_comment(array('comment_post_ID' => 1, 'comment_content' => 'Late.',
    'comment_parent' => end($ids), 'comment_author' => 'Kim',
    'comment_date' => '2026-11-02 11:30:00'));
"""


@pytest.fixture
def wordpress() -> Iterator[WordPress]:
    """A site whose plugin reaches nobody. Its folder is short: a socket's path has to be."""
    if problem := lacking():
        pytest.skip(problem)
    with tempfile.TemporaryDirectory(prefix="wp-") as folder:
        site = WordPress(Path(folder), "http://127.0.0.1:9", "none")
        try:
            site.start()
            yield site
        finally:
            site.stop()


def run(site: WordPress, script: str) -> Any:
    path = site.folder / "site" / "script.php"
    path.write_text(f"<?php require __DIR__ . '/wp-load.php'; {script}")
    return site._php("script.php")


def test_every_comment_of_a_real_site_comes_once(sqlite_store: Store, wordpress: WordPress) -> None:
    run(wordpress, FILL)
    shown = json.loads(run(wordpress, "echo json_encode(get_comment_count());"))
    ask = HttpAsker(allow_private=True)
    public = Site("wordpress", wordpress.address)
    first = poll(sqlite_store, public, ask)
    assert (first.new, first.problem, first.unreadable) == (shown["approved"], None, 0)
    assert shown["approved"] == 220
    assert poll(sqlite_store, public, ask) == Polled()
    run(wordpress, CHANGE)
    assert poll(sqlite_store, public, ask) == Polled(new=1, revised=1)
    with sqlite_store.read() as session:
        late = session.execute(
            sql(
                "SELECT c.author, c.parent_platform_id IS NOT NULL FROM comment c "
                "JOIN comment_text t ON t.comment_id = c.id WHERE t.text LIKE '%Late.%'"
            )
        ).one()
    assert (late[0], bool(late[1])) == ("Kim", True)


def test_a_moderators_password_brings_what_is_on_hold_as_written(
    sqlite_store: Store, wordpress: WordPress
) -> None:
    run(wordpress, FILL)
    shown = json.loads(run(wordpress, "echo json_encode(get_comment_count());"))
    ask = HttpAsker(allow_private=True)
    refused = poll(sqlite_store, Site("wordpress", wordpress.address, "editor:wrong"), ask)
    assert "status 401" in str(refused.problem)
    site = Site("wordpress", wordpress.address, f"editor:{wordpress.password}")
    assert poll(sqlite_store, site, ask).new == shown["approved"] + shown["awaiting_moderation"]
    with sqlite_store.read() as session:
        texts = session.execute(sql("SELECT text FROM comment_text")).scalars().all()
    assert "The ferry & tram 23." in texts


HOSTILE = """
foreach (array(1, 2, 3, 4) as $i) {
    wp_insert_comment(array('comment_post_ID' => 1, 'comment_content' => "You stupid idiot, $i.",
        'comment_author' => "Kim $i", 'comment_approved' => 1));
}
"""
REMOVE = """
$ids = get_comments(array('fields' => 'ids', 'orderby' => 'comment_ID', 'order' => 'ASC',
    'search' => 'idiot'));
wp_delete_comment($ids[0], true);
wp_trash_comment($ids[1]);
wp_spam_comment($ids[2]);
"""
BRING_BACK = """
foreach (get_comments(array('fields' => 'ids', 'status' => 'trash')) as $id) {
    wp_untrash_comment($id);
}
"""


@pytest.mark.parametrize("as_moderator", [False, True])
def test_what_the_site_removed_waits_no_more_until_it_is_back(
    sqlite_store: Store, wordpress: WordPress, as_moderator: bool
) -> None:
    run(wordpress, HOSTILE)
    credentials = f"editor:{wordpress.password}" if as_moderator else ""
    site = Site("wordpress", wordpress.address, credentials)
    ask = HttpAsker(allow_private=True)
    poll(sqlite_store, site, ask)
    settings = load_settings(database_url=sqlite_store.url)
    score(sqlite_store, site_pipeline(sqlite_store, settings))
    assert queue_counts(sqlite_store)[Queue.FLAGGED] == 4
    assert poll(sqlite_store, site, ask) == Polled()
    run(wordpress, REMOVE)
    assert poll(sqlite_store, site, ask) == Polled(gone=3)
    assert queue_counts(sqlite_store)[Queue.FLAGGED] == 1
    run(wordpress, BRING_BACK)
    assert poll(sqlite_store, site, ask) == Polled(back=1)
    assert queue_counts(sqlite_store)[Queue.FLAGGED] == 2

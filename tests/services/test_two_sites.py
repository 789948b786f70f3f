"""Two sites that number their posts and comments from 1 stay apart; one site's stay as they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import select, update

from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ImportSummary
from analysis.ingest import ReadOptions
from analysis.services.data.batches import undo
from analysis.services.data.imports import import_file
from analysis.services.data.incoming import Incoming, Taken, take_comments
from analysis.services.data.remapping import remap
from analysis.services.data.retrying import retry
from analysis.services.data.user_report_imports import import_reports
from analysis.storage.database import Store
from analysis.storage.tables import ArticleTable, CommentTable, CommentTextTable

_WXR = (
    '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<item><title>Hello world!</title><link>{link}</link><wp:post_id>1</wp:post_id>{comments}"
    "</item></channel></rss>"
)
_COMMENT = (
    "<wp:comment><wp:comment_id>{0}</wp:comment_id><wp:comment_author>{1}</wp:comment_author>"
    "<wp:comment_date_gmt>{2}</wp:comment_date_gmt><wp:comment_content>{3}</wp:comment_content>"
    "</wp:comment>"
)
WHEN = "2024-03-04 10:00:00"
FERRY = [(2, "Ada", WHEN, "The ferry was late again."),
         (3, "Anonymous", WHEN, "It was on time on Sunday.")]  # fmt: skip
MATCH = [(2, "Ben", WHEN, "A splendid match."),
         (3, "Anonymous", WHEN, "The keeper was the best.")]  # fmt: skip
AT_FERRY, AT_MATCH = "https://ferry.example/hello/", "https://match.example/hello/"


def wxr(path: Path, link: str, comments: list[tuple[int, str, str, str]]) -> Path:
    filled = "".join(_COMMENT.format(*comment) for comment in comments)
    path.write_text(_WXR.format(link=link, comments=filled))
    return path


def table(path: Path, rows: list[tuple[str, ...]], header: str = "id,created,text") -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])
    return path


def stored(store: Store) -> dict[tuple[str, str], list[str]]:
    """The texts of each comment, oldest first, by its article's and its own id."""
    texts: dict[tuple[str, str], list[str]] = {}
    with store.read() as session:
        for article, comment, text in session.execute(
            select(ArticleTable.platform_id, CommentTable.platform_id, CommentTextTable.text)
            .join(CommentTable, CommentTable.article_id == ArticleTable.id)
            .join(CommentTextTable, CommentTextTable.comment_id == CommentTable.id)
            .order_by(CommentTextTable.id)
        ):
            texts.setdefault((article, comment), []).append(text)
    return texts


def counts(report: ImportSummary) -> tuple[int, int, int, int]:
    return report.new, report.unchanged, report.revised, report.conflicting


def test_post_1_of_a_second_blog_is_another_discussion(store: Store, tmp_path: Path) -> None:
    ferry = wxr(tmp_path / "a.xml", AT_FERRY, FERRY)
    match = wxr(tmp_path / "b.xml", AT_MATCH, MATCH)
    assert counts(import_file(store, ferry)) == (2, 0, 0, 0)
    report = import_file(store, match)
    assert counts(report) == (2, 0, 0, 0)
    assert any("another site" in note and "match.example:1" in note for note in report.notes)
    kept = {
        ("1", "2"): ["The ferry was late again."],
        ("1", "3"): ["It was on time on Sunday."],
        ("match.example:1", "2"): ["A splendid match."],
        ("match.example:1", "3"): ["The keeper was the best."],
    }
    assert stored(store) == kept
    for again in (ferry, match):
        assert counts(import_file(store, again)) == (0, 2, 0, 0)
    more = wxr(tmp_path / "c.xml", AT_MATCH, [*MATCH, (9, "Cem", WHEN, "A third goal!")])
    assert counts(import_file(store, more)) == (1, 2, 0, 0)
    assert len(stored(store)) == 5


def test_other_ids_under_the_same_post_number_do_not_join_either(
    store: Store, tmp_path: Path
) -> None:
    import_file(store, wxr(tmp_path / "a.xml", AT_FERRY, FERRY))
    others = [(number + 10, *rest) for number, *rest in MATCH]
    import_file(store, wxr(tmp_path / "c.xml", AT_MATCH, others))
    assert {article for article, _ in stored(store)} == {"1", "match.example:1"}


@pytest.mark.parametrize(
    "address",
    [
        "http://ferry.example/hello/", "https://www.ferry.example/hello/",
        "https://m.ferry.example/?p=1", "https://FERRY.example:443/2024/hello/", "/hello/", "",
    ],
)  # fmt: skip
def test_one_site_in_another_spelling_stays_one(store: Store, tmp_path: Path, address: str) -> None:
    import_file(store, wxr(tmp_path / "a.xml", AT_FERRY, FERRY))
    edited = [FERRY[0], (3, "Anonymous", WHEN, "It was on time on Sunday, though.")]
    assert counts(import_file(store, wxr(tmp_path / "b.xml", address, edited))) == (0, 1, 1, 0)


def test_a_site_that_has_moved_to_another_host_is_known_by_its_comments(
    store: Store, tmp_path: Path
) -> None:
    import_file(store, wxr(tmp_path / "a.xml", AT_FERRY, FERRY))
    later = [*FERRY, (4, "Cem", "2024-05-06 10:00:00", "And today?")]
    report = import_file(store, wxr(tmp_path / "b.xml", "https://boats.example/hello/", later))
    assert counts(report) == (1, 2, 0, 0)
    assert any("boats.example" in note and "ferry.example" in note for note in report.notes)
    assert {article for article, _ in stored(store)} == {"1"}


def test_what_an_older_version_mixed_is_known_when_it_comes_again(
    store: Store, tmp_path: Path
) -> None:
    others = [(number + 10, *rest) for number, *rest in MATCH]
    import_file(store, wxr(tmp_path / "c.xml", AT_MATCH, others))
    with store.write() as session:  # as it was stored behind ferry's post 1
        session.execute(update(ArticleTable).values(url=AT_FERRY))
    assert counts(import_file(store, tmp_path / "c.xml")) == (0, 2, 0, 0)


def test_the_greeting_that_every_blog_begins_with_makes_no_two_blogs_one(
    store: Store, tmp_path: Path
) -> None:
    greeting = "Hi, this is a comment."
    first = [(1, "A WordPress Commenter", WHEN, greeting)]
    second = [(1, "A WordPress Commenter", "2021-08-09 07:13:44", greeting)]
    import_file(store, wxr(tmp_path / "a.xml", AT_FERRY, first))
    assert counts(import_file(store, wxr(tmp_path / "b.xml", AT_MATCH, second))) == (1, 0, 0, 0)


def test_ids_that_no_two_sites_give_are_one_discussion_wherever(
    store: Store, tmp_path: Path
) -> None:
    header, thread = "id,thread_id,url,text", "6f9619ff-8b86-d011-b42d-00c04fc964ff"
    import_file(store, table(tmp_path / "a.csv", [("1", thread, AT_FERRY, "Late.")], header))
    import_file(store, table(tmp_path / "b.csv", [("2", thread, AT_MATCH, "Early.")], header))
    assert {article for article, _ in stored(store)} == {thread}


def test_a_discussion_with_another_title_and_no_address_is_remarked_on(
    store: Store, tmp_path: Path
) -> None:
    header = "id,nid,title,text"
    import_file(store, table(tmp_path / "a.csv", [("1", "7", "The ferry is late", "Yes.")], header))
    other = table(tmp_path / "b.csv", [("5", "7", "A splendid match yesterday", "Oh.")], header)
    assert any("--site" in note for note in import_file(store, other).notes)
    same = table(tmp_path / "c.csv", [("6", "7", "Late: the ferry", "Ah.")], header)
    assert not any("--site" in note for note in import_file(store, same).notes)


SITE_A = [("1", "2024-03-04T10:00:00Z", "The ferry was late again this morning."),
          ("2", "2024-03-04T10:01:00Z", "It was on time on Sunday though.")]  # fmt: skip
SITE_B = [("1", "2024-05-04T10:00:00Z", "What a splendid match last night."),
          ("2", "2024-05-04T10:01:00Z", "The keeper was the best of them.")]  # fmt: skip


def undated(rows: list[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    return [(number, "", text) for number, _, text in rows]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SITE_A, SITE_B),
        (undated(SITE_A), undated(SITE_B)),
        (SITE_A, [*SITE_B, ("3", "2024-05-04T10:02:00Z", "See you on Saturday then.")]),
        (SITE_A, [(*SITE_B[0][:2], "Goal!"), (*SITE_B[1][:2], "Never.")]),
        (undated([("1", "", "渡船今天早上又晚点了"), ("2", "", "星期天倒是准时的")]),
         undated([("1", "", "昨晚的比赛真精彩啊"), ("2", "", "守门员是他们中最好的")])),
    ],
)  # fmt: skip
def test_a_file_of_other_comments_with_the_same_ids_is_stopped(
    store: Store, tmp_path: Path, before: list[tuple[str, ...]], after: list[tuple[str, ...]]
) -> None:
    import_file(store, table(tmp_path / "a" / "comments.csv", before))
    kept = stored(store)
    other = table(tmp_path / "b" / "comments.csv", after)
    with pytest.raises(BadInput, match=r"nothing was stored; 2 of the 2 .*--site NAME"):
        import_file(store, other)
    assert stored(store) == kept
    apart = ReadOptions(site="b.example")
    report = import_file(store, other, options=apart)
    assert counts(report) == (len(after), 0, 0, 0)
    assert {article for article, _ in stored(store)} == {"comments", "b.example:comments"}
    assert counts(import_file(store, other, options=apart)) == (0, len(after), 0, 0)
    assert report.batch is not None
    assert counts(retry(store, report.batch)) == (0, len(after), 0, 0)
    assert counts(remap(store, report.batch, mapping={"author": ""}))[0] == 0
    assert len({article for article, _ in stored(store)}) == 2


REWRITTEN = [(a[0], a[1], b[2]) for a, b in zip(SITE_A, SITE_B, strict=True)]
MANY = [(str(n), "", f"Sentence number {n} about the ferry and its crew.") for n in range(1, 9)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Some words changed in every one.
        (undated(SITE_A), [(n, at, text.replace("was", "is")) for n, at, text in undated(SITE_A)]),
        # One of many written anew.
        (MANY, [*MANY[:-1], ("8", "", "Nothing that I wrote here before stands any longer.")]),
        # Written anew at the time at which they were written, be it told in another zone.
        (SITE_A, REWRITTEN),
        (SITE_A, [(n, at.replace("T10", "T12"), text) for n, at, text in REWRITTEN]),
        # The only comment, rewritten.
        (undated(SITE_A)[:1], undated(SITE_B)[:1]),
        # More was written below.
        (SITE_A, [(n, "2024-06-07T08:09:10Z", f"{text} It came.") for n, _, text in SITE_A]),
    ],
)  # fmt: skip
def test_an_edit_is_an_edit(
    store: Store, tmp_path: Path, before: list[tuple[str, ...]], after: list[tuple[str, ...]]
) -> None:
    import_file(store, table(tmp_path / "a" / "comments.csv", before))
    report = import_file(store, table(tmp_path / "b" / "comments.csv", after))
    changed = sum(row not in before for row in after)
    assert (report.new, report.revised, report.conflicting) == (0, changed, 0)


@pytest.mark.parametrize("mark", ["[deleted]", "[removed]", "This comment was removed."])
def test_texts_that_were_taken_away_are_no_other_sites(
    store: Store, tmp_path: Path, mark: str
) -> None:
    import_file(store, table(tmp_path / "a" / "comments.csv", SITE_A))
    gone = [(number, when, mark) for number, when, _ in SITE_A]
    assert import_file(store, table(tmp_path / "b" / "comments.csv", gone)).revised == 2


def test_an_undone_import_stops_nothing(store: Store, tmp_path: Path) -> None:
    report = import_file(store, table(tmp_path / "a" / "comments.csv", SITE_A))
    assert report.batch is not None
    undo(store, report.batch)
    assert import_file(store, table(tmp_path / "b" / "comments.csv", SITE_B)).read == 2


def test_a_file_that_shows_late_that_it_is_anothers_says_what_is_stored(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(store, table(tmp_path / "a" / "comments.csv", SITE_A))
    monkeypatch.setattr("analysis.services.data.imports.BATCH", 2)
    fresh = [("11", "", "Hello all."), ("12", "", "Good to be here.")]
    with pytest.raises(BadInput, match=r"first 2 comments are batch 2.*batches undo 2"):
        import_file(store, table(tmp_path / "b" / "comments.csv", [*fresh, *SITE_B]))
    assert undo(store, 2) == 2


def test_a_readers_report_that_fits_two_sites_is_nobodys(store: Store, tmp_path: Path) -> None:
    import_file(store, wxr(tmp_path / "a.xml", AT_FERRY, FERRY))
    header, row = "comment_id,post_id,reason,reporter", ("2", "1", "spam", "zora")
    report = table(tmp_path / "r.csv", [row], header)
    mapping = {"comment": "comment_id", "thread": "post_id"}
    assert import_reports(store, report, mapping=mapping).new == 1
    import_file(store, wxr(tmp_path / "b.xml", AT_MATCH, MATCH))
    other = table(tmp_path / "s.csv", [(*row[:3], "xaver")], header)
    outcome = import_reports(store, other, mapping=mapping)
    assert (outcome.new, outcome.unknown) == (0, 1)
    named = table(tmp_path / "t.csv", [("2", "match.example:1", "spam", "xaver")], header)
    assert import_reports(store, named, mapping=mapping).new == 1


def sent(number: str, text: str, url: str | None, article: str = "1") -> Incoming:
    return Incoming(number, article, text, article_url=url)


def push(store: Store, *comments: Incoming) -> Taken:
    return take_comments(store, comments, source="a program", person="local")


def test_comments_that_two_sites_send_stay_apart(store: Store) -> None:
    push(store, sent("7", "The ferry was late.", AT_FERRY))
    taken = push(store, sent("7", "A splendid match.", AT_MATCH))
    assert (taken.new, taken.revised) == (1, 0)
    assert taken.apart == {"1": "match.example:1"}
    again = push(
        store, sent("7", "A splendid match indeed.", AT_MATCH), sent("8", "So it was.", AT_MATCH)
    )
    assert (again.new, again.revised) == (1, 1)
    assert stored(store) == {
        ("1", "7"): ["The ferry was late."],
        ("match.example:1", "7"): ["A splendid match.", "A splendid match indeed."],
        ("match.example:1", "8"): ["So it was."],
    }


def test_two_sites_in_one_request_stay_apart(store: Store) -> None:
    taken = push(
        store, sent("7", "The ferry was late.", AT_FERRY), sent("7", "A fine match.", AT_MATCH)
    )
    assert (taken.new, taken.apart) == (2, {"1": "match.example:1"})


@pytest.mark.parametrize(
    "url", [None, "https://www.ferry.example/hello/", "https://m.ferry.example/other/"]
)
def test_one_site_that_sends_an_edit_under_another_address_is_one(
    store: Store, url: str | None
) -> None:
    push(store, sent("7", "The ferry was late.", AT_FERRY))
    taken = push(store, sent("7", "The ferry was very late.", url))
    assert (taken.revised, taken.apart) == (1, {})


def test_a_site_that_moved_and_sends_its_comments_again_is_one(store: Store) -> None:
    push(store, sent("7", "The ferry was late.", AT_FERRY))
    moved = "https://boats.example/hello/"
    taken = push(store, sent("7", "The ferry was late.", moved), sent("8", "Again.", moved))
    assert (taken.unchanged, taken.new, taken.apart) == (1, 1, {})


def test_what_was_kept_apart_stays_there_also_where_both_sites_wrote_the_same(
    store: Store,
) -> None:
    push(store, sent("7", "So it was.", AT_FERRY), sent("1", "+1", AT_FERRY, "2"))
    push(store, sent("8", "A splendid match.", AT_MATCH))
    taken = push(store, sent("7", "So it was.", AT_MATCH), sent("1", "+1", AT_MATCH, "2"))
    assert (taken.new, taken.unchanged, taken.apart) == (1, 1, {"1": "match.example:1"})
    assert stored(store) == {
        ("1", "7"): ["So it was."],
        ("2", "1"): ["+1"],
        ("match.example:1", "7"): ["So it was."],
        ("match.example:1", "8"): ["A splendid match."],
    }

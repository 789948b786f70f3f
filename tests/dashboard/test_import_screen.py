"""Import: what was given is looked at before it is stored, changed by menus, undone, corrected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from analysis.domain.review import Queue
from analysis.services.data.batches import batches
from analysis.services.moderation.queue import queue_counts
from analysis.storage.database import open_store
from analysis.storage.tables import ArticleTable
from dashboard.jobs import jobs

Screen = Callable[..., AppTest]
ROOT = Path(__file__).resolve().parents[2]

TABLE = (
    "nr,nick,remark,reply\n1,ann,The ferry left much too early.,\n2,bo,It did not leave early.,1\n"
)


def give(at: AppTest, content: str, name: str = "ferry.csv") -> AppTest:
    at.file_uploader(key="import_file").set_value((name, content.encode(), "text/csv")).run()
    return at


def finish(at: AppTest, url: str) -> AppTest:
    job = jobs(url).by_kind["import"]
    assert job.thread is not None
    job.thread.join(timeout=60)
    assert job.finished
    assert job.problem is None
    return at.run()


def words(at: AppTest) -> str:
    return " ".join(str(element.value) for element in (*at.markdown, *at.warning, *at.success))


def test_a_file_is_shown_before_anything_is_stored(empty_url: str, screen: Screen) -> None:
    at = give(screen("imports"), TABLE)
    assert not at.exception
    assert "2 records = 2 comments" in words(at)
    assert at.selectbox(key=next(k for k in keys(at) if k.startswith("import_text_"))).value
    assert batches(open_store(empty_url)) == []


def keys(at: AppTest) -> list[str]:
    return [box.key for box in at.selectbox if box.key]


def test_a_copied_page_has_no_menus_of_columns(empty_url: str, screen: Screen) -> None:
    page = (ROOT / "seeds" / "demo" / "harbour-ferry.txt").read_text(encoding="utf-8")
    at = give(screen("imports"), page, "page.txt")
    assert "15 records = 15 comments" in words(at)
    assert not [k for k in keys(at) if k.startswith("import_author_")]


def test_a_column_is_changed_by_its_menu_and_imported(empty_url: str, screen: Screen) -> None:
    at = give(screen("imports"), TABLE)
    author = next(k for k in keys(at) if k.startswith("import_author_"))
    at.selectbox(key=author).set_value("").run()
    at.checkbox(key="import_label").set_value(False).run()
    at.button(key="import_go").click().run()
    at = finish(at, empty_url)
    assert "2 new" in words(at)
    store = open_store(empty_url)
    assert queue_counts(store)[Queue.ALL] == 2
    assert [info.file for info in batches(store)] == ["ferry.csv"]
    assert batches(store)[0].path is None


def test_an_import_is_undone_from_the_list(empty_url: str, screen: Screen) -> None:
    at = give(screen("imports"), TABLE)
    at.checkbox(key="import_label").set_value(False).run()
    at.button(key="import_go").click().run()
    at = finish(at, empty_url)
    at.button(key="import_undo_1").click().run()
    assert "Batch 1 is undone" in words(at)
    assert queue_counts(open_store(empty_url))[Queue.ALL] == 0


def test_another_sites_file_is_stopped_and_kept_apart_under_a_name(
    empty_url: str, screen: Screen
) -> None:
    other = "nr,nick,remark,reply\n1,cy,Our choir sings tonight.,\n2,di,Is there a bus home?,1\n"
    at = screen("imports")
    for content, site in ((TABLE, ""), (other, ""), (other, "https://www.choir.example/news")):
        at = give(at, content)
        at.text_input(key=next(t.key for t in at.text_input if "site" in str(t.key))).set_value(
            site
        )
        at.checkbox(key="import_label").set_value(False).run()
        at.button(key="import_go").click().run()
        job = jobs(empty_url).by_kind["import"]
        assert job.thread is not None
        job.thread.join(timeout=60)
        at.run()
        if content == other and not site:
            assert "How it is read" in " ".join(str(error.value) for error in at.error)
    with open_store(empty_url).read() as session:
        threads = set(session.scalars(select(ArticleTable.platform_id)))
    assert any(thread.startswith("choir.example:") for thread in threads)
    assert queue_counts(open_store(empty_url))[Queue.ALL] == 4


def test_two_texts_are_asked_with_a_menu_of_the_columns(empty_url: str, screen: Screen) -> None:
    rows = "\n".join(f"The ferry left {n} times.,It did not leave {n}." for n in range(4))
    at = give(screen("imports"), f"comment,body\n{rows}\n")
    assert "both" in words(at)
    text = next(k for k in keys(at) if k.startswith("import_text_"))
    at.selectbox(key=text).set_value("body").run()
    assert "4 records = 4 comments" in words(at)


def test_a_pasted_text_without_structure_is_offered_as_paragraphs(
    empty_url: str, screen: Screen
) -> None:
    at = screen("imports")
    at.segmented_control(key="import_way").set_value("page").run()
    at.text_area(key="import_page").set_value("The ferry left.\n\nIt did not.").run()
    offer = next(c for c in at.segmented_control if c.key and c.key.startswith("import_text_as"))
    offer.set_value("paragraphs").run()
    assert "2 records = 2 comments" in words(at)

"""What was said of a comment's words speaks of them alone: an edit leaves none of it behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from deciding import feed_back
from scripted import filled, write_comments

from analysis.domain.annotation import Feedback
from analysis.domain.span import Span
from analysis.services.annotation.evidence_feedback import feedback, standing
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.incoming import Incoming, take_comments
from analysis.storage.database import Store

HOSTILE = "possible_hostility"
BEFORE, AFTER = "Kim you fool h=0.9", "Trams run late h=0.9"


def _file(name: str, text: str) -> Callable[[Store, Path], None]:
    def read(store: Store, folder: Path) -> None:
        import_file(store, write_comments(folder / "again.jsonl", {name: text}))

    return read


def _sent(*texts: str) -> Callable[[Store, Path], None]:
    def send(store: Store, _: Path) -> None:
        for text in texts:
            sent = Incoming("c1", "trams", text)
            take_comments(store, [sent], source="site", person="local")

    return send


def _erase(store: Store, _: Path) -> None:
    erase_comment(store, 1, person="local", reason="asked for")


CASES: dict[str, tuple[Callable[[Store, Path], None], int]] = {
    "nothing happened": (lambda store, folder: None, 2),
    "the same file again": (_file("c1", BEFORE), 2),
    "another comment was edited": (_file("c2", AFTER), 2),
    "edited in a file": (_file("c1", AFTER), 0),
    "edited by its site": (_sent(AFTER), 0),
    "edited and back": (_sent(AFTER, BEFORE), 2),
    "edited twice": (_sent(AFTER, AFTER + "!"), 0),
    "one sign more": (_sent(BEFORE + " "), 0),
    "erased": (_erase, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_words_on_passages_stand_as_long_as_their_text(
    store: Store, tmp_path: Path, case: str
) -> None:
    filled(store, tmp_path, {"c1": BEFORE, "c2": "fine"})
    mark, added = Span(0, 4), Span(8, 12)
    feed_back(
        store, 1, label=HOSTILE, facet="insult", span=mark, verdict=Feedback.REJECT, person="ann",
        scorer="scripted",
    )  # fmt: skip
    feed_back(
        store, 1, label=HOSTILE, facet="insult", span=added, verdict=Feedback.ADD, person="bo"
    )
    happens, left = CASES[case]
    happens(store, tmp_path)
    assert len(standing(feedback(store, 1))) == left
    assert len(feedback(store)) == left


def test_the_same_word_on_the_new_text_is_a_word_of_its_own(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path, {"c1": BEFORE})

    def reject(person: str) -> None:
        feed_back(
            store, 1, label=HOSTILE, facet="insult", span=Span(0, 4), verdict=Feedback.REJECT,
            person=person, scorer="scripted",
        )  # fmt: skip

    reject("ann")
    _sent(AFTER)(store, tmp_path)
    assert feedback(store, 1) == []
    reject("ann")
    reject("ann")
    assert [word.person for word in feedback(store, 1)] == ["ann"]
    _sent(BEFORE)(store, tmp_path)
    assert len(feedback(store, 1)) == 1

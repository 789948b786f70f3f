"""Reading a copied discussion page."""

import pytest
from written_pages import COMMENTS, PARAGRAPHS, TITLE, page

from analysis.domain.comment import Votes
from analysis.domain.errors import BadInput
from analysis.ingest import read


@pytest.fixture
def read_text(tmp_path):
    def reading(text, *, name="page.txt", encoding="utf-8", **options):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        result = read(path, **options)
        pieces = list(result)
        return pieces[0], result.summary

    return reading


def test_article_title_paragraphs_headings_and_section(read_text):
    discussion, _ = read_text(page())
    assert discussion.article.title == TITLE
    assert discussion.article.paragraphs == PARAGRAPHS
    assert discussion.article.section == "local news"


def test_every_comment_has_its_exact_text_and_votes_and_no_furniture(read_text):
    discussion, report = read_text(page())
    assert [c.text for c in discussion.comments] == [text for text, _, _ in COMMENTS]
    assert [(c.votes.up, c.votes.down, c.votes.score) for c in discussion.comments] == [
        votes for _, _, votes in COMMENTS
    ]
    assert [c.position for c in discussion.comments] == [1, 2, 3]
    assert report.read == 3
    assert report.quarantined == ()


def test_the_stated_number_that_differs_is_reported(read_text):
    _, report = read_text(page(stated="1,029"))
    assert report.expected == 1029
    assert any("1029" in note and "3" in note for note in report.notes)


def test_a_stated_number_that_agrees_needs_no_note(read_text):
    _, report = read_text(page(stated="3"))
    assert report.expected == 3
    assert report.notes == ()


@pytest.mark.parametrize("gap", [0, 1, 2, 3], ids=lambda gap: f"{gap} blank lines")
def test_blank_lines_may_be_missing_or_doubled(read_text, gap):
    discussion, _ = read_text(page(gap=gap))
    assert discussion.article.title == TITLE
    assert discussion.article.paragraphs == PARAGRAPHS
    assert [c.text for c in discussion.comments] == [text for text, _, _ in COMMENTS]


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_other_line_ends_are_kept_inside_a_comment(read_text, end):
    discussion, _ = read_text(page(end=end))
    assert discussion.comments[1].text == COMMENTS[1][0].replace("\n", end)
    assert discussion.comments[1].votes == Votes(up=1, down=5, score=-4)


def test_non_breaking_spaces_separate_blocks_and_stay_inside_comments(read_text):
    text = page().replace("\n\n", "\n\u00a0\n").replace("A bus", "A\u00a0bus")
    text = text.replace("4 Comments", "4\u00a0Comments").replace("( +5", "(\u00a0+5")
    discussion, report = read_text(text)
    assert report.expected == 4
    assert discussion.comments[0].text == COMMENTS[0][0]
    assert discussion.comments[1].text.startswith("A\u00a0bus is fine.\n\u00a0\n")


@pytest.mark.parametrize(
    ("line", "votes"),
    [
        ("1,204 ( +1,210 / -6 )", (1210, 6, 1204)),
        ("1.204 ( +1.210 / -6 )", (1210, 6, 1204)),
        ("1\u00a0204 ( +1\u00a0210 / -6 )", (1210, 6, 1204)),
        ("-4 ( +1 / -5 )", (1, 5, -4)),
        ("\u22124 ( +1 / \u22125 )", (1, 5, -4)),
        ("\u20134 ( +1 / \u20135 )", (1, 5, -4)),
        ("\u20114 ( +1 / \u20115 )", (1, 5, -4)),
        ("- 4 (+1/-5)", (1, 5, -4)),
        ("+3 ( +3 / -0 )", (3, 0, 3)),
        ("  0 ( +0 / -0 )  ", (0, 0, 0)),
    ],
)
def test_vote_lines_in_their_variants(read_text, line, votes):
    discussion, _ = read_text(page(comments=(("Fine.", line, votes),)))
    found = discussion.comments[0]
    assert found.text == "Fine."
    assert (found.votes.up, found.votes.down, found.votes.score) == votes


@pytest.mark.parametrize(
    "text",
    [
        "We won 5 ( +5 / -0 ) in the end",
        "Line 5 (see above)",
        "5 ( +5 / 0 )",
        "5 (5/0)",
        "(+5 / -0) is what I'd give it",
    ],
)
def test_what_only_resembles_a_vote_line_stays_in_the_comment(read_text, text):
    discussion, _ = read_text(page(comments=((f"{text}\n\nEnd.", "1 ( +1 / -0 )", None),)))
    assert [c.text for c in discussion.comments] == [f"{text}\n\nEnd."]


def test_votes_at_the_end_of_the_last_line_are_split_off_and_reported(read_text):
    whole = page(comments=COMMENTS[:2]).replace("full.\n\n5 (", "full. 5 (")
    discussion, report = read_text(whole)
    assert discussion.comments[0].text == COMMENTS[0][0]
    assert discussion.comments[0].votes == Votes(up=5, down=0, score=5)
    assert any("end of the text's last line" in note for note in report.notes)


def test_a_last_comment_without_vote_line_is_read_and_reported(read_text):
    discussion, report = read_text(page().replace("0 ( +3 / -3 )\n\n", ""))
    assert [c.text for c in discussion.comments] == [text for text, _, _ in COMMENTS]
    assert discussion.comments[2].votes is None
    assert any("no vote line" in note for note in report.notes)


def test_unknown_lines_below_the_last_vote_line_are_left_out_and_reported(read_text):
    text = page().split("Login to leave a comment")[0] + "Weather\n\nSunny, 21 degrees\n"
    discussion, report = read_text(text)
    assert len(discussion.comments) == 3
    assert any(note.startswith("2 lines below the last vote line") for note in report.notes)


@pytest.mark.parametrize("gap", [1, 2], ids=lambda gap: f"{gap} blank lines elsewhere")
def test_a_missing_vote_line_is_seen_where_it_leaves_a_double_gap(read_text, gap):
    many = tuple((f"Comment number {n} of this page.", "1 ( +1 / -0 )", None) for n in range(8))
    whole = page(stated="8", comments=many, gap=gap)
    lost = whole.replace("1 ( +1 / -0 )\n", "", 1)
    discussion, report = read_text(lost)
    assert [c.text for c in discussion.comments] == [text for text, _, _ in many]
    assert [c.votes is None for c in discussion.comments] == [True] + [False] * 7
    assert any("vote line seems to be missing above line" in note for note in report.notes)


def test_a_double_gap_inside_a_comment_is_kept_where_the_count_is_complete(read_text):
    many = tuple((f"Comment number {n} of this page.", "1 ( +1 / -0 )", None) for n in range(8))
    odd = (*many, ("One.\n\n\nTwo.", "2 ( +2 / -0 )", None))
    discussion, _ = read_text(page(stated="9", comments=odd))
    assert discussion.comments[-1].text == "One.\n\n\nTwo."


def test_a_missing_vote_line_without_such_a_gap_shows_in_the_count(read_text):
    discussion, report = read_text(page(stated="3").replace("5 ( +5 / -0 )\n\n", ""))
    assert len(discussion.comments) == 2
    assert discussion.comments[0].text == f"{COMMENTS[0][0]}\n\n{COMMENTS[1][0]}"
    assert any("lack a vote line" in note for note in report.notes)


def test_a_page_with_one_count_line_below_its_article(read_text):
    text = page().replace(f"{TITLE}\n\n4 Comments", TITLE)
    discussion, _ = read_text(text)
    assert discussion.article.title == TITLE
    assert discussion.article.paragraphs == PARAGRAPHS


def test_a_page_that_is_comments_only(read_text):
    text = "\n\n".join(f"{words}\n\n{votes}" for words, votes, _ in COMMENTS)
    discussion, report = read_text(text)
    assert [c.text for c in discussion.comments] == [words for words, _, _ in COMMENTS]
    assert discussion.article.paragraphs == ()
    assert report.expected is None


def test_reading_twice_gives_the_same_ids_and_repeated_texts_differ(read_text):
    again = (("Agreed.", "1 ( +1 / -0 )", None), ("Agreed.", "2 ( +2 / -0 )", None))
    first, _ = read_text(page(comments=again))
    second, _ = read_text(page(comments=again, gap=2))
    assert [c.id for c in first.comments] == [c.id for c in second.comments]
    assert len({c.id for c in first.comments}) == 2
    assert first.article.id == second.article.id


def test_an_address_in_the_page_is_the_articles_id(read_text):
    text = "https://post.example/lines/7\n\n" + page()
    discussion, _ = read_text(text)
    assert discussion.article.id == "https://post.example/lines/7"


def test_a_page_without_vote_lines_is_refused(read_text):
    with pytest.raises(BadInput, match="vote line"):
        read_text("Some text.\n\nAnother paragraph.\n")


def test_a_page_takes_no_column_mapping(read_text):
    with pytest.raises(BadInput, match="no columns"):
        read_text(page(), mapping={"text": "body"})


def test_hidden_characters_stay_in_the_original_and_are_reported(read_text):
    discussion, report = read_text(page(comments=(("a\x00b \u202eabc", "0 ( +0 / -0 )", None),)))
    assert discussion.comments[0].text == "a\x00b \u202eabc"
    assert any("control characters" in note for note in report.notes)
    assert any("writing direction" in note for note in report.notes)


def test_a_comment_with_broken_utf8_is_set_aside_and_the_others_are_read(read_text):
    raw = page().encode().replace(b"buses get", b"b\xffses get")
    discussion, report = read_text(raw)
    assert len(discussion.comments) == 2
    assert report.quarantined_count == 1
    assert report.quarantined[0].position.startswith("line ")


def test_a_five_megabyte_comment_is_read_whole(read_text):
    long = "word " * 1_000_000 + "end"
    discussion, _ = read_text(page(comments=((long, "0 ( +0 / -0 )", None),)))
    assert discussion.comments[0].text == long

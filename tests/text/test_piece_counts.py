"""Counts over the pieces of a text are those of each piece, added up."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.text.piece_counts import PieceCount, counts_of

LETTERS = PieceCount(lambda piece: sum(map(str.isalpha, piece)))
MARKS = PieceCount(lambda piece: 1_000 * piece.count("!"))
LONG = PieceCount(lambda piece: len(piece) > 60)


@given(st.lists(st.sampled_from(["a", "bc!", "!!", "é", " ", "\n", "\t", "x" * 61]), max_size=40))
def test_each_count_is_the_sum_over_the_pieces(parts: list[str]) -> None:
    text = "".join(parts)
    pieces = text.split()
    for _ in range(2):  # worked out, and remembered
        counts = counts_of(text)
        assert LETTERS.of(counts) == sum(map(str.isalpha, text))
        assert MARKS.of(counts) == 1_000 * text.count("!")
        assert LONG.of(counts) == sum(len(piece) > 60 for piece in pieces)


def test_a_long_text_fills_no_count() -> None:
    assert MARKS.of(counts_of("! " * 50_000 + "!" * 50_000)) == 100_000_000
    assert LETTERS.of(counts_of("a " * 50_000)) == 50_000


def test_other_characters_may_count_as_a_sign() -> None:
    assert LONG.stands_in("é")
    assert not LONG.stands_in("e")
    assert LONG.stands_in("e" * 61)


def test_what_is_counted_later_is_counted_in_texts_met_before() -> None:
    assert counts_of("quiet please") >= 0
    late = PieceCount(lambda piece: piece == "quiet")
    assert late.of(counts_of("quiet please")) == 1

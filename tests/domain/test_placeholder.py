"""What counts as a deleted comment's placeholder, and what is somebody's answer."""

import pytest

from analysis.domain.placeholder import is_placeholder, is_placeholder_name


@pytest.mark.parametrize(
    "text",
    [
        "", "  \n", "[deleted]", "[removed]", " [Deleted] ", "[ Removed by Reddit ]",
        "[deleted by user]", "(deleted)", "<removed>", "[Comment deleted by user]",
        "This comment was removed by a moderator.", "This comment has been deleted",
        "Comment removed by moderator", "[message deleted by author]", "(post deleted by author)",
        "[Kommentar gelöscht]", "[supprimé]", "[Commentaire supprimé par la modération]",
        "(comentario eliminado)", "[已删除]", "[削除済み]",
        "<p>[deleted]</p>", "*[removed]*", '<div class="c"><em>[deleted]</em></div>',
        "<P>This comment has been deleted.</P>", "**[Kommentar gelöscht]**",
        "This comment has been removed for violating our guidelines.",
        "This comment was removed by a moderator because it didn't abide by our community "
        "standards. Replies may also be deleted. For more detail see our FAQs.",
    ],
)  # fmt: skip
def test_marks_of_a_text_that_is_gone(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Deleted.</p>", "*removed*", "<p>[deleted] was right</p>", "* *", "<p></p>",
        "<p>[deleted]</p> Why?", "<p>[deleted]</p><p>Why?</p>", "[deleted]*",
        "Deleted.", "removed", "[deleted] was right", "I deleted my account.",
        "The statue was removed.", "This comment was removed, and rightly so!",
        "[removed the link] see below", "Deleted by whom?", "x" * 5_000,
        "[deleted]\n\nEdit: sorry, here it is again.", "Gelöscht!", "[gelöscht] war besser",
        "This comment was removed for violating our guidelines. I want to know which ones.",
        "This comment was removed because you hate the truth, and it will come back.",
    ],
)  # fmt: skip
def test_words_that_only_sound_alike(text: str) -> None:
    assert not is_placeholder(text)


def test_an_account_that_is_gone_has_no_name() -> None:
    assert is_placeholder_name("[deleted]")
    assert not is_placeholder_name("deletedscenes")

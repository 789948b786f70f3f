"""Insults that are named or reported are not the writer's; near misses are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.mentions import mentions
from analysis.text.titles import titles


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nobody deserves to be called an idiot for asking about the budget.", ["an idiot"]),
        ("They should not be called fools because they asked.", ["fools"]),
        ("My aunt was called a filthy foreigner on the bus.", ["a filthy foreigner"]),
        ("We keep being called sheep, week after week.", ["sheep"]),
        ("He called her a stupid cow, and nobody said a word.", ["a stupid cow"]),
        ("Please stop calling people idiots.", ["idiots"]),
        ("The word 'moron' has no place here.", ["'moron'"]),
        ("They say that all cyclists are reckless. That is a lie.",
         ["all cyclists are reckless"]),
        # a denial of having said it
        ("I never said that you were a moron.", ["that you were a moron"]),
        ("I didn't say he's an idiot, the minutes are there.", ["he's an idiot"]),
        ("Nobody here has ever said you are stupid.", ["you are stupid"]),
        ("She never claimed that the readers were sheep.", ["that the readers were sheep"]),
        ("No one has said that your mother is a thief.", ["that your mother is a thief"]),
        # a denial that takes itself back, asks, or denies something else
        ("I never said you were a moron, but you are close.", []),
        ("I never said you were a moron. I said you argue like one.", []),
        ("I didn't say you were a liar, just a crook.", []),
        ("I never said you were a moron but you are.", []),
        ("I never said she was stupid yet it is so.", []),
        ("Has nobody ever said you are a moron?", []),
        ("Why did no one say that you are a fool?", []),
        ("I said that you are a moron.", []),
        ("You are not a moron.", []),
        ("Not everybody says it, you are a moron.", []),
        # titles of works, and names
        ("The Moron is my favourite novel of hers.", ["The Moron"]),
        ("We watched the film Two Clowns of Lindenau.", ["Two Clowns of Lindenau"]),
        ("I keep reading The Fool by Marta Kern.", ["The Fool"]),
        ("Mrs Savages and Mr. Moron run the post office.", ["Savages", "Moron"]),
        ("The Moron is the director of this film.", []),
        ("What a film, you Moron.", []),
        ("Mr Kern is a Moron.", []),
        # a shout is no title, and hides nothing
        ("YOU ARE ALL IDIOTS BY THE WAY.", []),
        ("WHAT A SHOW YOU MORONS ARE.", []),
        ("THE MORON IS THE BEST SHOW IN TOWN.", []),
        ("What a show You Moron.", []),
        ("You Moron by Monday I want it back.", []),
        ("DR MORON DOES IT AGAIN.", []),
        ("This moron is my favourite author.", []),
        ("The Idiot is on the reading list.", ["The Idiot"]),
        ("I liked Dostoevsky's The Idiot.", ["The Idiot"]),
        ("We watched the film Moron.", ["Moron"]),
        ("The song Loser by Beck is great.", ["Loser"]),
        ("A film called Moron is on tonight.", ["Moron"]),
        ("Good episode The Idiot.", ["The Idiot"]),
        ("Mr Moron from the council wrote back.", ["Moron"]),
        ("Mr Moron, who lives here, wrote to you.", ["Moron"]),
        # an insult behind a work's name, or set off behind "Mr"
        ("nice book Asshole", []),
        ("Good episode Idiot", []),
        ("Great show Retard and good night", []),
        ("What a comedy Idiot", []),
        ("Your book Moron.", []),
        ("You ruined the film Moron.", []),
        ("Read the book Moron.", []),
        ("I won the game Loser.", []),
        ("Bravo, Mr Idiot, you broke it.", []),
        ("Hey Mr. Moron, did you read your own post?", []),
        ("Thank you, Mr Moron.", []),
        ("Dr Loser your post is wrong.", []),
        ("The Moron is on the council.", []),
        # they say, and the writer denies: only what accuses somebody
        ("They say you are a moron. That is not true.", ["you are a moron"]),
        ("Some people say she's lazy. That's a lie.", ["she's lazy"]),
        ("People claim that migrants are criminals. That is false.", ["migrants are criminals"]),
        ("They say the mayor is a thief. That is not true.", ["the mayor is a thief"]),
        ("They say Jews are people like us. That is a lie.", []),
        ("They say Muslims belong in this country. That is nonsense.", []),
        ("They claim you have a brain. That is a myth.", []),
        ("They say Muslims are not thieves. That is a lie.", []),
        ("They say no Muslims are thieves. That is a lie.", []),
        ("They say it is wrong to call them criminals. That is nonsense.", []),
        ("They say racism is stupid. That is nonsense.", []),
        # denials that deny only that it was said aloud, or go on about it
        ("Nobody said you are an idiot, everybody just knows it.", []),
        ("No one said that you were a complete idiot out loud.", []),
        ("I do not claim that you are a moron. I can prove it.", []),
        ("I never said you were an imbecile. An imbecile would have got it right.", []),
        ("I wouldn't say she's a liar. I'd say she makes things up.", []),
        ("I never said to your face that you are a moron.", []),
        ("I never said you are a person you worthless idiot", ["you are a person"]),
        ("He called me a fool you idiot.", ["a fool"]),
        ("I never said that you were a moron. You know that.", ["that you were a moron"]),
        # approval
        ("She called him a filthy cockroach, rightly.", []),
        ("He called her a stupid cow, and rightly so.", []),
        ("You were called a liar. Fair enough.", []),
        ("He was called a thief because he is one.", []),
        ("They called her a witch, and so she is.", []),
        ("You called him a sheep. They called him a liar and they were right.", []),
        ("Finally somebody called him a liar.", []),
        ("Nobody should be called a moron except you.", []),
        ("He was called a terrorist because he is a Muslim.", ["a terrorist"]),
        ("They called her a witch. It was not right.", ["a witch"]),
        ("He was called a liar, which he is not.", ["a liar"]),
        ("My son was called a retard, and so he went home.", ["a retard"]),
        # a word that is given to somebody
        ("The word 'cunt' describes you best.", []),
        ("The insult 'moron' fits you perfectly.", []),
        ("The word 'scum' was made for you.", []),
        ("You are the definition of the word 'moron'.", []),
        ("The word 'moron' springs to mind.", []),
        ("The word 'moron' was shouted at my daughter.", ["'moron'"]),
        ("The slur 'sheep' does not fit anybody.", ["'sheep'"]),
        # the writer calls, or approves: the words are the writer's own
        ("I called him a fool.", []),
        ("He deserves to be called a liar.", []),
        ("You should be called an idiot.", []),
        ("They say that all cyclists are reckless. That is so true.", []),
        ("You are an idiot, and so is the mayor.", []),
        ("The mayor called a meeting about the bridge.", []),
        ("A moron wrote this word.", []),
    ],
)  # fmt: skip
def test_what_is_named_or_reported(text, named):
    assert [span.of(text) for span in mentions(text)] == named


@given(st.text(alphabet=st.sampled_from(list("be caledNnoy.'\"was idt")), max_size=120))
def test_mentions_lie_in_the_text_in_order_and_apart(text):
    last = 0
    for span in mentions(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end


def test_quotation_marks_before_a_name_keep_nobody_waiting() -> None:
    """Words that may part in many ways took seconds for 60 marks, and hours for 190."""
    marks = "\u2019" * 60
    begun = time.process_time()
    found = list(titles(f"7{marks}7{marks}7-{marks}-x\u00a4 a b c d, Mr Idiot."))
    assert [end - start for start, end in found] == [len("Idiot")]
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "is_a_name"),
    [("Hello, Mr Idiot.", False), ("Don't, Mr Idiot.", False), ("Oh dear old Mr Idiot.", True),
     ("Four more words here, Mr Idiot.", True)],
)  # fmt: skip
def test_near_miss_a_greeting_speaks_to_somebody(text: str, is_a_name: bool) -> None:
    assert bool(list(titles(text))) == is_a_name

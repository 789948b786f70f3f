"""Whose words stand in quotation marks: what the words around them say of it."""

import pytest
from written_thread import prepared, quoted

LIAR = "You are a worthless idiot and a liar."


@pytest.mark.parametrize(
    "text",
    [
        f'I say: "{LIAR}"',
        f"We say: “{LIAR}” Good night.",
        f'I answer: "{LIAR}" Good night.',
        f'I ask you: "{LIAR[:-1]}?" Good night.',
        f'I\'ve said it before and I will say it again: "{LIAR}" Bye.',
        f'He told me to be kind, and I said: "{LIAR}" Bye.',
        f'Let me say it loud: "{LIAR}" Bye.',
        f'My message to you: "{LIAR}" Bye.',
        f'My advice to all of you here: "{LIAR}" Bye.',
        f'My honest opinion of you is: "{LIAR}" Bye.',
        f'In my words: "{LIAR}" Bye.',
        f'My opinion: "{LIAR[:-1]}". Period.',
        f'I quote myself: "{LIAR}" Bye.',
        f"Dear mayor: «{LIAR}» Yours, a voter.",
        f'PS: "{LIAR}" Have a nice day.',
        f'To put it bluntly: "{LIAR}" Bye.',
        f'My message to you:\n\n"{LIAR}"\n\nBye.',
        f'I say\n"{LIAR}"\nBye.',
        f'Here is my answer. "{LIAR}" Bye.',
        f'i say: "{LIAR}" Bye.',
        f'to put it bluntly: "{LIAR}" Bye.',
        f'"{LIAR[:-1]}," I tell you.',
        f'"{LIAR[:-1]}", I told him when we met.',
        f'"{LIAR}" I said that yesterday.',
        f'"{LIAR}" is my answer to you.',
        f'"{LIAR}" Those are my words.',
        f'"{LIAR}" – my answer to you. Bye.',
        f'"{LIAR[:-1]}" – that is what I think.',
        f'"{LIAR}" So say we all.',
        'I found you to be "a worthless idiot and a dirty liar".',
        'I heard that you are "a worthless idiot and a dirty liar".',
    ],
)
def test_the_writers_own_words_in_quotation_marks_are_read(text):
    result = prepared(text)
    assert quoted(result) == []
    assert result.own.text == text


@pytest.mark.parametrize(
    "text",
    [
        f'He said: "{LIAR}" Sad.',
        f'You wrote: "{LIAR}" Sad.',
        f'My neighbour said: "{LIAR}" Sad.',
        f'ann wrote: "{LIAR}" Sad.',
        f'Sad. user123 says: "{LIAR}"',
        f'my neighbour told me: "{LIAR}" Sad.',
        f'My neighbour\'s message: "{LIAR}" Sad.',
        f'I was told: "{LIAR}" Sad.',
        f'I have just been told: "{LIAR}" Sad.',
        f'I quote: "{LIAR}" Sad.',
        f'I read: "{LIAR}" Sad.',
        f'I heard her say: "{LIAR}" Sad.',
        f'I saw "{LIAR}" on the wall.',
        f'I got this message: "{LIAR}" Sad.',
        f'I asked my boss and he answered: "{LIAR}" Sad.',
        f'He answered my question: "{LIAR}" Sad.',
        f'His answer to my comment: "{LIAR}" Sad.',
        f'Ann\'s opinion: "{LIAR}" Sad.',
        f'The sign on the wall says: "{LIAR}" Sad.',
        f'The headline: "{LIAR}" Sad.',
        f'Quote: "{LIAR}" Sad.',
        f'According to Ann: "{LIAR}" Sad.',
        f'This morning on the bus: "{LIAR[:-1]}," said an old man.',
        f'My wife told me that he said "{LIAR}" to her.',
        f'"{LIAR}" I was told.',
        f'"{LIAR}" That is what I was told.',
        f'"{LIAR}" I say no to that.',
        f'"{LIAR}" I think that is rude.',
        f'"{LIAR}" My answer: be polite.',
        f'"{LIAR}" Who says such things?',
    ],
)
def test_what_somebody_else_said_stays_a_quote(text):
    [(source, _, words)] = quoted(prepared(text))
    assert source == "unknown"
    assert LIAR[:-1] in words


@pytest.mark.parametrize(
    "text",
    [
        f'My boss says "{LIAR[:-1]}". I couldn\'t agree more.',
        f'My nan told her "{LIAR[:-1]}" and nan is never wrong.',
        f'The lad who said "{LIAR[:-1]}" spoke for us all.',
        f'My uncle used to say "{LIAR[:-1]}" and the years proved him right.',
        f'"{LIAR}" Finally somebody says it.',
        f'"{LIAR}" Best comment of the week.',
        f'Whoever wrote "{LIAR[:-1]}" deserves a medal.',
    ],
)
def test_words_that_the_writer_approves_of_are_read(text):
    assert quoted(prepared(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        f'My boss says "{LIAR[:-1]}". I could not disagree more.',
        f'My nan told her "{LIAR[:-1]}" and nan is often wrong.',
        f'He said "{LIAR[:-1]}" and nobody spoke.',
        'He said "You are right, I couldn\'t agree more." Then he hung up.',
        f'"{LIAR}" Not the best comment of the week.',
    ],
)
def test_words_that_the_writer_tells_of_stay_a_quote(text):
    assert len(quoted(prepared(text))) == 1

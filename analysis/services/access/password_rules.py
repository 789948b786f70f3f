"""Which passwords and account names are refused when they are made.

A password is estimated by zxcvbn (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation",
USENIX Security 2016): common ones, names, dates, keys side by side, and these with letters swapped
for look-alikes. NIST SP 800-63B asks for the same: a length and a list, no rules of composition.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.domain.errors import BadInput
from analysis.text.lookalikes import latin_for

SHORTEST_PASSWORD = 10
"""Characters; long enough against guessing beside Argon2, short enough to be typed."""
LONGEST_PASSWORD = 1_000
"""Characters; a longer one is no person's, and would have to be hashed for every attempt."""
WEAKEST_SCORE = 3
"""zxcvbn's estimate of at least 10^8 guesses."""
_LOOKED_AT = 72
"""Characters that zxcvbn looks at; its time grows faster than the length."""
_SAME_SHAPE = str.maketrans({"I": "l", "1": "l", "|": "l", "0": "o"})


def check_password(password: str, *, name: str) -> None:
    """``BadInput`` for a password that is too short or among the first that are guessed."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise BadInput(f"A password may have at most {LONGEST_PASSWORD:,} characters.")
    from zxcvbn import zxcvbn  # its lists take a moment, which most commands don't need

    beginning = password[:_LOOKED_AT]
    parts = re.findall(r"\w+", name)
    own_words = ["moderato", name, "".join(parts), *parts]
    for read_as in {beginning, _latin(beginning)}:
        estimate = zxcvbn(read_as, user_inputs=own_words)
        if estimate["score"] < WEAKEST_SCORE:
            why = estimate["feedback"]["warning"] or "Few words or a known pattern."
            raise BadInput(f"This password is too easy to guess: {why.rstrip('.')}.")


def shape(name: str) -> str:
    """What a name looks like: the same for two names that a person can't tell apart.

    After the skeletons of Unicode Technical Standard 39, with the letters of ``lookalikes``.
    """
    letters = _latin(unicodedata.normalize("NFKC", name)).translate(_SAME_SHAPE).casefold()
    return " ".join(letters.translate(_SAME_SHAPE).replace("rn", "m").split())


def _latin(words: str) -> str:
    return "".join(latin_for(char) or char for char in words)

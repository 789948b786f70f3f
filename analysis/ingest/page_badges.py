"""Lines that sites put around a comment and that are no part of it: badges, pins, counts."""

from __future__ import annotations

import re

_LONGEST = 60

_RANK = re.compile(
    r"""(?:
      author | op | mod(?:erator)? | admin | staff | top\ fan | rising\ (?:fan|contributor) |
      group\ expert | verified | follow(?:ing)? | subscriber | (?:all[- ]star\ )?contributor |
      top\ \d+%\ (?:commenter|poster) |
      (?:(?:well-known|senior|junior|new|active|regular|full|super|elite|premium)\ )?member |
      (?:registered|new)\ user | (?:global\ |super\ )?moderator | guest | newbie |
      mitglied | membre | [•·]?\s*(?:1st|2nd|3rd\+?) | autor(?:in)? | auteur
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""What somebody is to the site."""

_BADGE = re.compile(
    r"""(?:
      # what the site did with the comment
      (?:\d+\s+)?(?:guardian|times|nyt|reader|editors?['’]?)\ picks? | featured |
      pinned(?:\ by\ .*)? |
      (?:angepinnt|fixiert)\ von\ .* | épinglé\ par\ .* | fijado\ por\ .* | liked\ by\ .* |
      \(?(?:edited|bearbeitet|modifi(?:é|ée|cato|cado)|editado|bewerkt|redigerad)\)? |
      # what answers it or stands above all
      (?:reply|quote|respond|report|antworten|zitieren|melden|répondre|citer|signaler|responder|
      rispondi|reageer|beantwoorden|svara|svar)
      (?:\ with\ quote|\ to\ this(?:\ (?:comment|post))?)?\.? |
      (?:comment|reply)\ by\ .{1,40}\. |
      (?:all\ )?comments?:? | kommentare:? | commentaires\ ?:? | comentarios:? | commenti:? |
      reacties:? | responses?:? |
      # what opens more of it
      (?:read|see|show)\ (?:more|less|full\ comment) | expand\ full\ comment |
      mehr\ (?:ansehen|lesen) |
      (?:lire\ la\ suite|afficher\ plus|ver\ más|leer\ más|mostra\ altro|meer\ weergeven) |
      (?:translate\ to\ .* | see\ (?:translation|original)|übersetzen|traduire) |
      (?:view|show|hide|see|load)?\s*(?:all\s+)?\d+\s+(?:more\s+)?repl(?:y|ies) |
      (?:view|show|hide|see|load)\s+(?:more\s+|all\s+)?repl(?:y|ies)(?:\s*\(\d+\))? | last\ reply |
      \d+\s+(?:weitere\s+)?antwort(?:en)? | \d+\s+réponses? | \d+\s+respuestas? | \d+\s+risposte? |
      (?:antworten|réponses|respuestas)\ (?:anzeigen|afficher|ver) |
      (?:reply)*\s*reply\ to\ .{1,40} | \[\+\].{1,40}\ comment\ score\ below\ threshold.* |
      (?:permalink|embed|save|parent|context|report|give\ award|reply|share){2,} |
      load\ more\ comments.* | continue\ this\ thread |
      # what counts the comments
      \d[\d.,]*\s+(?:comments?|thoughts?|responses?|kommentare?|gedanken?|commentaires?|réflexions?|
      comentarios?|commenti|reacties)(?:\s+(?:on|to|zu|sur|en|su|op)\s.*)?
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_PICTURE = re.compile(
    r"(?:['’]s)?\s+(?:avatar|gravatar|profile (?:picture|photo|image)|profilbild)\Z|"
    r"\A(?:avatar|photo|picture|image|profile (?:picture|photo)) (?:of|for) |\Aavatar\Z",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"(?:join(?:ed|\s+date)|member\s+since|registered|posts?|messages?|topics?|threads|location|"
    r"reaction\s+score|likes\s+(?:received|given)|reputation|trophy\s+points|points|thanks|karma|"
    r"registriert(?:\s+seit)?|beiträge|wohnort|inscrit(?:\s+le)?|localisation|ubicación|mensajes)"
    r"(?P<value>\s*:\s*\S.*)?:?\Z",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d[\d.,\u00a0\u202f ]*\s?[kKmM]?\Z")


def is_badge(line: str) -> bool:
    """Whether a line says what its author is to the site, or opens, pins or counts something."""
    return len(line) <= _LONGEST and bool(_RANK.match(line) or _BADGE.match(line))


def is_rank(line: str) -> bool:
    """Whether a line says what its author is to the site: ``OP``, ``Top fan``."""
    return len(line) <= _LONGEST and bool(_RANK.match(line))


def is_picture(line: str) -> bool:
    """Whether a line stands for an author's picture: ``Nora's avatar``."""
    return len(line) <= _LONGEST and bool(_PICTURE.search(line))


def is_count(line: str) -> bool:
    """Whether a line is nothing but a count: ``12``, ``1.2K``."""
    return len(line) <= 12 and bool(_COUNT.match(line))


def profile_label(line: str) -> bool | None:
    """Whether a line of an author's profile has its value behind it (``Posts: 12``) or below it
    (``Joined``: false); ``None`` for any other line."""
    match = _PROFILE.match(line) if len(line) <= _LONGEST else None
    return None if match is None else match["value"] is not None


def is_initials(line: str, name: str) -> bool:
    """Whether a line shows a name's letters in the place of a picture: ``NQ``, ``OL``."""
    if not 2 <= len(line) <= 3 or not line.isupper():
        return False
    initials = "".join(word[0] for word in name.split() if word[:1].isalpha()).upper()
    return initials.startswith(line) or name[: len(line)].upper() == line

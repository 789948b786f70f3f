"""Words of a threat in another sense: a game, a warning, a gift, or a thing that shall suffer."""

from __future__ import annotations

import re

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText

_GAME = re.compile(
    r"\b(?:re?spawn(?:s|ed)?|checkmate|chess|mario kart|fifa|minecraft|fortnite|scrabble|monopoly|"
    r"darts|bowls|snooker|bingo|poker|karaoke|paintball|laser tag|ping pong|table tennis|(?:one|"
    r"two|three|four|five|six|\d)[- ]nil|kick-?off|derby day|semi-?finals?|quarter-?finals?|"
    r"playoffs?|guild|healer|lobby|side quest|pub quiz|bake-?off|dance-?off|board game|rematch|top "
    r"of the league|the league is|league is ours|on penalties)\b"
)
_WARNS = re.compile(r"(?:you|your|he|she|they|he's|she's|they're|you're)\b|you'll")
_HAZARD = re.compile(
    r"\b(?:without (?:water|food|oxygen|sleep|insulin|(?:a|the|your|any|proper) (?:rope|helmet|"
    r"mask|coat|jacket|light|guide|map|torch|gloves?|parachute))|helmets?|seat ?belts?|life "
    r"?jackets?|sun ?cream|sunscreen|sunburn|at noon|a hat|gauze|volts?|live wire|transformer|the "
    r"tide|currents?|undertow|avalanches?|fumes|carbon monoxide|gas (?:on|leak)|mushrooms?|"
    r"overdose|the dose|ticks?|black ice|thin ice|dehydrat\w{2,4}|hypothermia|frostbite|blood "
    r"clots?|sepsis|smoke alarms?|if you (?:keep |go on |ever |try to )?(?:climb|swim|dive|ski|mix|"
    r"overtake|speed|smoke|drink|eat|touch|skip|fall|slip|stay out|leave the|lift|don't (?:wear|"
    r"drink|eat|rest|slow|check|see a))\w{0,3})\b"
)
_BY_WHOM = re.compile(
    r"\b(?:we|we'll|we're|our|us|i'll|i will|i'm|my (?:boys|lads|brothers|cousins|mates))\b"
)
_GIFT = re.compile(
    r"^(?: down)? (?:a|an|some)\b(?! (?:new|second|thousand|million|hundred|lot|bit|few|little|"
    r"nasty|painful|slow|hundred|dozen|bullet|grave|coffin|shallow)\b)"
)
_THINGS = (
    r"(?:phones?|laptops?|computers?|printers?|routers?|apps?|websites?|sites?|cars?|vans?|bikes?|"
    r"boilers?|machines?|telly|tv|remotes?|toys?|shoes?|sofas?|chairs?|fences?|trees?|weeds?|"
    r"knotweed|ivy|lawn|wasps?|slugs?|mosquitoe?s?|midges|moths|ticks|fleas|lice|mould|mold|"
    r"malaria|cancer|tumou?r|virus|flu|migraine|tooth|toothache|winter|monday|weather|rain|snow|"
    r"heat|daylight saving|bills?|laws?|tax|taxes|polic(?:y|ies)|ideas?|plans?|schemes?|projects?|"
    r"theor(?:y|ies)|arguments?|proposals?|reports?|rules?|forms?|software|updates?|films?|series|"
    r"shows?|songs?|albums?|books?|systems?|algorithms?|ads?|emails?|meetings?|alarm|hedges?|"
    r"sandwich|pizza|coffee|dress|wallpaper|roundabout)"
)
_THING_SUFFERS = re.compile(
    rf"\b(?:(?:this|that|the|my|our|your|its|a|these|those) )?(?:[\w'-]{{1,20}} ){{0,2}}{_THINGS}"
    r"(?: (?!(?:and|if|by|for|from|driver|owner|makers?|writer)\b)[\w'-]{1,20}){0,7}(?:,? "
    r"and)?[\s,]{1,2}$"
)
_SOMEBODY = re.compile(
    r"\b(?:who|whoever|any(?:one|body)|every(?:one|body)|people|m[ae]n|wom[ae]n|he|she|they|you|we|"
    r"i|him|her|them|guys?|kids?|child|children|boys?|girls?)\b"
)
_THING_CALLED = re.compile(
    rf"^(?:, (?:you |my |dear |stupid |bloody |old ){{0,2}}(?:\w{{1,12}} )?| (?:this|that|the) "
    rf"){_THINGS}\b"
)
_VICTIM = re.compile(r"\b(?:you|him|her|them|u|ur|your|their|his)\b")


def harmless_sense(words: AuthorText, span: Span) -> bool:
    """Whether the words around a threat give it a harmless sense."""
    cue, whole = span.of(words.folded), words.whole(span)
    if _GAME.search(whole) is not None:
        return True
    if cue.endswith(("you", "u", "them", "him", "her")) and _GIFT.match(words.after(span, 40)):
        return True
    if _WARNS.match(cue) and _HAZARD.search(whole) and not _BY_WHOM.search(whole):
        return True
    lead = words.before(span, 70)
    if not _VICTIM.search(cue) and not _SOMEBODY.search(lead) and _THING_SUFFERS.search(lead):
        return True
    return _THING_CALLED.match(words.after(span, 40)) is not None

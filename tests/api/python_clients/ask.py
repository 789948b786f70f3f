"""Asks the service under its own name through one client, and prints what came back as JSON.

Each client is in a folder of its own: two of them are called ``perspective``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

CLIENT, KEY, TEXT = sys.argv[1:]


def perspective_py() -> dict[str, Any]:
    import perspective

    try:
        perspective.Client(token="wrong")
        refused = False
    except perspective.errors.InvalidToken:
        refused = True
    client = perspective.Client(token=KEY)
    # It takes the refusal's sentence apart to find the attribute that it leaves out.
    scores = client.analyze(TEXT, ["TOXICITY", "SPAM"], "English", skip_on_lang=True)
    return {"score": scores["TOXICITY"] / 100, "left": sorted(scores), "refused": refused}


def perspectiveapi() -> dict[str, Any]:
    from perspective import Attribute, Perspective, blocking

    plain = blocking.Perspective(KEY).score(TEXT)
    waited = asyncio.run(Perspective(KEY).score(TEXT, [Attribute.TOXICITY]))
    return {"score": plain.toxicity, "again": waited.toxicity, "threat": plain.threat}


def pyspective() -> dict[str, Any]:
    from pyspective.pyspective import PyspectiveAPI

    client = PyspectiveAPI(KEY)
    return {
        "score": client.score(TEXT, "toxicity")["TOXICITY"],
        "suggested": client.suggest(TEXT, 1.0),
    }


def begentle() -> dict[str, Any]:
    import begentle as module

    return {"score": module.CommentAnalyzer(KEY).analyze(TEXT)}


CLIENTS: dict[str, Callable[[], dict[str, Any]]] = {
    client.__name__: client for client in (perspective_py, perspectiveapi, pyspective, begentle)
}
print(json.dumps(CLIENTS[CLIENT]()))

"""Clients that anybody can install, unmodified, against one running server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HOSTILE = "You h=0.75 clown"


def google_client(address: str) -> Any:
    from googleapiclient import discovery

    return discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey="any",
        discoveryServiceUrl=f"{address}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )


def body(text: str) -> dict[str, Any]:
    return {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}}


def test_googles_client_by_discovery(address: str) -> None:
    comments = google_client(address).comments()
    answer = comments.analyze(body=body(HOSTILE)).execute()
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.75
    suggestion = {
        "comment": {"text": HOSTILE},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "clientToken": "comment:1",
    }
    assert comments.suggestscore(body=suggestion).execute()["clientToken"] == "comment:1"


def test_googles_client_reads_our_errors(address: str) -> None:
    from googleapiclient.errors import HttpError

    with pytest.raises(HttpError) as caught:
        google_client(address).comments().analyze(body=body("")).execute()
    assert caught.value.reason == "Comment must be non-empty."
    assert caught.value.error_details[0]["errorType"] == "COMMENT_EMPTY"


def test_googles_client_in_batches(address: str) -> None:
    client = google_client(address)
    answers: dict[str, Any] = {}

    def take(name: str, response: Any, exception: Exception | None) -> None:
        answers[name] = exception or response["attributeScores"]["TOXICITY"]["summaryScore"]

    batch = client.new_batch_http_request(callback=take)
    for name in ("0.25", "0.5"):
        batch.add(client.comments().analyze(body=body(f"h={name}")), request_id=name)
    batch.add(client.comments().analyze(body=body("")), request_id="empty")
    batch.execute()
    assert [answers[name]["value"] for name in ("0.25", "0.5")] == [0.25, 0.5]
    assert "Comment must be non-empty." in str(answers["empty"])


def test_perspective(address: str) -> None:
    from perspective import PerspectiveAPI

    client = PerspectiveAPI("any")
    client.api_client.url = f"{address}/v1alpha1/{{endpoint}}"
    assert client.score(HOSTILE, tests=["TOXICITY", "INSULT"]) == {"TOXICITY": 0.75, "INSULT": 0.75}


def test_pyperspective(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from PyPerspective import Perspective as module

    monkeypatch.setattr(module, "base_url", f"{address}/v1alpha1/comments:analyze")
    comment = module.Perspective("any").get_score(HOSTILE, tests=["TOXICITY", "INSULT"])
    assert (comment["TOXICITY"].score, comment["INSULT"].score) == (0.75, 0.75)
    assert str(comment["TOXICITY"][0]) == HOSTILE


def test_begentle(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import begentle
    from googleapiclient import discovery

    build = discovery.build

    def redirected(*args: Any, **kwargs: Any) -> Any:
        # Its address is a literal: what a redirected host would do.
        url = kwargs.pop("discoveryServiceUrl").replace(
            "https://commentanalyzer.googleapis.com", address
        )
        return build(*args, discoveryServiceUrl=url, **kwargs)

    monkeypatch.setattr(discovery, "build", redirected)
    assert begentle.CommentAnalyzer("any").analyze(HOSTILE) == 0.75


def test_openai(address: str) -> None:
    from openai import OpenAI

    client = OpenAI(api_key="any", base_url=f"{address}/v1")
    answer = client.moderations.create(input=[HOSTILE, "h=0.01"])
    assert [result.flagged for result in answer.results] == [True, False]
    assert answer.results[0].categories.harassment is True
    assert answer.results[0].category_scores.harassment == 0.75


def test_our_own_check_of_a_server_finds_nothing_wrong(address: str) -> None:
    from analysis.services.measurement.service_check import check_service

    checks = check_service(address, attributes=["TOXICITY", "INSULT"])
    # The scripted pipeline takes every text for English.
    wrong = [c.name for c in checks if not c.ok and "German" not in c.name]
    assert "discovery document leads here" in [c.name for c in checks]
    assert wrong in ([], ["attributes not answered"])


@pytest.mark.slow
@pytest.mark.heavy
def test_clients_for_node(address: str, tmp_path: Path) -> None:
    """Installed from the registry as they are; skipped where npm, or the registry, is missing."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder = shutil.copytree(Path(__file__).parent / "node_clients", tmp_path / "clients")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    if subprocess.run(install, cwd=folder, capture_output=True, timeout=300).returncode:
        pytest.skip("the clients can't be installed here")
    asked = subprocess.run(
        ["node", "ask.js", address, HOSTILE], cwd=folder, capture_output=True, timeout=60
    )
    assert set(json.loads(asked.stdout).items()) == {
        ("byGoogle", 0.75), ("byConversationAi", 0.75), ("byOpenai", 0.75),
    }  # fmt: skip


FOLDER = Path(__file__).parent / "other_languages"
JARS = "/usr/share/java/*"
GO_CODE = Path("/usr/share/gocode")
CRATES = Path("/usr/share/cargo/registry")
NEEDED = {
    "PHP": (["php", "ask.php"], "php-cli", "/usr/bin/php"),
    "Java": (
        ["java", "-cp", JARS, "Ask.java"], "libgoogle-api-client-java",
        "/usr/share/java/google-api-client.jar",
    ),
    "shell": (["sh", "ask.sh"], "curl", "/usr/bin/curl"),
    "R": (
        ["Rscript", "ask.R"], "r-cran-httr r-cran-jsonlite", "/usr/lib/R/site-library/httr",
    ),
    "Go": (
        ["go", "run", "ask.go"], "golang-google-api-dev",
        str(GO_CODE / "src/google.golang.org/api/commentanalyzer"),
    ),
    "Rust": (
        ["sh", "ask_rust.sh"], "cargo librust-ureq-dev librust-serde-json-dev",
        f"{CRATES}/ureq-2*",
    ),
    "C#": (
        ["sh", "ask_csharp.sh"], "mono-mcs libmono-system-net-http4.0-cil", "/usr/bin/mcs",
    ),
}  # fmt: skip
"""By language the command, the packages of Debian that it needs, and what is there of them."""


@pytest.mark.slow
@pytest.mark.parametrize("language", list(NEEDED))
def test_other_languages(address: str, language: str, tmp_path: Path) -> None:
    """With the language's own means, or a library of Debian's; skipped where it is missing."""
    command, packages, installed = NEEDED[language]
    there = any(Path("/").glob(installed.removeprefix("/")))
    if shutil.which(command[0]) is None or not there:
        pytest.skip(f"Debian: apt install {packages}")
    if language == "Rust" and shutil.which("cargo") is None:
        pytest.skip(f"Debian: apt install {packages}")
    of_go = {"GO111MODULE": "off", "GOPATH": str(GO_CODE), "GOCACHE": str(tmp_path), "GOFLAGS": ""}
    environment = {**os.environ, **of_go, "FOLDER": str(tmp_path)}
    asked = subprocess.run(
        [*command, address, HOSTILE], cwd=FOLDER, env=environment,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert asked.stdout == "0.75", asked.stderr[-2_000:]

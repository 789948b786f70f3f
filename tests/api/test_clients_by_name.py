"""Clients whose address is a literal, unmodified: the service's name leads to this machine, with a
certificate made for it here. This is the recipe of the documents, step by step."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.domain.api_key import Scope
from analysis.services.access.api_keys import create_key
from analysis.storage.database import Store

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAME = "commentanalyzer.googleapis.com"
TEXT = "You are a fool and nobody here wants to read your lies."
PACKAGES = {
    "perspective_py": ["perspective.py==0.3.4", "pycountry", "matplotlib"],
    "perspectiveapi": ["perspectiveapi==1.1.0"],
    "pyspective": ["pyspective==0.0.2"],
}
"""By client what has to be installed beside what the checks have already."""
FURTHER = {"perspective_py": ["contourpy", "cycler", "fonttools", "kiwisolver", "pillow"]}

CERTIFICATE = [
    *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
    *("-keyout", "key.pem", "-out", "certificate.pem", "-subj", f"/CN={NAME}"),
    *("-addext", f"subjectAltName=DNS:{NAME}"),
    *("-addext", "keyUsage=critical,digitalSignature,keyCertSign"),
]


def installed(folder: Path) -> list[str]:
    """The clients that could be installed, each in a folder of its own."""
    (folder / "begentle").mkdir()  # it is here already
    clients = ["begentle"]
    for client, packages in PACKAGES.items():
        command = [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--target", str(folder / client), *packages, *FURTHER.get(client, [])),
        ]
        if subprocess.run(command, capture_output=True, timeout=900).returncode == 0:
            clients.append(client)
    node = shutil.copytree(HERE / "node_clients", folder / "node")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    if (
        shutil.which("npm")
        and not subprocess.run(install, cwd=node, capture_output=True, timeout=900).returncode
    ):
        clients.append("node")
    return clients


@pytest.mark.slow
@pytest.mark.heavy
def test_clients_with_a_literal_address_are_answered(sqlite_store: Store, tmp_path: Path) -> None:
    tools = [tool for tool in ("unshare", "ip", "openssl", "curl") if shutil.which(tool) is None]
    if tools or os.geteuid() != 0:
        pytest.skip(f"a network of its own needs root, and {', '.join(tools) or 'its tools'}")
    scopes = {Scope.ANALYZE, Scope.SUGGEST}
    _, key = create_key(sqlite_store, "by name", scopes=scopes)
    subprocess.run(CERTIFICATE, cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "hosts").write_text(f"127.0.0.1 localhost {NAME}\n")
    clients = installed(tmp_path)
    if len(clients) == 1:
        pytest.skip("the clients can't be installed here")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.lower().endswith("proxy")},
        "MODERATO_DATABASE_URL": sqlite_store.url,
        "PYTHONPATH": str(ROOT),
    }
    asked = subprocess.run(
        [str(HERE / "redirected.sh"), str(tmp_path), str(HERE / "redirected_clients.sh"),
         sys.executable, key, TEXT],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500,
    )  # fmt: skip
    lines = [line.partition(" ") for line in asked.stdout.splitlines()]
    answers = {client: json.loads(content) for client, _, content in lines if content}
    assert sorted(answers) == sorted(clients), asked.stderr[-2_000:]
    scores = {answer["score"] for answer in answers.values()}
    assert max(scores) - min(scores) < 1e-6, "the same text, the same score"
    assert 0.5 < max(scores) <= 1.0
    more = {
        "perspective_py": {"left": ["TOXICITY"], "refused": True},
        "perspectiveapi": {"again": answers["begentle"]["score"], "threat": None},
        "pyspective": {"suggested": "Successed"},
        "node": {"refused": "ResponseError"},
    }
    for client, expected in more.items():
        if client in answers:
            assert expected.items() <= answers[client].items(), client

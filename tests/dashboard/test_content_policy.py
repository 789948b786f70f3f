"""What a page may run and load; a browser test sees that everything of ours still runs."""

from __future__ import annotations

from dashboard.web.content_policy import content_policy, script_hashes


def directives() -> dict[str, set[str]]:
    parts = [part.split() for part in content_policy().split("; ")]
    return {name: set(sources) for name, *sources in parts}


def test_no_script_runs_that_is_not_ours() -> None:
    allowed = directives()["script-src"]
    assert not allowed & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:"}
    assert len([source for source in allowed if source.startswith("'sha256-")]) == 2


def test_nothing_is_fetched_from_or_sent_to_another_site() -> None:
    for name, sources in directives().items():
        assert not any("//" in source or source in ("*", "https:", "wss:") for source in sources), (
            name
        )
    assert directives()["object-src"] == {"'none'"}


def test_a_hash_is_the_one_that_browsers_compute() -> None:
    # The example of the specification (Content Security Policy Level 3, section 8.3).
    page = "<script>alert('Hello, world.');</script>"
    assert script_hashes(page) == ["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"]

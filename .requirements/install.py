"""Makes `.venv` and installs the locked set into it; run by `make setup`, standard library only.

    python .requirements/install.py [--light] [--dev] [--torch cpu|cuda]

Interrupted at any point, it goes on where it stopped; run again, it takes a moment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "moderato-setup.json"
TORCH = "torch==2.13.0"
TORCH_HASHES = HERE / "torch_hashes.json"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")

NO_TORCH = f"""
The {TORCH} that your package index offers would bring CUDA packages (several GB), so it was
not installed. Moderato is ready without it; Detoxify and training say that they are not
installed here. To have them, either
  - point pip at a CPU build (PIP_FIND_LINKS=folder, or your index's CPU channel) and run
    'make setup' again, or
  - take the CUDA build knowingly: make setup TORCH=cuda
To stop this message: make setup LIGHT=1
"""

UNKNOWN_TORCH = """
The torch {version} that your package index offers is a file that Moderato does not know
(sha256 {sha256}), so it was not installed. Moderato is ready without it; Detoxify and training say
that they are not installed here. When its publisher names the same hash, take it by
  make setup TORCH_SHA256={sha256}
"""


def say(text: str) -> None:
    """Print one line of progress to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def pip(*arguments: str, quiet: bool = True) -> None:
    """Run pip of the environment; a failure ends the set-up with pip's own words."""
    command = [str(PYTHON), *PIP, arguments[0], *(["-qq"] if quiet else []), *arguments[1:]]
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        say(f"set-up stopped: 'pip {arguments[0]}' ended with {done.returncode}; see above")
        sys.exit(2)


def make_venv() -> None:
    """Create the environment, or mend one that was left half made."""
    if PYTHON.exists():
        works = subprocess.run([str(PYTHON), *PIP, "--version"], capture_output=True, check=False)
        if works.returncode == 0:
            return
        say("the environment in .venv does not work; making it anew")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        say(f"{sys.executable} cannot make an environment; on Debian: apt-get install python3-venv")
        sys.exit(2)


def torch_on_offer() -> tuple[str, str, list[str]]:
    """Version, SHA-256 and needs of the torch that the package index offers here."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        pip("install", "--dry-run", "--no-deps", "--ignore-installed",
            "--report", str(report), TORCH)  # fmt: skip
        offer = json.loads(report.read_text())["install"][0]
    hashes = offer["download_info"].get("archive_info", {}).get("hashes", {})
    metadata = offer["metadata"]
    return metadata["version"], hashes.get("sha256", ""), metadata.get("requires_dist", [])


def torch_is_known(version: str, sha256: str, vouched: str = "") -> bool:
    """Whether this very file is one that we know, or that somebody at this machine vouches for."""
    known = json.loads(TORCH_HASHES.read_text())
    return bool(sha256) and sha256 in (*known.get(version, ()), vouched.removeprefix("sha256:"))


def brings_cuda(needs: list[str]) -> bool:
    """Whether these needs name CUDA packages that would be installed here."""
    probe = (
        "import json,sys\n"
        "from pip._vendor.packaging.requirements import Requirement\n"
        "found=[Requirement(r) for r in json.load(sys.stdin)]\n"
        "print(*(r.name for r in found if not r.marker or r.marker.evaluate({'extra': ''})))\n"
    )
    names = subprocess.run(
        [str(PYTHON), "-c", probe], input=json.dumps(needs), text=True, check=True,
        capture_output=True,
    ).stdout.split()  # fmt: skip
    return any(name.startswith(("nvidia", "cuda", "triton")) for name in names)


def installed(package: str) -> bool:
    """Whether ``package`` (``name==version``, local build tags ignored) is in the environment."""
    name, _, version = package.partition("==")
    probe = f"import importlib.metadata as m; print(m.version({name!r}).split('+')[0])"
    found = subprocess.run([str(PYTHON), "-c", probe], text=True, capture_output=True, check=False)
    return found.returncode == 0 and found.stdout.strip() == version


def install_torch(choice: str, vouched: str) -> bool:
    """Install torch alone, before everything that depends on it. False when it was left out.

    Its hash is checked by version: the builds of one number are different files.
    """
    if installed(TORCH):
        return True
    version, sha256, needs = torch_on_offer()
    if choice == "cpu" and brings_cuda(needs):
        say(NO_TORCH)
        return False
    if not torch_is_known(version, sha256, vouched):
        say(UNKNOWN_TORCH.format(version=version, sha256=sha256 or "(the index names none)"))
        return False
    say(f"installing torch {version}" + (" with its CUDA packages, as asked" * (choice == "cuda")))
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "torch.txt"
        exact.write_text(f"torch=={version} --hash=sha256:{sha256}\n")
        pip("install", "--no-deps", "--require-hashes", "-r", str(exact))
    if choice == "cuda":
        pip("install", TORCH)  # what it needs; torch itself is there
    return True


def locked(name: str) -> None:
    """Install one lock file, hashes checked and nothing beside it."""
    say(f"installing {name}")
    pip("install", "--no-deps", "--require-hashes", "-r", str(HERE / name))


def digest() -> str:
    """What the set-up depends on; another digest means: set up again."""
    whole = hashlib.sha256()
    for path in [*sorted(HERE.glob("*.lock")), ROOT / "pyproject.toml", Path(__file__)]:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def stamp() -> dict[str, object]:
    """What is known to be installed; empty when the set-up never ended."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def main() -> None:
    """Bring the environment to what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--light", action="store_true", help="without torch")
    parser.add_argument("--dev", action="store_true", help="with what the checks need")
    parser.add_argument("--torch", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--torch-sha256", default="", help="a build of torch to take as well")
    asked = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is checked
        say(f"Moderato needs Python 3.11 or newer, not {sys.version.split()[0]}")
        sys.exit(2)
    want = {"full": not asked.light, "dev": asked.dev}
    known = stamp()
    now = digest()
    if known.get("digest") == now and PYTHON.exists():
        enough = all(known.get(part) or not wanted for part, wanted in want.items())
        if enough and (asked.torch == "cpu" or asked.light or known.get("torch")):
            return
        want = {part: bool(known.get(part)) or wanted for part, wanted in want.items()}
    started = time.monotonic()
    make_venv()
    STAMP.unlink(missing_ok=True)
    has_torch = want["full"] and install_torch(asked.torch, asked.torch_sha256)
    locked("full.lock" if has_torch else "light.lock")
    if want["dev"]:
        locked("dev.lock")
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(json.dumps({"digest": now, "torch": has_torch, **want}) + "\n")
    say(
        f"set up in {time.monotonic() - started:.0f} s ({'with' if has_torch else 'without'} torch)"
    )


if __name__ == "__main__":
    main()

"""Starting the dashboard as a process of its own and waiting until it answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from analysis.cli.options import note
from analysis.domain.errors import BadInput, ModeratoError

HOST = "127.0.0.1"
# A cold start takes 4 s on two idle cores and took over a minute beside a training run; a process
# that ends is noticed at once, so waiting longer costs nobody anything.
START_LIMIT_S = 300.0


def check_port(port: int, *, host: str = HOST) -> None:
    """``BadInput`` when nobody can listen on ``port`` of this machine."""
    if not 1 <= port <= 65535:
        raise BadInput(f"--port {port}: expected a number from 1 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            raise BadInput(f"--host {host}: there is no such address") from None
        except PermissionError:
            raise BadInput(f"port {port} needs rights you do not have; try --port 8501") from None
        except OSError:
            raise BadInput(
                f"port {port} is in use by another program; choose another with --port"
            ) from None


def serve(*, port: int, database_url: str, headless: bool) -> int:
    """Run the dashboard until it is stopped; prints its address once it answers."""
    with started(port=port, database_url=database_url) as child:
        return follow(child, port=port, headless=headless)


@contextmanager
def started(*, port: int, database_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the dashboard beside what is done inside the block, with which it ends."""
    check_port(port)
    # -P: the folder we happen to be in must not shadow the package.
    command = [sys.executable, "-P", "-m", "dashboard", "--port", str(port), "--address", HOST]
    environment = {
        **os.environ,
        "MODERATO_DATABASE_URL": database_url,
        "STREAMLIT_LOGGER_LEVEL": "warning",  # its greeting would stand beside ours
    }
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield child
    finally:
        signal.signal(signal.SIGTERM, before)
        if child.poll() is None:
            child.terminate()
            child.wait()


def follow(child: subprocess.Popen[bytes], *, port: int, headless: bool) -> int:
    """Print the address once the dashboard answers, and wait until it is stopped."""
    _end_with_us(child)
    address = f"http://{HOST}:{port}"
    try:
        _wait_until_it_answers(child, address)
        note(f"Moderato is at {address} (Ctrl-C stops it)")
        if not headless and _has_a_screen():
            webbrowser.open(address)
        return child.wait()
    except KeyboardInterrupt:
        note("\ndashboard stopped; decisions are saved")
        return 0


def _wait_until_it_answers(child: subprocess.Popen[bytes], address: str) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        if child.poll() is not None:
            raise ModeratoError(f"the dashboard ended at once with code {child.returncode}")
        try:
            # A fixed address on this machine, no scheme from outside.
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise ModeratoError(f"the dashboard did not answer at {address} within {START_LIMIT_S:.0f} s")


def _end_with_us(child: subprocess.Popen[bytes]) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        child.terminate()

    signal.signal(signal.SIGTERM, stop)


def _has_a_screen() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

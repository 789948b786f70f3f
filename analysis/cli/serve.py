"""`moderato serve`: the API, on this machine unless told otherwise and keys were made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Db, note, settings_with

Host = Annotated[
    str, typer.Option("--host", help="Where it listens; elsewhere than here it needs keys.")
]
Port = Annotated[int, typer.Option("--port", help="The port it listens on.")]
CertificateFile = Annotated[
    Path | None,
    typer.Option("--certificate", help="Certificate in PEM, to be asked by https directly."),
]
KeyFile = Annotated[
    Path | None, typer.Option("--certificate-key", help="The certificate's private key in PEM.")
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that serve together.")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
    certificate: CertificateFile = None,
    certificate_key: KeyFile = None,
    db: Db = None,
) -> None:
    """Answer other programs: the Perspective API's contract, and our own under /v1."""
    from analysis.api.certificate import certificate_of
    from analysis.api.running import check_reach, run
    from analysis.cli.serving import check_port
    from analysis.cli.stores import writable_store

    pair = certificate_of(certificate, certificate_key)
    settings = settings_with(db=db)
    store = writable_store(settings)
    check_reach(store, host)
    check_port(port, host=host)
    store.close()
    shown = f"[{host}]" if ":" in host else host
    address = f"{'http' if pair is None else 'https'}://{shown}:{port}"
    note(f"Moderato loads its models and then answers at {address} (Ctrl-C stops it)")
    run(settings, host=host, port=port, workers=workers, certificate=pair)

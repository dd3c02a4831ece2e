"""``ivigkg serve``."""

from __future__ import annotations

import ipaddress
import os
import socket
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import click

from ivigkg.cli import options
from ivigkg.errors import IvigkgError, UsageError

GRACE = 3
"""Seconds that running answers have to end after Ctrl-C."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@options.store
@click.option(
    "--timeout", default=10.0, show_default=True, type=click.FloatRange(0.1, 86400), help="Seconds a query may take."
)
@click.option("--workers", default=None, type=click.IntRange(1, 256), help="Processes that answer queries.")
@click.option(
    "--memory", default=2048, show_default=True, type=click.IntRange(64), help="MiB of memory a query may take."
)
@click.option("--rows", default=1_000_000, show_default=True, type=click.IntRange(1), help="Rows an answer may have.")
@click.option("--queue", default=64, show_default=True, type=click.IntRange(1), help="Requests that may wait.")
@click.option("--base-url", default=None, help="Address of this server as others see it, behind a proxy.")
@click.option(
    "--writable", is_flag=True, help="Take updates, with the token in IVIGKG_TOKEN, into a copy of the store."
)
@click.option("--copy", default=None, type=click.Path(path_type=Path), help="Folder of that copy; it stays.")
@click.option("--access-log", default=None, metavar="FILE|-", help="Write one line for each request; - is stderr.")
def command(
    host: str,
    port: int,
    store_place: str,
    timeout: float,
    workers: int | None,
    memory: int,
    rows: int,
    queue: int,
    base_url: str | None,
    writable: bool,
    copy: Path | None,
    access_log: str | None,
) -> None:
    """Serve SPARQL at /sparql, with a start page. Queries only, unless --writable is given.

    A query that takes too long, too much memory or too many rows is stopped and says so. The store may be built anew
    while this runs. Updates go to a copy, never to what `ivigkg build` made; without --copy it is thrown away at the
    end.
    """
    from ivigkg.api import queries
    from ivigkg.serve.app import create_app
    from ivigkg.serve.running import log_access, run
    from ivigkg.serve.settings import Settings, usual_workers
    from ivigkg.serve.writing import SHORTEST_TOKEN, copy_of

    named = _host_of(base_url)
    if store_place.startswith(("http://", "https://")):
        raise UsageError(f"{store_place} is a remote store; serve a folder made by `ivigkg build`.")
    token = _token(writable, copy)
    listening = _listen(host, port)
    address, bound = listening.getsockname()[:2]
    local = _is_loopback(address)
    hosts = ("localhost", "127.0.0.1", "::1", host, *named) if local else None
    if token is not None and not local and len(token) < SHORTEST_TOKEN:
        listening.close()
        raise UsageError(
            f"IVIGKG_TOKEN has {len(token)} characters; a server that others can reach wants {SHORTEST_TOKEN} or more."
        )
    if access_log is not None:
        log_access(access_log)
    with copy_of(Path(store_place), copy) if token is not None else nullcontext() as written:
        settings = Settings(
            timeout=timeout, workers=1 if written else workers or usual_workers(), memory=memory, rows=rows,
            queue=queue, hosts=hosts, base_url=base_url, token=token, copy=written,
        )  # fmt: skip
        app = create_app(Path(store_place), queries(), settings, log=access_log is not None)
        shown = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
        known = f", known to others as {base_url.rstrip('/')}/" if base_url else ""
        click.echo(f"ivigkg answers at {shown}/ and {shown}/sparql{known} (Ctrl-C stops it)", err=True)
        if written:
            kept = "is kept" if copy else "is thrown away at the end"
            click.echo(f"Updates go to the copy {written}, which {kept}; the store itself is not changed.", err=True)
        run(app, listening, GRACE)


def _token(writable: bool, copy: Path | None) -> str | None:
    """The token that opens the server for writing; ``None`` when it is not to be opened."""
    if not writable:
        if copy is not None:
            raise UsageError("--copy is for updates; give --writable too.")
        return None
    token = os.environ.get("IVIGKG_TOKEN", "").strip()
    if not token:
        raise UsageError("--writable needs a token: set the environment variable IVIGKG_TOKEN to a long random text.")
    return token


def _host_of(base_url: str | None) -> tuple[str, ...]:
    if base_url is None:
        return ()
    try:
        found = urlsplit(base_url)
        if found.scheme in {"http", "https"} and found.hostname and not (found.query or found.fragment):
            return (found.hostname,)
    except ValueError:
        pass
    raise UsageError(
        f"{base_url} is not an address of a server; write https://example.org or https://example.org/ivigkg."
    )


def _listen(host: str, port: int) -> socket.socket:
    if not host:
        raise UsageError("--host is empty; 127.0.0.1 is this machine alone, 0.0.0.0 is every interface.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or small answers wait for more
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise IvigkgError(
            f"Port {port} of {host} cannot be used ({error.strerror or error}); another program may be there. "
            "Choose another one with --port, or make serve PORT=8001."
        ) from error
    return listening


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False

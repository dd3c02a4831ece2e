"""``ivigkg serve``."""

from __future__ import annotations

import ipaddress
import socket
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
    access_log: str | None,
) -> None:
    """Serve SPARQL at /sparql, with a start page. Queries only.

    A query that takes too long, too much memory or too many rows is stopped and says so. The store may be built anew
    while this runs.
    """
    from ivigkg.api import queries
    from ivigkg.serve.app import create_app
    from ivigkg.serve.running import log_access, run
    from ivigkg.serve.settings import Settings, usual_workers

    named = _host_of(base_url)
    if store_place.startswith(("http://", "https://")):
        raise UsageError(f"{store_place} is a remote store; serve a folder made by `ivigkg build`.")
    listening = _listen(host, port)
    address, bound = listening.getsockname()[:2]
    hosts = ("localhost", "127.0.0.1", "::1", host, *named) if _is_loopback(address) else None
    settings = Settings(
        timeout=timeout, workers=workers or usual_workers(), memory=memory, rows=rows, queue=queue, hosts=hosts,
        base_url=base_url,
    )  # fmt: skip
    if access_log is not None:
        log_access(access_log)
    app = create_app(Path(store_place), queries(), settings, log=access_log is not None)
    shown = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    known = f", known to others as {base_url.rstrip('/')}/" if base_url else ""
    click.echo(f"ivigkg answers at {shown}/ and {shown}/sparql{known} (Ctrl-C stops it)", err=True)
    run(app, listening, GRACE)


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

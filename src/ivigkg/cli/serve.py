"""``ivigkg serve``."""

from __future__ import annotations

import ipaddress
import socket

import click

from ivigkg.cli import options
from ivigkg.errors import IvigkgError, UsageError


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@options.store
def command(host: str, port: int, store_place: str) -> None:
    """Serve SPARQL at /sparql, with a start page. Queries only; there is no time limit for a query yet."""
    import uvicorn

    from ivigkg.api import queries
    from ivigkg.query.as_of import AsOf
    from ivigkg.serve.app import create_app
    from ivigkg.store import open_store

    with open_store(store_place) as store:
        listening = _listen(host, port)
        address, bound = listening.getsockname()[:2]
        local = _is_loopback(address)
        hosts = ["localhost", "127.0.0.1", "[::1]", "::1", host] if local else None
        app = create_app(store, queries(), hosts, AsOf(store).on)
        shown = f"[{host}]" if ":" in host else host
        click.echo(
            f"ivigkg answers at http://{shown}:{bound}/ and http://{shown}:{bound}/sparql (Ctrl-C stops it)", err=True
        )
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    if not host:
        raise UsageError("--host is empty; 127.0.0.1 is this machine alone, 0.0.0.0 is every interface.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
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

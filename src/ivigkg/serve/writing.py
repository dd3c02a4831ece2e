"""Writing: always to a copy, never to what a build made, and only for those who know the token."""

from __future__ import annotations

import hmac
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ivigkg.errors import OutputError
from ivigkg.serve.question import Refusal
from ivigkg.store.embedded import Manifest, is_copy, mark_copy

SHORTEST_TOKEN = 16
"""Characters of a token for a server that others can reach."""


@contextmanager
def copy_of(store: Path, target: Path | None) -> Iterator[Path]:
    """A copy of a store that may be written to: in ``target``, where it stays, else in a folder that goes with us.

    A copy that is in ``target`` already is used as it is. ``OutputError`` when something else is there, or when the
    folder cannot be written; ``StoreError`` when there is no store to copy.
    """
    if target is not None:
        if not is_copy(target):
            if target.exists() and any(target.iterdir() if target.is_dir() else [target]):
                raise OutputError(f"{target} is there already and is no copy made by `ivigkg serve`; name another one.")
            _copy(store, target)
        yield target.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ivigkg-", ignore_cleanup_errors=True) as folder:
        _copy(store, Path(folder) / "store")
        yield Path(folder) / "store"


def _copy(store: Path, target: Path) -> None:
    Manifest.read(store)
    try:
        shutil.copytree(store.resolve(), target, dirs_exist_ok=True)
        mark_copy(target)
    except (OSError, shutil.Error) as error:
        raise OutputError(f"The copy {target} cannot be written ({error}).") from error


def check_token(headers: Headers, token: str | None) -> None:
    """``Refusal`` when the server is not open for writing (403), or the request does not bring its token (401)."""
    if token is None:
        raise Refusal(403, "Updates are refused here; this endpoint only answers queries.")
    scheme, _, brought = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(brought.strip().encode(), token.encode()):
        raise Refusal(401, "An update needs the token of this server: send Authorization: Bearer TOKEN.")


class Closed:
    """Takes away what lets pages of other sites read answers: together with writing it would let them write."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""

        async def without(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]
                message = {**message, "headers": headers.raw}
            await send(message)

        await self._app(scope, receive, without)

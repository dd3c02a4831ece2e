"""pySHACL gathers the shapes anew for each run; hundreds of runs over tiny graphs gather them once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from pyshacl import ShapesGraph, validator


@pytest.fixture(scope="package", autouse=True)
def gathered_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validator, "ShapesGraph", cache(ShapesGraph))
        yield

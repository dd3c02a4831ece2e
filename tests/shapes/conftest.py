"""Hundreds of runs over tiny graphs: the shapes are gathered once, and old objects are not searched for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache

import pytest
from pyshacl import ShapesGraph, validator


@pytest.fixture(scope="package", autouse=True)
def gathered_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validator, "ShapesGraph", cache(ShapesGraph))
        gc.freeze()
        yield
        gc.unfreeze()

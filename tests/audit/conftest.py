"""The evidence of the shipped pack and the graph that its records make."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivigkg.audit.check import Audit, audit
from ivigkg.audit.evidence import Evidence, read_evidence
from ivigkg.audit.graph import Facts
from ivigkg.pipeline import build
from ivigkg.store import open_store

from ..conftest import ROOT

SHIPPED = ROOT / "data" / "packs" / "ivig-myositis" / "evidence"
TOYS = ROOT / "tests" / "packs" / "gout"


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return read_evidence(SHIPPED)


@pytest.fixture(scope="session")
def facts(store: Path) -> Facts:
    with open_store(store) as opened:
        return Facts(opened.quads())


@pytest.fixture(scope="session")
def whole(evidence: Evidence, facts: Facts) -> Audit:
    return audit(evidence, facts)


@pytest.fixture(scope="session")
def toy_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build([TOYS], tmp_path_factory.mktemp("toys")).store

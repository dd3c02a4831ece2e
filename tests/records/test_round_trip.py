"""What the models hold can be written as YAML and read again without a change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from ivigkg.records.loader import read_library
from ivigkg.records.parsing import parse
from ivigkg.records.publication import People, Publications
from ivigkg.records.review import Review
from ivigkg.records.study import Study
from ivigkg.records.term import Pack, Terms

from .models import plain, raw
from .toys import GOUT, MYOSITIS, dump

MODELS: list[type[BaseModel]] = [Study, Review, Publications, People, Terms, Pack]
ALL = st.one_of([st.tuples(st.just(model), raw(model)) for model in MODELS])


def written_and_read(record: BaseModel) -> BaseModel | None:
    _, found, flaws = parse(dump(plain(record)).encode("utf-8"), type(record))  # type: ignore[type-var]
    assert not flaws
    return found


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
@given(ALL)
def test_a_record_survives_yaml(drawn: tuple[type[BaseModel], dict[str, Any]]) -> None:
    model, typed = drawn
    _, record, flaws = parse(dump(typed).encode("utf-8"), model)  # type: ignore[type-var]
    assert record is not None and not flaws
    again = written_and_read(record)
    assert again == record
    assert repr(again) == repr(record)


@pytest.mark.parametrize("pack", [GOUT, MYOSITIS], ids=lambda path: Path(path).name)
def test_real_records_survive_yaml(pack: Path) -> None:
    library = read_library([pack])
    (shelf,) = library.shelves
    records = [*shelf.studies.values(), *shelf.reviews.values(), *shelf.terms.values(), shelf.pack]
    for record in [*records, shelf.publications, shelf.people]:
        assert record is not None
        again = written_and_read(record)
        assert again == record
        assert repr(again) == repr(record)

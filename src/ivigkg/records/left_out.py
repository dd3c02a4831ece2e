"""Which facts of the evidence files are in no record, and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ivigkg.records.base import Many, Record, Text

Reason = Literal["duplicate", "garbled", "stray-key", "outside-pack"]
"""A duplicate of another entry, garbled in the source, a stray key of the evidence file, a study outside the pack."""


class LeftOut(Record):
    """One fact, or all facts below a path: which entry of the evidence, where in it, and why it is in no record."""

    record: Text
    path: Text
    reason: Reason
    note: Text


class LeftOutList(Record):
    """The file ``left-out.yaml`` beside a pack."""

    left_out: Annotated[Many[LeftOut], Field(min_length=1)]


class RecordList(Record):
    """The file ``evidence/records.yaml``: the record files, such as ``studies/dalakas-1993``, that hold an entry."""

    records: dict[Annotated[str, Field(min_length=1)], Many[Text]]

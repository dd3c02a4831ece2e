"""JSON Schemas of the record files, for editors: what may stand where, with the codes of the closed lists.

They are as strict as a schema can be without reading other files; names that lead nowhere and numbers that contradict
each other are left to ``ivigkg validate``. ``python -m ivigkg.records.schema`` writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from ivigkg.errors import OutputError
from ivigkg.namespaces import BASE, CLOSED_LISTS, TOPIC_KINDS
from ivigkg.records import base
from ivigkg.records.countries import COUNTRIES
from ivigkg.records.left_out import LeftOutList
from ivigkg.records.names import kinds_of
from ivigkg.records.publication import People, Publications
from ivigkg.records.review import Review
from ivigkg.records.study import Study
from ivigkg.records.term import Pack, Terms
from ivigkg.records.vocabulary import closed_list, units

MODELS: Mapping[str, type[BaseModel]] = {
    "pack": Pack,
    "study": Study,
    "review": Review,
    "publications": Publications,
    "people": People,
    "terms": Terms,
    "left-out": LeftOutList,
}
SUFFIX = ".schema.json"


def _anchored(pattern: str) -> str:
    return f"^(?:{pattern})$"


_TEXT: JsonSchemaValue = {"type": ["string", "number"]}
_SLUG: JsonSchemaValue = {"type": "string", "pattern": _anchored(base.SLUG.pattern)}
_PLAIN: Mapping[Callable[[Any], Any], JsonSchemaValue] = {
    base._text: _TEXT,
    base._slug: _SLUG,
    base._ref: {"type": "string", "pattern": _anchored(base._REF.pattern)},
    base._date: {"type": ["string", "integer"], "minimum": 1800, "pattern": _anchored(base._DATE.pattern)},
    base._day: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
    base._url: {"type": "string", "pattern": '^https?://[^\\s<>"{}|\\\\^`]+$'},
    base._language: {"type": "string", "pattern": _anchored(base._LANGUAGE.pattern)},
    base._country: {"type": "string", "enum": sorted(COUNTRIES)},
    base._reported: {
        "type": ["string", "number"],
        "pattern": _anchored(base._REPORTED.pattern),
        "minimum": 0,
        "maximum": 1,
        "description": 'A p-value as printed, such as "<0.018" or "=0.03".',
    },
}
"""What an editor should offer for the small types of :mod:`ivigkg.records.base`, by the function that reads them."""


class _Schemas(GenerateJsonSchema):
    """Numbers as numbers, a single value where a list may be left out, and the small types as they are typed."""

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        """A plain number."""
        return {"type": "number"}

    def function_before_schema(self, schema: Any) -> JsonSchemaValue:
        """What may be typed, where our reading of it differs from pydantic's."""
        reads = schema["function"]["function"]
        if reads in _PLAIN:
            return dict(_PLAIN[reads])
        inner = self.generate_inner(schema["schema"])
        if reads is base._many:
            return {"anyOf": [inner["items"], {**inner, "minItems": 1, "uniqueItems": True}]}
        return inner

    def dict_schema(self, schema: Any) -> JsonSchemaValue:
        """Entries under names of the curator's choice, at least one."""
        keys = self.generate_inner(schema["keys_schema"])
        return {
            "type": "object",
            "propertyNames": {"pattern": keys["pattern"]},
            "additionalProperties": self.generate_inner(schema["values_schema"]),
            "minProperties": 1,
        }

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        """The type itself: what was not seen is left out, not left empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        """The type itself: defaults stand for what is left out."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        """No titles: the name of a field says as much."""
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """A schema for each kind of record file, by its name."""
    return {name: _schema(name, model) for name, model in MODELS.items()}


def schema_files() -> dict[str, bytes]:
    """The files of ``data/schema`` with their contents."""
    return {
        f"{name}{SUFFIX}": (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
        for name, schema in schemas().items()
    }


def write_schemas(folder: Path) -> None:
    """Writes all schemas into ``folder``; ``OutputError`` when that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in schema_files().items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written ({error.strerror or error}).") from error


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    whole = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Schemas)
    parts = whole.pop("$defs", {})
    for title, schema in {**parts, model.__name__: whole}.items():
        _finish(schema, _model(title, model))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{BASE}schema/{name}{SUFFIX}",
        **whole,
        "definitions": parts,
    }


def _model(title: str, root: type[BaseModel]) -> type[BaseModel]:
    found = {root.__name__: root}
    todo = [base.Record]
    while todo:
        one = todo.pop()
        found.setdefault(one.__name__, one)
        todo.extend(one.__subclasses__())
    return found[title]


def _finish(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Puts in what the types cannot say: the codes of closed lists, what a name names, and plain descriptions."""
    if "description" in schema:
        schema["description"] = " ".join(schema["description"].replace("``", "`").split())
    for value in schema["properties"].values():
        _bound(value)
    for field, kind in kinds_of(model).items():
        codes = sorted(units() if kind == "unit" else closed_list(kind) if kind in CLOSED_LISTS else ())
        leaf: dict[str, Any] = {"type": "string", "enum": codes} if codes else {**_SLUG, "description": _names(kind)}
        if kind != "part":
            schema["properties"][field] = _with_leaf(schema["properties"][field], leaf)


def _bound(field: dict[str, Any]) -> None:
    """Bounds under the names that JSON Schema has for them; what is listed once has at least one entry anyway."""
    for ours, theirs in (("ge", "minimum"), ("le", "maximum")):
        if ours in field:
            field[theirs] = field.pop(ours)
    if "anyOf" in field:
        field["anyOf"][1]["minItems"] = max(field.pop("minLength", 1), 1)
        if field["anyOf"][1]["minItems"] > 1:
            field["anyOf"] = field["anyOf"][1:]


def _names(kind: str) -> str:
    """What a name must be the name of, in words."""
    if kind in {*TOPIC_KINDS, "scheme"}:
        return f"The name of one of the {kind.replace('-', ' ')} terms."
    if kind in {"reading", "use", "group", "population", "comparison"}:
        return f"The name of a {kind} of this file."
    where = {"publication": "in publications.yaml", "journal": "in publications.yaml", "study": "under studies"}
    return f"The name of one {where.get(kind, 'in people.yaml')}."


def _with_leaf(schema: dict[str, Any], leaf: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field with ``leaf`` in place of its text."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_with_leaf(option, leaf) for option in schema["anyOf"]]}
    if schema.get("type") == "array":
        return {**schema, "items": _with_leaf(schema["items"], leaf)}
    return leaf


if __name__ == "__main__":
    from ivigkg import resources

    write_schemas(resources.root() / "data" / "schema")

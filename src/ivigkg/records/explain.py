"""A model's refusal in the curator's words."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from ivigkg.records.vocabulary import did_you_mean

_TYPES = {
    "string_type": "needs a text here",
    "int_type": "needs a whole number here",
    "bool_type": "needs true or false here",
    "dict_type": "needs `name: value` lines here",
    "model_type": "needs `name: value` lines here",
    "model_attributes_type": "needs `name: value` lines here",
    "tuple_type": "needs a list here",
    "is_instance_of": "needs a number written plainly, such as 2 or 0.5",
    "decimal_type": "needs a number written plainly, such as 2 or 0.5",
}


def message(error: dict[str, Any], model: type[BaseModel]) -> str:
    """One sentence for a pydantic error: what is wrong and how to mend it."""
    kind, context, value = error["type"], error.get("ctx", {}), error.get("input")
    name = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        known = fields_at(model, error["loc"][:-1])
        result = error["loc"][0] == "results" and len(error["loc"]) == 4
        where = f"in a result of kind {error['loc'][2]}" if result else "here"
        return f"there is no field {name} {where}{did_you_mean(name, known)}" + (
            "" if did_you_mean(name, known) else f"; known are {', '.join(sorted(known))}" if known else ""
        )
    if kind == "missing":
        return f"{name} is missing"
    if value is None and kind in _TYPES:
        return "is empty; leave the line out where nothing was seen"
    if kind in _TYPES:
        return f"{_TYPES[kind]}, not {_show(value)}"
    if kind == "literal_error":
        allowed = [part.strip(" '") for part in context["expected"].replace(" or ", ", ").split(",")]
        return f"{_show(value)} is not one of {', '.join(allowed)}{did_you_mean(str(value), allowed)}"
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        tags = [part.strip(" '") for part in str(context.get("expected_tags", "")).split(",") if part.strip()]
        if kind == "union_tag_not_found":
            return "kind is missing; a result is count, adverse-event, summary, change, effect or narrative"
        return f"kind {context.get('tag')} is not one of {', '.join(tags)}{did_you_mean(str(context.get('tag')), tags)}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = "below" if kind == "greater_than_equal" else "above"
        return f"{_show(value)} is {bound} {context.get('ge', context.get('le'))}, which cannot be"
    if kind == "too_short":
        return "needs at least " + (
            "one entry" if context.get("min_length") == 1 else f"{context.get('min_length')} entries"
        )
    return str(error["msg"])


def fields_at(model: type[BaseModel], place: tuple[Any, ...]) -> set[str]:
    """Names of the fields that may stand at ``place`` of a record; empty where that cannot be told."""
    models = [model]
    for step in place:
        found: list[Any] = []
        for candidate in models:
            fields = candidate.model_fields
            if str(step) in fields:
                found.append(fields[str(step)].annotation)
            elif "kind" in fields and step in get_args(fields["kind"].annotation):
                found.append(candidate)
        models = [part for item in found for part in _unwrap(item)] or models
    return {name for candidate in models for name in candidate.model_fields}


def _unwrap(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [leaf for part in get_args(annotation) for leaf in _unwrap(part)]


def _show(value: Any) -> str:
    text = (
        repr(value)
        if isinstance(value, str)
        else type(value).__name__
        if isinstance(value, (dict, list))
        else str(value)
    )
    text = {"dict": "a mapping", "list": "a list", "True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= 60 else text[:57] + "…"

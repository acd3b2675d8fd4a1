"""What schemathesis does not know by itself: ids that exist, and one more check."""

import json
import os
import re
import zlib

import schemathesis

BELONGINGS = json.loads(os.environ.get("BELONGINGS", "{}"))
TYPED = re.compile("[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}")

# The refusals of the shop's own reader of requests: the schema must have told.
FORMAL = {"json.invalid", "json.malformed", "http.invalid_query", "http.unknown_parameter"}
# Rules between two fields, and of the many fields attr.<name>, which the document does not tell.
BEYOND_SCHEMAS = {"/query/price_min", "/query/attr"}


@schemathesis.hook
def filter_case(ctx, case):
    """A form knows text only: a number in the place of a text is one on its way."""
    if case.media_type != "multipart/form-data" or not isinstance(case.body, dict):
        return True
    return all(isinstance(value, (str, bytes, list, dict)) for value in case.body.values())


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    return with_existing(path_parameters)


@schemathesis.hook
def map_body(ctx, body):
    return with_existing(body)


def with_existing(value, name: str = ""):
    """Half of all well-formed ids become such as exist: the others find nothing, which is one path."""
    if isinstance(value, dict):
        return {key: with_existing(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [with_existing(member, name) for member in value]
    existing = [one for one in BELONGINGS.get(name.removesuffix("_id"), []) if is_like(value, one)]
    digest = zlib.crc32(str(value).encode(errors="replace"))
    if not existing or digest % 2:
        return value
    return existing[digest // 2 % len(existing)]


def is_like(value, example: str) -> bool:
    """What breaks the schema has to stay as it is."""
    if not isinstance(value, str) or not value.isprintable():
        return False
    if TYPED.fullmatch(example):
        return bool(TYPED.fullmatch(value)) and value.split("_")[0] == example.split("_")[0]
    return not TYPED.fullmatch(value) and 0 < len(value.strip()) <= len(value) <= 60


def value_at(body, pointer: str):
    for step in pointer.split("/")[1:]:
        if isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        elif isinstance(body, dict) and step in body:
            body = body[step]
        else:
            return None
    return body


def is_beyond_schemas(case, problem: dict) -> bool:
    """A schema cannot tell 400 from 400.0, which is refused: no number here is a fraction."""
    pointer = problem["pointer"]
    return pointer in BEYOND_SCHEMAS or isinstance(value_at(case.body, pointer), float)


@schemathesis.check
def schema_tells_the_rules(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code not in (400, 422):
        return
    said = response.json()
    problems = said.get("errors", [])
    told = problems and all(is_beyond_schemas(case, problem) for problem in problems)
    if said["code"] in FORMAL and not told:
        raise AssertionError(f"a request that fits the schema is refused: {response.text}")

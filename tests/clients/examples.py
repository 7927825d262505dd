"""Says which examples of an OpenAPI document do not fit their schemas: examples.py DOCUMENT. Prints how many it looked at."""

import json
import sys

import jsonschema_rs

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)


def examples(place, value):
    """Every schema that has examples beside it, and these."""
    if isinstance(value, dict):
        if "schema" in value:
            given = [value["example"]] if "example" in value else []
            given += [named["value"] for named in value.get("examples", {}).values()]
            for example in given:
                yield place, value["schema"], example
        for name, inside in value.items():
            yield from examples(f"{place}/{name}", inside)
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from examples(f"{place}/{number}", inside)


seen = 0
for place, schema, example in examples("", document):
    whole = {**schema, "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    for fault in validator.iter_errors(example):
        print(f"{place}: {fault.message}", file=sys.stderr)
    seen += 1
print(seen)

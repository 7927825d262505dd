"""Compares recorded answers with a public API description (OpenAPI 3.1, with the older `nullable`), for the stories in Rust.

Usage: description.py DESCRIPTION.yaml TABLE.toml, with one JSON line for each exchange on standard input:

    {"method": "GET", "path": "/companies", "sent": null, "status": 200, "type": "application/json", "answer": "…"}

`path` is without the query, `sent` the JSON that was sent, `answer` the body as it came. TABLE.toml says which operations are
for other integrations, and every exception with its rule. Prints what was compared; ends with 1 and a line for each thing that
does not fit, for each documented operation, status or field that was never seen, and for each exception that was not needed.
"""

import json
import re
import sys
import tomllib
from datetime import datetime
from urllib.parse import urlsplit

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

METHODS = ("get", "put", "post", "delete", "patch")
DOCUMENT = "urn:description"
ERROR = "#/components/schemas/ErrorMessage"
DATE_TIME = "the description's date and time"

formats = FormatChecker(formats=("uuid",))


@formats.checks("uri")
def is_uri(value):
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and parts.netloc) and not re.search(r"\s", value)


@formats.checks("uri-reference")
def is_uri_reference(value):
    return not isinstance(value, str) or bool(value) and not re.search(r"[\s<>\"{}|\\^`]", value)


@formats.checks("ISO4217")
def is_currency(value):
    return not isinstance(value, str) or re.fullmatch(r"[A-Z]{3}", value) is not None


@formats.checks("decimal")
def is_decimal(value):
    return not isinstance(value, (str, bool))


@formats.checks("int32")
def is_int32(value):
    return not isinstance(value, int) or -(2**31) <= value < 2**31


@formats.checks(DATE_TIME, raises=ValueError)
def is_date_time(value):
    if not isinstance(value, str):
        return True
    return re.match(r"\d{4}-\d\d-\d\d(T|$)", value) is not None and bool(datetime.fromisoformat(value))




def in_place(node):
    """Turns `nullable` into what a validator knows; every node stays where references look for it."""
    if isinstance(node, list):
        for item in node:
            in_place(item)
    if not isinstance(node, dict):
        return
    for value in node.values():
        in_place(value)
    if node.pop("nullable", None) is True:
        if "$ref" in node:
            node["anyOf"] = [{"$ref": node.pop("$ref")}, {"type": "null"}]
        if "type" in node:
            node["type"] = [node["type"], "null"]
        if "enum" in node:
            node["enum"] = [*node["enum"], None]


class Description:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        schemas = self.document["components"]["schemas"]
        schemas["DateTime"]["format"] = DATE_TIME
        in_place(self.document)
        resource = Resource(contents=self.document, specification=DRAFT202012)
        self.registry = Registry().with_resource(DOCUMENT, resource)
        self.operations = {}
        for template, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    self.operations[item[method]["operationId"]] = (method.upper(), template, item[method])

    def at(self, pointer):
        """A node, and the pointer that it is really at: references are followed."""
        node = self.document
        for step in pointer.removeprefix("#/").split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            node = node[int(step)] if isinstance(node, list) else node[step]
        if isinstance(node, dict) and "$ref" in node:
            return self.at(node["$ref"])
        return node, pointer

    def operation(self, method, path):
        """The operation that a request is for; fixed words go before parameters."""
        found = []
        for name, (its_method, template, _) in self.operations.items():
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
            if its_method == method and re.fullmatch(pattern, path):
                found.append((template.count("{"), name))
        return min(found)[1] if found else None

    def response(self, name, status):
        """The pointer of an answer's schema; "" if the answer has no body; None if it is not documented."""
        method, template, operation = self.operations[name]
        if str(status) not in operation["responses"]:
            return None
        escaped = template.replace("~", "~0").replace("/", "~1")
        response, pointer = self.at(f"#/paths/{escaped}/{method.lower()}/responses/{status}")
        if "content" not in response:
            return ""
        return f"{pointer}/content/application~1json/schema"

    def request(self, name):
        method, template, operation = self.operations[name]
        if "schema" not in operation.get("requestBody", {}).get("content", {}).get("application/json", {}):
            return None
        escaped = template.replace("~", "~0").replace("/", "~1")
        return f"#/paths/{escaped}/{method.lower()}/requestBody/content/application~1json/schema"

    def errors(self, pointer, value):
        schema = {"$ref": f"{DOCUMENT}{pointer}"}
        validator = Draft202012Validator(schema, registry=self.registry, format_checker=formats)
        return validator.iter_errors(value)

    def objects(self, pointer, value):
        """Every object within `value`, with the pointers of all schemas that describe it: those whose form it has."""
        pending = [(pointer, value, "$")]
        while pending:
            pointer, value, place = pending.pop()
            if isinstance(value, dict):
                described = list(self.layers(pointer, value))
                yield place, value, described
                for name, field in value.items():
                    for layer, _ in described:
                        for below in self.field(layer, name):
                            pending.append((below, field, f"{place}.{name}"))
            elif isinstance(value, list):
                for layer, _ in self.layers(pointer, value):
                    node, _ = self.at(layer)
                    if "items" in node:
                        pending.extend((f"{layer}/items", item, f"{place}[{at}]") for at, item in enumerate(value))

    def layers(self, pointer, value):
        """The schemas that describe a value together, and whether each takes fields that it does not name."""
        node, pointer = self.at(pointer)
        yield pointer, "additionalProperties" in node and node["additionalProperties"] is not False
        for at in range(len(node.get("allOf", []))):
            yield from self.layers(f"{pointer}/allOf/{at}", value)
        for word in ("oneOf", "anyOf"):
            for at in range(len(node.get(word, []))):
                # Of alternatives those that fit.
                if not list(self.errors(f"{pointer}/{word}/{at}", value)):
                    yield from self.layers(f"{pointer}/{word}/{at}", value)

    def field(self, layer, name):
        node, _ = self.at(layer)
        if name in node.get("properties", {}):
            yield f"{layer}/properties/{name.replace('~', '~0').replace('/', '~1')}"
        elif isinstance(node.get("additionalProperties"), dict):
            yield f"{layer}/additionalProperties"


class Comparison:
    def __init__(self, description, table):
        self.description, self.table = description, table
        self.others = {entry["operation"]: entry for entry in table["other_integration"]}
        self.exceptions = table.get("exception", [])
        self.problems, self.used = [], set()
        self.seen, self.fields, self.known = {}, set(), {}

    def take(self, exchange):
        method, path, status = exchange["method"], exchange["path"], exchange["status"]
        name = self.description.operation(method, path)
        if name is None:
            return self.problem(f"{method} {path} is in no documented path")
        self.seen.setdefault(name, set()).add(status)
        where = f"{name} {status}"
        pointer = self.description.response(name, status)
        if pointer is None:
            if not self.excused(where, "status", "", ""):
                self.problem(f"{where}: this status is not documented")
            pointer = ERROR
        if pointer == "":
            return self.problem(f"{where}: has a body, which is not documented") if exchange["answer"] else None
        if exchange["type"] != "application/json":
            self.problem(f"{where}: is {exchange['type']}")
        self.compare(where, pointer, json.loads(exchange["answer"]))
        sent = self.description.request(name)
        if status < 300 and sent and exchange["sent"] is not None:
            self.judge(f"{where}, sent", self.description.errors(sent, exchange["sent"]))

    def compare(self, where, pointer, value):
        self.judge(where, self.description.errors(pointer, value))
        for place, found, layers in self.description.objects(pointer, value):
            takes_more = any(more for _, more in layers)
            named = {}
            for layer, _ in layers:
                node, at = self.description.at(layer)
                named.update({name: at for name in node.get("properties", {})})
            self.known.update({f"{at} {name}": where for name, at in named.items()})
            self.fields.update(f"{at} {name}" for name, at in named.items() if name in found)
            for name in found.keys() - named.keys():
                if not takes_more and not self.excused(where, "field", place, name):
                    self.problem(f"{where}: {place}.{name} is not documented")

    def judge(self, where, errors):
        for error in errors:
            place = error.json_path
            if not self.excused(where, error.validator, place, ""):
                self.problem(f"{where}: {place}: {error.message[:300]}")

    def excused(self, where, keyword, place, name):
        for number, entry in enumerate(self.exceptions):
            # The place of an item in a list does not matter.
            at = entry.get("at", "")
            if entry["where"] == where and entry["keyword"] == keyword and at in ("", re.sub(r"\[\d+\]", "[]", place), name):
                self.used.add(number)
                return True
        return False

    def problem(self, text):
        if text not in self.problems:
            self.problems.append(text)

    def conclude(self):
        for name, (method, template, operation) in self.description.operations.items():
            seen = self.seen.get(name, set())
            documented = {int(status) for status in operation["responses"]}
            wanted = documented - set(self.table["not_walked"]["statuses"])
            if "{" not in template:
                wanted -= {404}
            if name in self.others:
                wanted = {status for status in wanted if status >= 400} | {400}
                if any(status < 300 for status in seen):
                    self.problem(f"{name} is said to be for other integrations, and was answered {sorted(seen)}")
            wanted -= set(self.table["not_walked"].get(name, []))
            if wanted - seen:
                self.problem(f"{name}: never answered with {sorted(wanted - seen)}, only with {sorted(seen)}")
        for name in self.others.keys() - self.description.operations.keys():
            self.problem(f"{name} is in the table and not in the description")
        never = {entry["field"] for entry in self.table.get("never_given", [])}
        for key in sorted(self.known.keys() - self.fields):
            pointer, name = key.rsplit(" ", 1)
            short = f"{pointer.removeprefix('#/components/schemas/')} {name}"
            if short not in never:
                self.problem(f"{short}: documented, and in none of the answers")
            never.discard(short)
        self.problems.extend(f"{field}: is given, or not documented" for field in sorted(never))
        for number, entry in enumerate(self.exceptions):
            if number not in self.used:
                self.problem(f"the exception {entry} was not needed")


def main():
    [description, table] = sys.argv[1:]
    with open(table, "rb") as file:
        comparison = Comparison(Description(description), tomllib.load(file))
    exchanges = [json.loads(line) for line in sys.stdin]
    for exchange in exchanges:
        comparison.take(exchange)
    comparison.conclude()
    operations = len(comparison.description.operations)
    walked = len(comparison.seen)
    print(f"{walked} of {operations} documented operations, {len(exchanges)} answers, {len(comparison.fields)} fields")
    for problem in comparison.problems:
        print(problem)
    sys.exit(1 if comparison.problems else 0)


if __name__ == "__main__":
    main()

"""Drives the official client, unmodified but for its server_url, for the stories in Rust.

Usage: API_KEY=… [IDEMPOTENCY_KEY=…] partner.py SERVER_URL, then one JSON line for each call on standard input:

    {"operation": "companies.get", "request": {"company_id": "…"}}

`operation` is the client's own name for a method, `request` what it takes; the operation "*" lists all methods that the
client has. Its repetition of failed calls, for up to an hour, is switched off. Each call is answered by one JSON line:

    {"result": …}   what the client's models made of the answer, with the API's own names
    {"error": …}    status code, and the error's fields where the client could read them
"""

import asyncio
import base64
import inspect
import json
import os
import sys

import httpx
from codat_bankfeeds import CodatBankFeeds
from codat_bankfeeds.models import errors, shared
from codat_bankfeeds.utils.retries import RetryConfig


def client(server_url, api_key, idempotency_key):
    key = base64.b64encode(api_key.encode()).decode()
    security = shared.Security(auth_header=f"Basic {key}")
    # The client has no parameter for it, but takes whoever carries its requests.
    carrier = httpx.Client(headers={"Idempotency-Key": idempotency_key}) if idempotency_key else None
    return CodatBankFeeds(security=security, server_url=server_url, client=carrier, retry_config=RetryConfig("none"))


def groups(bank_feeds):
    for name, group in vars(bank_feeds).items():
        if type(group).__module__.startswith("codat_bankfeeds.api."):
            yield name, group


def operations(bank_feeds):
    return [
        f"{name}.{method}"
        for name, group in groups(bank_feeds)
        for method, _ in inspect.getmembers(group, callable)
        if not method.startswith("_")
    ]


def called(bank_feeds, operation, request):
    group, name = operation.split(".")
    result = getattr(getattr(bank_feeds, group), name)(request=request)
    return asyncio.run(result) if inspect.iscoroutine(result) else result


def plain(result):
    if isinstance(result, list):
        return [plain(item) for item in result]
    if hasattr(result, "model_dump"):
        return json.loads(result.model_dump_json(by_alias=True))
    return result


def answer(bank_feeds, call):
    if call["operation"] == "*":
        return {"result": operations(bank_feeds)}
    request = call["request"]
    # Standard input has no bytes; the one operation that takes them gets the text's.
    if isinstance(request.get("request_body"), str):
        request["request_body"] = request["request_body"].encode()
    try:
        return {"result": plain(called(bank_feeds, call["operation"], request))}
    except errors.ErrorMessage as error:
        return {"error": {"status": error.status_code, **plain(error.data)}}
    except errors.SDKError as error:
        return {"error": {"status": error.status_code, "body": error.body}}


def main():
    [server_url] = sys.argv[1:]
    with client(server_url, os.environ["API_KEY"], os.environ.get("IDEMPOTENCY_KEY")) as bank_feeds:
        for line in sys.stdin:
            print(json.dumps(answer(bank_feeds, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

"""Drives the official client, unmodified but for its server_url, for the stories in Rust.

Usage: API_KEY=… [IDEMPOTENCY_KEY=…] partner.py SERVER_URL, then one JSON line for each call on standard input:

    {"operation": "companies.get", "request": {"company_id": "…"}}

`operation` is the client's own name for a method, `request` what it takes. Each call is answered by one JSON line:

    {"result": …}   what the client's models made of the answer, with the API's own names
    {"error": …}    status code, and the error's fields where the client could read them
"""

import base64
import json
import os
import sys

import httpx
from codat_bankfeeds import CodatBankFeeds
from codat_bankfeeds.models import errors, shared


def client(server_url, api_key, idempotency_key):
    key = base64.b64encode(api_key.encode()).decode()
    security = shared.Security(auth_header=f"Basic {key}")
    # The client has no parameter for it, but takes whoever carries its requests.
    carrier = httpx.Client(headers={"Idempotency-Key": idempotency_key}) if idempotency_key else None
    return CodatBankFeeds(security=security, server_url=server_url, client=carrier)


def method(bank_feeds, operation):
    group, name = operation.split(".")
    return getattr(getattr(bank_feeds, group), name)


def plain(result):
    if isinstance(result, list):
        return [plain(item) for item in result]
    if hasattr(result, "model_dump"):
        return json.loads(result.model_dump_json(by_alias=True))
    return result


def answer(bank_feeds, call):
    request = call["request"]
    # Standard input has no bytes; the one operation that takes them gets the text's.
    if isinstance(request.get("request_body"), str):
        request["request_body"] = request["request_body"].encode()
    try:
        return {"result": plain(method(bank_feeds, call["operation"])(request=request))}
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

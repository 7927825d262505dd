"""What schemathesis sends, where a schema cannot say it.

An Idempotency-Key is new for each thing to be done; schemathesis would say the same one again and again. And a schema
counts code points, whereas a text's limit counts what a reader would (grapheme clusters of its NFC form): texts of which
the two counts differ are left out.
"""

import re
import unicodedata
import uuid

import schemathesis

# Joiners, flags, skin tones and the parts of Hangul syllables.
JOINS = re.compile("[\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]|\r\n")


@schemathesis.hook
def before_call(context, case, kwargs):
    sent = case.headers.get("Idempotency-Key") if case.headers else None
    try:
        uuid.UUID(sent)
    except (AttributeError, TypeError, ValueError):
        # None, or a malformed one, which is to be refused.
        return
    case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.hook
def filter_body(context, body):
    return all(is_counted_alike(text) for text in texts(body))


def is_counted_alike(text):
    joined = any(unicodedata.category(it).startswith("M") for it in text) or JOINS.search(text)
    return not joined and len(unicodedata.normalize("NFC", text)) == len(text)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, it in value.items():
            yield name
            yield from texts(it)
    elif isinstance(value, list):
        for it in value:
            yield from texts(it)

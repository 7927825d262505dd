"""An Idempotency-Key is new for each thing to be done; schemathesis would say the same one again and again."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    sent = case.headers.get("Idempotency-Key") if case.headers else None
    try:
        uuid.UUID(sent)
    except (AttributeError, TypeError, ValueError):
        # None, or a malformed one, which is to be refused.
        return
    case.headers["Idempotency-Key"] = str(uuid.uuid4())

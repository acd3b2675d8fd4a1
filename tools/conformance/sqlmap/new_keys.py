"""For sqlmap --preprocess: each request under an Idempotency-Key of its own, or it would be one of before."""

import uuid


def preprocess(req):
    req.add_header("Idempotency-Key", str(uuid.uuid4()))

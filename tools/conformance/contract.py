"""A client that holds every answer against the OpenAPI document."""

import json

import requests
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCUMENT = "urn:openapi"
METHODS = ("get", "post", "put", "patch", "delete")


class Deviation(Exception):
    """An answer that the document, or the trade, does not allow."""


class Contract:
    def __init__(self, document: dict):
        self.document = document
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry = Registry().with_resource(DOCUMENT, resource)
        self._reached: set[tuple[str, str]] = set()
        self._operations = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if method in METHODS
        }
        self.answers = 0

    def operation(self, name: str) -> tuple[str, str, dict]:
        return self._operations[name]

    def operations(self) -> list[str]:
        return list(self._operations)

    def unreached(self) -> list[str]:
        """Operations and their 2xx that nothing has been answered with yet."""
        return [
            f"{name} {status}"
            for name, (_, _, operation) in self._operations.items()
            for status in operation["responses"]
            if status.startswith("2") and (name, status) not in self._reached
        ]

    def check_request(self, name: str, body) -> None:
        described = self._operations[name][2].get("requestBody")
        if body is None:
            if described and described["required"]:
                raise Deviation(f"{name}: the document requires a body")
            return
        if not described:
            raise Deviation(f"{name}: the document knows of no body")
        if "application/json" not in described["content"]:
            return
        value = body.decode() if isinstance(body, bytes) else body
        self._check_value(described["content"]["application/json"]["schema"], value, name)

    def check_answer(self, name: str, answer: requests.Response) -> None:
        self.answers += 1
        status = str(answer.status_code)
        described = self._operations[name][2]["responses"].get(status)
        where = f"{name} {status}"
        if described is None:
            raise Deviation(f"{where} is not in the document: {answer.text[:500]}")
        self._check_headers(described, answer, where)
        self._check_body(described, answer, where)
        self._reached.add((name, status))

    def _check_headers(self, described: dict, answer: requests.Response, where: str) -> None:
        for name, reference in described.get("headers", {}).items():
            header = self.resolve(reference)
            if name not in answer.headers:
                if header.get("required"):
                    raise Deviation(f"{where} has no {name}")
                continue
            value = answer.headers[name]
            if header["schema"].get("type") in ("integer", "boolean"):
                value = json.loads(value)
            self._check_value(header["schema"], value, f"{where} {name}")

    def _check_body(self, described: dict, answer: requests.Response, where: str) -> None:
        contents = described.get("content")
        if not contents:
            if answer.content:
                raise Deviation(f"{where} should have no body")
            return
        media_type = answer.headers.get("Content-Type", "").split(";")[0]
        content = {name.split(";")[0]: value for name, value in contents.items()}
        ranges = (media_type, media_type.split("/")[0] + "/*", "*/*")
        content = next((content[one] for one in ranges if one in content), None)
        if content is None:
            raise Deviation(f"{where} is {media_type}, not {', '.join(contents)}")
        value = answer.json() if media_type.endswith("json") else answer.text
        self._check_value(content["schema"], value, where)

    def resolve(self, value: dict) -> dict:
        if "$ref" not in value:
            return value
        return self._registry.resolver(DOCUMENT).lookup(value["$ref"]).contents

    def _check_value(self, schema: dict, value, where: str) -> None:
        absolute = json.loads(json.dumps(schema).replace('"#/', f'"{DOCUMENT}#/'))
        validator = Draft202012Validator(
            absolute, registry=self._registry, format_checker=FormatChecker()
        )
        for error in validator.iter_errors(value):
            raise Deviation(f"{where} {error.json_path}: {error.message[:300]}")


class Client:
    """Somebody who calls operations by their names."""

    def __init__(self, address: str, contract: Contract, **headers: str):
        self.address = address
        self.contract = contract
        self.headers = headers
        self._session = requests.Session()

    def with_headers(self, **headers: str) -> "Client":
        return Client(self.address, self.contract, **headers)

    def call(self, name: str, status: int, body=None, *, query=None, headers=None, code=None, **ids):
        """The answer's body, after everything about it has been checked."""
        return self.answer(name, status, body, query=query, headers=headers, code=code, **ids)[0]

    def answer(self, name: str, status: int, body=None, *, query=None, headers=None, code=None, **ids):
        if status < 300:
            self.contract.check_request(name, body)
            ids |= {"code": code} if code else {}  # of a coupon; a success has no other
            code = None
        answer = self._send(name, body, query, headers, ids)
        self.contract.check_answer(name, answer)
        said = answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.text
        if answer.status_code != status:
            raise Deviation(f"{name}: {answer.status_code} instead of {status}: {answer.text[:500]}")
        if code and said["code"] != code:
            raise Deviation(f"{name}: {said['code']} instead of {code}")
        if "ETag" in answer.headers:
            self._check_unchanged(name, answer, query, headers, ids)
        return said, answer.headers

    def _send(self, name, body, query, headers, ids) -> requests.Response:
        method, path, _ = self.contract.operation(name)
        return self._session.request(
            method,
            self.address + path.format(**ids),
            params=query,
            json=body if not isinstance(body, bytes) else None,
            data=body if isinstance(body, bytes) else None,
            headers=self.headers | (headers or {}),
            allow_redirects=False,
            timeout=30,
        )

    def _check_unchanged(self, name, first, query, headers, ids) -> None:
        wanted = (headers or {}) | {"If-None-Match": first.headers["ETag"]}
        again = self._send(name, None, query, wanted, ids)
        self.contract.check_answer(name, again)
        if again.status_code == 200 and again.headers["ETag"] != first.headers["ETag"]:
            return  # it has changed in the meantime
        if again.status_code != 304:
            raise Deviation(f"{name}: {again.status_code} where its ETag was shown")

"""sqlmap on every parameter of operations, each filled from the document so that it gets far."""

import json
import re
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
import uuid
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from carrier import Carrier
from contract import Client, Contract
from shop import Shop
from till import Till
from trade import Trade

MARK = "*"  # sqlmap puts what it tries in this place
LONGEST_SECONDS = 300
GIVEN_UP = "given up"
# They end the session that is asked with, or the account.
LEFT_OUT = ("logout", "end_other_sessions", "change_password", "delete_account", "forget")
FORMATS = {
    "date-time": "2026-01-31T12:00:00Z",
    "email": "somebody@example.org",
    "uuid": "01890000-0000-7000-8000-000000000001",
}


class Example:
    """A request that fits the document, with a mark behind every text of it."""

    def __init__(self, contract: Contract, name: str, belongings: dict):
        self.contract = contract
        self.belongings = belongings
        self.method, self.path, operation = contract.operation(name)
        self.query = {}
        self.takes_key = False
        for parameter in operation.get("parameters", []):
            parameter = contract.resolve(parameter)
            if parameter["in"] == "path":
                value = self.value(parameter["schema"], parameter["name"])
                self.path = self.path.replace("{" + parameter["name"] + "}", value + MARK)
            elif parameter["in"] == "query" and parameter["name"] != "cursor":
                many = parameter["schema"].get("type") == "object"
                name = parameter["name"] + ("." + belongings["attribute"][0] if many else "")
                self.query[name] = self.value(parameter["schema"], name) + MARK
            elif parameter["in"] == "header" and parameter["name"] == "Idempotency-Key":
                self.takes_key = parameter.get("required", False)
        self.body = self.body_of(operation)

    def target(self) -> str:
        query = "&".join(f"{urllib.parse.quote(name)}={value}" for name, value in self.query.items())
        return self.path + ("?" + query if query else "")

    def text(self, address: str, headers: dict) -> str:
        """As sqlmap reads it."""
        lines = [f"{self.method} {self.target()} HTTP/1.1", f"Host: {address.removeprefix('http://')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self.body is not None:
            lines.append("Content-Type: application/json")
        return "\n".join(lines) + "\n\n" + ("" if self.body is None else json.dumps(self.body))

    def marks(self) -> int:
        return (self.target() + json.dumps(self.body)).count(MARK)

    def mend(self, address: str, headers: dict) -> int:
        """Leaves out what the shop says does not fit; how it is answered then."""
        for _ in range(10):
            answer = requests.request(
                self.method,
                address + self.target().replace(MARK, ""),
                json=None if self.body is None else json.loads(json.dumps(self.body).replace(MARK, "")),
                headers=headers | ({"Idempotency-Key": str(uuid.uuid4())} if self.takes_key else {}),
                timeout=30,
            )
            problems = answer.json().get("errors", []) if answer.status_code in (400, 422) else []
            if not any([self.leave_out(problem["pointer"]) for problem in problems]):
                return answer.status_code
        return answer.status_code

    def leave_out(self, pointer: str) -> bool:
        if pointer.startswith("/query/"):
            return self.query.pop(pointer.removeprefix("/query/"), None) is not None
        *above, last = pointer.split("/")[1:] or [""]
        place = self.body
        try:
            for step in above:
                place = place[int(step) if isinstance(place, list) else step]
            place.pop(int(last) if isinstance(place, list) else last)
        except (LookupError, TypeError, ValueError, AttributeError):
            return False
        return True

    def body_of(self, operation: dict):
        described = operation.get("requestBody")
        if not described:
            return None
        content = self.contract.resolve(described)["content"].get("application/json")
        return self.document(content["schema"], "") if content else None

    def document(self, schema: dict, name: str, depth: int = 0):
        schema = self.contract.resolve(schema)
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                return self.document(schema[choice][0], name, depth)
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            required = schema.get("required", [])
            return {
                member: self.document(of, member, depth + 1)
                for member, of in schema.get("properties", {}).items()
                if member in required or depth < 2
            }
        if kind == "array":
            return [self.document(schema["items"], name, depth + 1)]
        if kind in ("integer", "number"):
            return max(schema.get("minimum", 1), 1)
        if kind == "boolean":
            return True
        return self.value(schema, name) + MARK

    def value(self, schema: dict, name: str) -> str:
        schema = self.contract.resolve(schema)
        if name in self.belongings:
            return self.belongings[name][0]
        if "enum" in schema:
            return str(schema["enum"][0])
        if schema.get("type") in ("integer", "number"):
            return str(max(schema.get("minimum", 1), 1))
        if schema.get("type") == "boolean":
            return "true"
        if schema.get("format") in FORMATS:
            return FORMATS[schema["format"]]
        prefix = re.match(r"\^(\w+)_", schema.get("pattern", ""))
        if prefix:
            return f"{prefix[1]}_01h455vb4pex5vsknk084sn02q"
        return "EUR" if "currency" in name else "mug"


def ask(request: str, place: Path, takes_key: bool = False) -> str:
    """What sqlmap says of the marks of a request."""
    place.parent.mkdir(exist_ok=True)
    place.write_text(request)
    command = [
        str(Path(sys.executable).with_name("sqlmap")),
        "-r", str(place), "--batch", "--flush-session", "--level", "3", "--risk", "2",
        "--dbms", "PostgreSQL", "--ignore-code", "*", "--ignore-redirects", "--threads", "2",
        "--drop-set-cookie", "--disable-coloring", "--output-dir", str(place.with_suffix("")),
    ]  # fmt: skip
    if takes_key:
        command += ["--preprocess", str(Path(__file__).parent / "sqlmap" / "new_keys.py")]
    log = place.with_suffix(".log")
    with log.open("w") as output:
        try:
            subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            output.write(GIVEN_UP)
    return log.read_text()


def is_injected(said: str) -> bool:
    return "sqlmap identified the following injection point" in said


def is_tried(said: str) -> bool:
    return is_injected(said) or "all tested parameters do not appear to be injectable" in said


def is_seen(place: Path) -> bool:
    """Whether sqlmap finds what there is to be found, in a server that has it."""

    class Careless(BaseHTTPRequestHandler):
        def do_GET(self):
            sku = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("sku", [""])[0]
            goods = sqlite3.connect(":memory:")
            goods.executescript("create table goods (sku text); insert into goods values ('mug')")
            try:
                found = goods.execute(f"select sku from goods where sku = '{sku}'").fetchall()
                body = json.dumps({"data": found}).encode()
            except sqlite3.Error:
                body = b"{}"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    said = ask(f"GET /?sku=mug{MARK} HTTP/1.1\nHost: {host}\n\n", place)
    server.shutdown()
    return is_injected(said)


def staff(shop: Shop, contract: Contract, carrier: Carrier) -> tuple[dict, dict]:
    """The headers of an admin, and names of parameters with what may stand there."""
    till = Till(Trade(shop, Client(shop.address, contract)), carrier)
    headers, own = next((headers, own) for role, headers, own in till.roles() if role == "admin")
    new = {"code": "colour", "type": "text", "filterable": True}
    till.staff.call("define_attribute", 201, new)
    # With the same id the same request is answered with the same bytes.
    headers = headers | {"X-Request-Id": "conformance-scan"}
    return headers, own | {"attribute": ["colour"]}


def chosen(contract: Contract, only: str, methods: list[str]) -> list[str]:
    # What removes things comes last.
    order = ("GET", "POST", "PATCH", "PUT", "DELETE")
    names = sorted(contract.operations(), key=lambda name: order.index(contract.operation(name)[0]))
    return [
        name
        for name in names
        if re.search(only, name)
        and not name.startswith(LEFT_OUT)
        and (not methods or contract.operation(name)[0] in methods)
    ]


def injectable(shop: Shop, contract: Contract, carrier: Carrier, directory: Path, only: str, methods: list[str]):
    if not is_seen(directory / "requests" / "careless.txt"):
        return ["sqlmap does not see what can be injected: nothing was tried"], ""
    headers, own = staff(shop, contract, carrier)
    problems, parameters, answered, given_up = [], 0, Counter(), []
    for name in chosen(contract, only, methods):
        example = Example(contract, name, own)
        status = example.mend(shop.address, headers)
        if example.marks() == 0:
            continue
        parameters += example.marks()
        answered[status // 100] += 1
        print(f"  {name}: {example.marks()}, {status}", file=sys.stderr, flush=True)
        request = example.text(shop.address, headers)
        said = ask(request, directory / "requests" / f"{name}.txt", example.takes_key)
        if is_injected(said):
            problems.append(f"{name}: {said[said.index('Parameter:'):][:300]}")
        elif said.endswith(GIVEN_UP):
            given_up.append(name)
        elif not is_tried(said):
            problems.append(f"{name} was not tried: {said[-300:]}")
    return problems, (f"{parameters} parameters of {answered.total()} operations, {answered[2]} of which"
                      f" succeed as they stand; not to the end: {', '.join(given_up) or 'none'}")

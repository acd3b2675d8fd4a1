"""sqlmap on every parameter of operations, each filled from the document so that it gets far."""

import json
import re
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from carrier import Carrier
from contract import Client, Contract
from scan_scenes import Scene, Scenes
from shop import Shop
from till import Till
from trade import Trade

MARK = "*"  # sqlmap puts what it tries in this place
LONGEST_SECONDS = 300
GIVEN_UP = "given up"
# With the same id the same request is answered with the same bytes.
STEADY = {"X-Request-Id": "conformance-scan"}
# There is no such provider: 503 says so.
SERVER_ERROR = re.compile(r"\b5(?!03)\d\d \([^)]*\) - \d+ times")
MARKS_AT_ONCE = 6  # so that sqlmap ends in time
# Texts beside those of the document that are kept or looked up, and operations that do it.
HEADERS = {
    "receive_goods": {"Idempotency-Key": "a-key", "User-Agent": "a-program", "X-Request-Id": "a-request",
                      "Accept-Language": "de"},
    "merge_cart": {"Guest-Token": "a-token"},
    "create_cart": {"Publishable-Key": "pk_a-key"},
    "get_me": {"Authorization": "Bearer sk_a-key"},
}
FORMATS = {
    "date-time": "2026-01-31T12:00:00Z",
    "email": "somebody@example.org",
    "uuid": "01890000-0000-7000-8000-000000000001",
}


class Example:
    """A request that fits the document, with a mark behind every text of it."""

    def __init__(self, contract: Contract, name: str, belongings: dict, body=None):
        """body: where the document is not to make one up."""
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
        self.body = self.body_of(operation) if body is None else marked(body)

    def target(self) -> str:
        query = "&".join(f"{urllib.parse.quote(name)}={value}" for name, value in self.query.items())
        return self.path + ("?" + query if query else "")

    def texts(self, address: str, headers: dict) -> list[str]:
        """As sqlmap reads them: some marks in each."""
        parts = self.text(address, headers).split(MARK)
        texts = []
        for first in range(0, len(parts) - 1, MARKS_AT_ONCE):
            last = first + MARKS_AT_ONCE
            ends = [MARK if first <= i < last else "" for i in range(len(parts) - 1)] + [""]
            texts.append("".join(part + end for part, end in zip(parts, ends)))
        return texts

    def text(self, address: str, headers: dict) -> str:
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

    def leave_to(self, before: "Example") -> None:
        """The texts of the one before it are not tried again."""
        self.path = self.path.replace(MARK, "")
        self.query = {name: value.removesuffix(MARK) for name, value in self.query.items()}
        self.body = unmarked(self.body, before.body)

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


def marked(value):
    """The same with a mark behind every text."""
    if isinstance(value, dict):
        return {name: marked(of) for name, of in value.items()}
    if isinstance(value, list):
        return [marked(of) for of in value]
    return value + MARK if isinstance(value, str) else value


def unmarked(value, before):
    """The same without the marks of texts that are in the body before it as well."""
    if isinstance(value, dict) and isinstance(before, dict):
        return {name: unmarked(of, before.get(name)) for name, of in value.items()}
    if isinstance(value, list) and isinstance(before, list) and before:
        return [unmarked(of, before[0]) for of in value]
    return value.removesuffix(MARK) if isinstance(value, str) and isinstance(before, str) else value


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


def staff(shop: Shop, contract: Contract, carrier: Carrier) -> tuple[dict, dict, dict[str, Scene]]:
    """The headers of an admin, names of parameters with what may stand there, and scenes."""
    till = Till(Trade(shop, Client(shop.address, contract)), carrier)
    headers, own = next((headers, own) for role, headers, own in till.roles() if role == "admin")
    new = {"code": "colour", "type": "text", "filterable": True}
    till.staff.call("define_attribute", 201, new)
    return headers, own | {"attribute": ["colour"]}, Scenes(till, own).all()


def chosen(contract: Contract, only: str, methods: list[str]) -> list[str]:
    # What removes things comes last.
    order = ("GET", "POST", "PATCH", "PUT", "DELETE")
    names = sorted(contract.operations(), key=lambda name: order.index(contract.operation(name)[0]))
    return [
        name
        for name in names
        if re.search(only, name)
        and (not methods or contract.operation(name)[0] in methods)
    ]


class Scan:
    def __init__(self, shop: Shop, contract: Contract, carrier: Carrier, directory: Path):
        self.address = shop.address
        self.contract = contract
        self.directory = directory
        self.headers, self.own, self.scenes = staff(shop, contract, carrier)
        self.operations, self.succeed, self.texts, self.given_up, self.problems = 0, 0, 0, 0, []

    def examples(self, name: str) -> list[Example]:
        scene = self.scenes.get(name, Scene())
        own = self.own | {name: [one] for name, one in scene.ids.items()}
        return [Example(self.contract, name, own, body) for body in scene.bodies or [None]]

    def operation(self, name: str) -> None:
        scene = self.scenes.get(name, Scene())
        headers = STEADY | (self.headers if scene.headers is None else scene.headers)
        statuses = []
        for example in (examples := self.examples(name)):
            statuses.append(example.mend(self.address, headers))
            if example is not examples[0]:
                example.leave_to(examples[0])
            self.example(name, example, headers, example.marks(), statuses[-1])
        has_texts = examples[0].marks() > 0
        self.operations += has_texts
        self.succeed += has_texts and any(status // 100 == 2 for status in statuses)
        self.headers_of(name, STEADY | self.headers)

    def headers_of(self, name: str, headers: dict) -> None:
        if more := HEADERS.get(name):
            example = self.examples(name)[0]
            example.leave_to(example)
            self.example(name, example, headers | marked(more), len(more), "headers")

    def example(self, name: str, example: Example, headers: dict, marks: int, status: int | str) -> None:
        if marks:
            print(f"  {name}: {marks}, {status}", file=sys.stderr, flush=True)
        self.texts += marks
        for request in example.texts(self.address, headers):
            number = sum(1 for _ in self.directory.glob("*.txt"))
            place = self.directory / f"{number}-{name}.txt"
            self.judge(name, request, ask(request, place, example.takes_key))

    def judge(self, name: str, request: str, said: str) -> None:
        if is_injected(said):
            self.problems.append(f"{name}: {said[said.index('Parameter:'):][:300]}")
        elif said.endswith(GIVEN_UP):
            self.given_up += request.count(MARK)
        elif not is_tried(said):
            self.problems.append(f"{name} was not tried: {said[-300:]}")
        if broken := SERVER_ERROR.findall(said):
            self.problems.append(f"{name} is answered {', '.join(broken)}")


def injectable(shop: Shop, contract: Contract, carrier: Carrier, directory: Path, only: str, methods: list[str]):
    place = directory / "requests"
    if not is_seen(place / "careless.txt"):
        return ["sqlmap does not see what can be injected: nothing was tried"], ""
    scan = Scan(shop, contract, carrier, place)
    for name in chosen(contract, only, methods):
        scan.operation(name)
    return scan.problems, (f"{scan.texts} texts of {scan.operations} operations, {scan.succeed} of which"
                           f" succeed as they stand; {scan.given_up} texts not to the end")

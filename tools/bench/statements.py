#!/usr/bin/env python3
"""What a purchase asks of the database, and how fast pgbench repeats just that.

Records the statements of one purchase of a running shop from the log of its PostgreSQL, counts
them, and lets pgbench send the same statements, a pipeline per transaction, with ids of their own
and any two articles. The readers of events, which work beside a purchase, are left out.

  statements.py PORT DATABASE LOG SECONDS       DATABASE: a connection string of the superuser

Prints JSON: statements, transactions, and purchases per second by pgbench.
"""
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

port, database, log, seconds = sys.argv[1:]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TYPEID = re.compile(r"\b[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}\b")
DIGEST = re.compile(r"(?<![\w-])(?:[0-9a-f]{32,64}|[\w-]{43})(?![\w-])")
FACT = re.compile(r"\b[a-z]+\.[a-z_]+\.v\d+\b")  # which nobody is to hear of
BESIDE = re.compile(r"platform\.(read_window|advance|job|keep_lease|subscription)")
CLIENTS = 10  # as many as the shop has connections


def psql(*commands):
    arguments = [piece for command in commands for piece in ("-c", command)]
    done = subprocess.run(["psql", "-XAtq", database, *arguments], check=True,
                          capture_output=True, text=True)
    return done.stdout.split()


def ask(path, body, headers={}):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/{path}", method="POST",
                                     data=json.dumps(body).encode())
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.add_header(name, value)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def buy(skus):
    cart = ask("carts", {})
    guest = {"Guest-Token": cart["guest_token"]}
    for sku in skus:
        ask(f"carts/{cart['id']}/items", {"sku": sku, "quantity": 1}, guest)
    address = {"name": "Ada", "line1": "1 Street", "city": "Berlin", "postal_code": "10115",
               "country": "DE"}
    ask("orders", {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": address,
                   "payment": {"provider": "simulator", "token": "sim_ok"}},
        {**guest, "Idempotency-Key": str(uuid.uuid4())})


def executions(text):
    """[process, statement, parameters] of each, in order."""
    done, latest = [], None
    entries = re.split(r"(?m)^(\d+)\|", text)[1:]
    for process, entry in zip(entries[::2], entries[1::2]):
        statement = re.match(r"LOG:\s+duration: \S+ ms\s+execute \S+: (.*)", entry, re.S)
        parameters = re.match(r"DETAIL:\s+parameters: (.*)", entry, re.S)
        if statement:
            latest = [process, " ".join(statement[1].split()), []]
            done.append(latest)
        elif parameters and latest:
            values = re.findall(r"\$\d+ = (NULL|'(?:[^']|'')*')", parameters[1])
            latest[2] = [None if value == "NULL" else value[1:-1] for value in values]
        else:
            latest = None
    return done


def transactions(done):
    """Of the purchase alone: lists of (statement, parameters)."""
    open_ones, finished = {}, []
    for process, statement, parameters in done:
        current = open_ones.setdefault(process, [])
        current.append((statement, parameters))
        if statement == "commit" and current[0][0] != "begin":  # begun before the recording
            open_ones.pop(process)
            continue
        alone = current[0][0] != "begin"
        role = "set_config('role'" in statement
        if statement == "commit" or (alone and not role):
            finished.append(open_ones.pop(process))
    return [one for one in finished if not any(BESIDE.search(text) for text, _ in one)]


def record(skus):
    with open(log) as file:
        file.seek(0, 2)
        psql("alter system set log_line_prefix = '%p|'",
             "alter system set log_min_duration_statement = 0", "select pg_reload_conf()")
        time.sleep(1.5)
        file.read()
        buy(skus)
        time.sleep(0.02)
        text = file.read()
        psql("alter system reset log_min_duration_statement",
             "alter system reset log_line_prefix", "select pg_reload_conf()")
    return transactions(executions(text))


def shape(purchase):
    return tuple(statement for one in purchase for statement, _ in one)


def usual_purchase(skus):
    """The shape that comes a second time, and two purchases of it: jobs disturb some."""
    seen = {}
    for _ in range(20):
        purchase = record(skus)
        if shape(purchase) in seen:
            return shape(purchase), seen[shape(purchase)], purchase
        seen[shape(purchase)] = purchase
    sys.exit("statements.py: no two purchases sent the same statements")


class Script:
    """A purchase as pgbench sends it: what differs from one to the next is a variable."""

    def __init__(self, purchase, other, articles):
        self.constant = set(re.findall(r"[\w-]+", json.dumps(other)))
        self.articles = articles
        self.ids = {}     # of this purchase: name and how pgbench makes one
        self.values = {}  # that hold such ids: name and expression
        self.lines = []
        for one in purchase:
            self.lines.append("\\startpipeline")
            self.lines += [self.filled(statement, values) + ";" for statement, values in one]
            self.lines.append("\\endpipeline")

    def fresh_id(self, found):
        if found in self.articles:
            place = self.articles.index(found) + 1
            return f"(select variant::text from bench_variant where n = :article + {place})"
        if UUID.fullmatch(found):
            return "gen_random_uuid()::text"
        if TYPEID.fullmatch(found):
            return f"'{found[:-26]}0' || left(md5(random()::text), 25)"
        return f"left(md5(random()::text) || md5(random()::text), {len(found)})"

    def expression(self, value):
        def replaced(found):
            if found[0] in self.constant and found[0] not in self.articles:
                return found[0]
            name, _ = self.ids.setdefault(found[0], (f"id{len(self.ids)}", self.fresh_id(found[0])))
            return f"' || {name} || '"
        text = "'" + re.sub("|".join((UUID.pattern, TYPEID.pattern, DIGEST.pattern)), replaced,
                            value) + "'"
        return re.sub(r":(?=\w)", ":' || '", text)  # pgbench would take it for a variable

    def literal(self, value):
        if value is None:
            return "null"
        expression = FACT.sub(r"bench.\g<0>", self.expression(value))
        if "||" not in expression:
            return expression
        return ":" + self.values.setdefault(value, (f"v{len(self.values)}", expression))[0]

    def filled(self, statement, values):
        return re.sub(r"\$(\d+)", lambda found: self.literal(values[int(found[1]) - 1]), statement)

    def text(self):
        ids = ", ".join(f"{made} as {name}" for name, made in self.ids.values())
        values = ", ".join(f"{how} as {name}" for name, how in self.values.values())
        return "\n".join(["\\set article random(0, :articles - 3)",
                          f"select {values} from (select {ids}) ids \\gset", *self.lines, ""])


def main():
    variants = psql("select variant from inventory.stock_level where on_hand > 1000 "
                    "order by variant")
    rows = psql("select sku from inventory.stock_item where variant in "
                f"('{variants[0]}', '{variants[1]}') order by variant")
    for _ in range(15):
        buy(rows)
    usual, purchase, other = usual_purchase(rows)
    psql("drop table if exists bench_variant",
         "create unlogged table bench_variant (n int primary key, variant uuid)",
         "insert into bench_variant select row_number() over (order by variant), variant "
         "from inventory.stock_level where on_hand > 1000")
    script = Script(purchase, other, variants[:2])
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script.text())
        file.flush()
        done = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", seconds,
             "-D", f"articles={len(variants)}", "-f", file.name, database],
            capture_output=True, text=True)
    psql("drop table bench_variant")
    speed = re.search(r"tps = ([\d.]+)", done.stdout)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode or not speed or (failed and int(failed[1])):
        sys.exit("statements.py: pgbench failed: " + done.stderr[-2000:])
    print(json.dumps({
        "statements": sum(not statement.startswith(("begin", "commit"))
                          and "set_config('role'" not in statement for statement in usual),
        "roles": sum("set_config('role'" in statement for statement in usual),
        "transactions": len(purchase),
        "per_second": float(speed[1])}))


main()

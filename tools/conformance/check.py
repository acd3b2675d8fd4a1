"""Runs every check and prints the table. See run."""

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

from accounts import WITH_PROVIDER, Accounts
from carrier import Carrier
from contract import Client, Contract, Deviation
from customers import Customers
from door import Door
from fuzz import Fuzzing
from letters import Inbox, check_letters, mail_server
from oidc_sign_in import Vendor
from providers import Provider, check_signatures
from s3 import OPERATIONS as OF_S3
from s3 import kept_in_a_store
from shop import Shop
from table import Table
from till import Till
from trade import Trade
from window import Window
from workspace import workspace


# What is made up for one role may take longer than a token is good for; then all of it would be 401.
LONG_SESSIONS = {"KONTOR_AUTH_ACCESS_TOKEN_MINUTES": "1440"}


def valid(document: dict):
    problems = [str(error.message) for error in OpenAPIV31SpecValidator(document).iter_errors()]
    return problems, f"{len(document['paths'])} paths, {len(document['components']['schemas'])} schemas"


def not_tried(arguments) -> dict[str, str]:
    """What no flow reaches on this machine, and why: "operation status"."""
    store = {} if arguments.s3 else dict.fromkeys(OF_S3, "no go to build a store with")
    provider = {} if arguments.oidc else dict.fromkeys(WITH_PROVIDER, "no npm to install a provider with")
    return store | provider


def reached(contract: Contract, excused: dict[str, str]) -> tuple[list[str], str]:
    """Every 2xx of every operation has to be answered in a flow, or to be excused."""
    unreached = set(contract.unreached())
    problems = [f"no flow reaches {missing}" for missing in sorted(unreached - excused.keys())]
    problems += [f"{name} is excused, and reached" for name in sorted(excused.keys() - unreached)]
    everything = len(contract.operations())
    told = f"{everything - len({one.split()[0] for one in unreached})} of {everything} operations"
    for reason in sorted(set(excused.values())):
        told += f"; {reason}: " + ", ".join(one for one, why in excused.items() if why == reason)
    return problems, told


def traded(rooms: list, contract: Contract, excused: dict[str, str]):
    problems = []
    flows = [flow for room in rooms for flow in room.flows()]
    for flow in flows:
        try:
            flow()
        except (Deviation, KeyError, IndexError) as failure:
            problems.append(f"{flow.__name__}: {type(failure).__name__}: {failure}")
    unreached, told = reached(contract, excused)
    return problems + unreached, f"{contract.answers} answers in {len(flows)} flows; {told}"


def run(arguments, directory: Path) -> Table:
    table = Table(Deviation, RuntimeError, requests.RequestException, KeyError)
    inbox = Inbox()
    server = mail_server(inbox)
    server.start()
    provider = Provider()
    carrier = Carrier()
    vendor = Vendor(arguments.oidc) if arguments.oidc else None
    outside = provider.environment() | carrier.environment() | LONG_SESSIONS
    if vendor:
        outside |= vendor.configuration()
    smtp = f"smtp://127.0.0.1:{server.port}"
    try:
        with Shop(arguments.program, directory, smtp, outside) as shop:
            print(f"{shop.version()}, Python {sys.version.split()[0]}, schemathesis"
                  f" {version('schemathesis')}, openapi-spec-validator"
                  f" {version('openapi-spec-validator')}, jsonschema {version('jsonschema')},"
                  f" aiosmtpd {version('aiosmtpd')}, standardwebhooks"
                  f" {version('standardwebhooks')}\n")
            check_shop(table, shop, inbox, provider, carrier, vendor, arguments, directory)
    finally:
        if vendor:
            vendor.process.terminate()
        carrier.shutdown()
        provider.shutdown()
        server.stop()
    return table


def check_shop(table: Table, shop: Shop, inbox: Inbox, provider: Provider, carrier: Carrier,
               vendor: Vendor | None, arguments, directory: Path) -> None:
    document = requests.get(f"{shop.address}/openapi.json", timeout=30).json()
    table.check("the document is OpenAPI 3.1", lambda: valid(document))
    contract = Contract(document)
    trade = Trade(shop, Client(shop.address, contract))
    till = Till(trade, carrier)
    if arguments.s3:
        program, place = arguments.program, directory / "store"
        table.check(
            "pictures are kept in a store that checks signatures",
            lambda: kept_in_a_store(program, arguments.s3, place, contract),
        )
    else:
        table.leave_out("pictures are kept in a store that checks signatures", "no go to build it with")
    accounts = Accounts(trade, inbox, vendor)
    door = Door(trade, accounts)
    rooms = [trade, accounts, Window(trade), till, door, Customers(trade)]
    answered = lambda: traded(rooms, contract, not_tried(arguments))
    table.check("every operation answers as documented", answered)
    table.check("an order makes one right letter", lambda: ([], check_letters(inbox, trade)))
    table.check("a provider's messages are signed", lambda: ([], check_signatures(provider, trade)))
    for role, headers, belongings in door.roles(till):
        fuzzing = Fuzzing(shop.address, directory, arguments.examples, arguments.seed)
        table.check(
            f"no made-up request is answered otherwise: {role}",
            lambda: fuzzing.run(role, headers, belongings),
        )
    table.check("the shop still trades", lambda: trade.still_trades(lambda: check_letters(inbox, trade)))
    table.check("stock, money, orders and events agree", lambda: ([], shop.command("doctor").splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/conformance/run")
    parser.add_argument("--program", required=True)
    parser.add_argument("--examples", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--s3", default="", help="versitygw, a store that speaks S3")
    parser.add_argument("--oidc", default="", help="the script of a provider of OpenID Connect")
    arguments = parser.parse_args()
    with workspace("conformance", arguments.keep) as directory:
        table = run(arguments, directory)
    table.print()
    return 1 if table.problems else 0


if __name__ == "__main__":
    sys.exit(main())

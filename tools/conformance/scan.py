"""Runs every attack and prints the table. See scan."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import requests

from carrier import Carrier
from contract import Contract, Deviation
from scan_injection import injectable
from scan_scenes import ELSEWHERE
from scan_slow import served_all_the_same
from scan_tls import weak_tls
from scan_tokens import codes_agree, tokens_agree, wrong_tokens
from shop import Shop
from table import Table
from workspace import workspace

# Nobody answers there.
PROVIDERS = [{"name": ELSEWHERE, "title": "Elsewhere", "issuer": "http://127.0.0.1:9", "client_id": "shop",
              "client_secret": "a secret", "return_addresses": ["http://127.0.0.1:9/sign-in"],
              "accounts": "all"}]
CHECKS = ("tokens", "tls", "slow", "injection")


def contract_of(shop: Shop) -> Contract:
    return Contract(requests.get(f"{shop.address}/openapi.json", timeout=30).json())


def check_tokens(table: Table, arguments, directory: Path) -> None:
    with Shop(arguments.program, directory) as shop:
        contract = contract_of(shop)
        table.check("PyJWT takes our access tokens by our JWKS", lambda: tokens_agree(shop, contract))
        table.check("tokens that PyJWT makes wrongly are refused", lambda: wrong_tokens(shop, contract))
        table.check("pyotp signs in with the second factor", lambda: codes_agree(shop, contract))


def check_tls(table: Table, arguments, directory: Path) -> None:
    table.check("testssl.sh finds nothing above LOW", lambda: weak_tls(arguments.program, directory))


def check_slow(table: Table, arguments, directory: Path) -> None:
    with Shop(arguments.program, directory) as shop:
        for name, options in (("headers", "-H"), ("bodies", "-B"), ("reading", "-X")):
            table.check(
                f"a thousand slow connections ({name}) end within ten seconds, others are served",
                lambda: served_all_the_same(shop, options, directory / name),
            )
        table.check("the shop is healthy", lambda: ([], shop.command("doctor").splitlines()[-1]))


def check_injection(table: Table, arguments, directory: Path) -> None:
    carrier = Carrier()
    more = carrier.environment() | {"KONTOR_AUTH_ACCESS_TOKEN_MINUTES": "1440",
                                    "KONTOR_AUTH_PROVIDERS": json.dumps(PROVIDERS)}
    with Shop(arguments.program, directory, more=more) as shop:
        contract = contract_of(shop)
        table.check(
            "sqlmap injects nothing (--level 3 --risk 2)",
            lambda: injectable(shop, contract, carrier, directory, arguments.only, arguments.method),
        )
        table.check("the shop is healthy", lambda: ([], shop.command("doctor").splitlines()[-1]))
    carrier.shutdown()


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/conformance/scan")
    parser.add_argument("checks", nargs="*", metavar="CHECK")
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--method", action="append", default=[])
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.checks if name not in CHECKS]:
        parser.error(f"there is no check {unknown[0]}; there are {', '.join(CHECKS)}")
    table = Table(Deviation, RuntimeError, requests.RequestException, KeyError, OSError,
                  subprocess.SubprocessError)
    with workspace("scan", arguments.keep) as directory:
        for name in arguments.checks or CHECKS:
            place = directory / name
            place.mkdir(mode=0o755)
            globals()[f"check_{name}"](table, arguments, place)
    table.print()
    return 1 if table.problems else 0


if __name__ == "__main__":
    sys.exit(main())

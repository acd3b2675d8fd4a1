"""Signs in to a shop with a provider that is not ours. See oidc."""

import argparse
import html
import http.cookiejar
import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from shop import Shop
from workspace import workspace

PAGE = "http://127.0.0.1:9/sign-in"  # nobody is there: the browser stops at it


class Vendor:
    """The provider, in a process of its own."""

    def __init__(self, script: str):
        self.script = Path(script)
        self.process = subprocess.Popen(["node", script, PAGE], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.issuer = self.process.stdout.readline().strip()

    def version(self) -> str:
        package = self.script.parent / "node_modules" / "oidc-provider" / "package.json"
        return json.loads(package.read_text())["version"]

    def rotate(self) -> None:
        self.process.stdin.write("rotate\n")
        self.process.stdin.flush()
        while self.process.stdout.readline().strip() != "rotated":  # it says more than was asked
            if self.process.poll() is not None:
                raise RuntimeError("the provider has ended")

    def configuration(self) -> dict:
        providers = [{"name": name, "title": "oidc-provider", "issuer": self.issuer, "client_id": name,
                      "client_secret": f"a secret of {name}", "return_addresses": [PAGE],
                      "accounts": "all"} for name in ("rs256", "es256")]
        return {"KONTOR_AUTH_PROVIDERS": json.dumps(providers)}


class StopThere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, file, code, message, headers, url):
        if url.startswith(PAGE):
            raise CameBack(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query)))
        return super().redirect_request(request, file, code, message, headers, url)


class CameBack(Exception):
    """With what is in the query."""


class Browser:
    """Fills in the provider's forms as somebody."""

    def __init__(self, name: str):
        self.name = name
        self.opener = urllib.request.build_opener(
            StopThere, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def visit(self, url: str) -> dict:
        try:
            page = self.opener.open(url, timeout=10)
            while True:
                page = self._submit(page.geturl(), page.read().decode())
        except CameBack as back:
            return back.args[0]

    def cancel(self, url: str) -> dict:
        try:
            page = self.opener.open(url, timeout=10)
            path = re.search(r'href="([^"]*/abort)"', page.read().decode()).group(1)
            self.opener.open(urllib.parse.urljoin(page.geturl(), html.unescape(path)), timeout=10)
        except CameBack as back:
            return back.args[0]
        raise RuntimeError("nothing came of cancelling")

    def _submit(self, address: str, page: str):
        action = re.search(r'<form[^>]*action="([^"]*)"', page)
        if not action:
            raise RuntimeError(f"the provider shows no form: {page[:300]}")
        fields = {"login": self.name, "password": "any",
                  "prompt": re.search(r'name="prompt" value="([^"]*)"', page).group(1)}
        url = urllib.parse.urljoin(address, html.unescape(action.group(1)))
        return self.opener.open(url, urllib.parse.urlencode(fields).encode(), timeout=10)


class Front:
    """The page of a shop front."""

    def __init__(self, shop: Shop):
        self.shop = shop

    def ask(self, method: str, path: str, body=None, access: str = ""):
        request = urllib.request.Request(f"{self.shop.address}{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if access:
            request.add_header("Authorization", f"Bearer {access}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def start(self, provider: str) -> dict:
        return self.ask("POST", f"/v1/auth/providers/{provider}/sign-in", {})[1]

    def finish(self, provider: str, started: dict, back: dict):
        body = {name: back[name] for name in ("state", "code", "error", "iss") if name in back}
        return self.ask("POST", f"/v1/auth/providers/{provider}/sign-in/finish",
                        body | {"sign_in_token": started["sign_in_token"]})

    def sign_in(self, provider: str, name: str):
        started = self.start(provider)
        return self.finish(provider, started, Browser(name).visit(started["authorization_url"]))


def expect(actual, wanted) -> None:
    if actual != wanted:
        raise RuntimeError(f"expected {wanted}, got {actual}")


def signs_in(front: Front, provider: str) -> str:
    status, first = front.sign_in(provider, provider)
    expect((status, first.get("code")), (200, None))
    user = first["user"]
    expect((user["email"], user["email_verified"], user["name"]),
           (f"{provider}@example.org", True, f"The {provider}"))
    expect(front.ask("GET", "/v1/me", access=first["access_token"])[1]["id"], user["id"])
    expect(front.sign_in(provider, provider)[1]["user"]["id"], user["id"])
    return f"twice as {user['email']}, one account"


def replays(front: Front) -> str:
    started = front.start("rs256")
    back = Browser("replay").visit(started["authorization_url"])
    expect("iss" in back, True)
    expect(front.finish("rs256", started, back)[0], 200)
    status, refused = front.finish("rs256", started, back)
    expect((status, refused["code"]), (400, "auth.invalid_sign_in"))
    other = front.start("rs256")
    theirs = Browser("replay").visit(other["authorization_url"])
    status, refused = front.finish("rs256", other, theirs | {"code": back["code"]})
    expect((status, refused["code"]), (400, "auth.invalid_sign_in"))
    started = front.start("rs256")
    theirs = Browser("replay").visit(started["authorization_url"])
    status, refused = front.finish("rs256", started, theirs | {"iss": "https://accounts.example.net"})
    expect((status, refused["code"]), (400, "auth.id_token_refused"))
    return "a reply twice, a code twice, another's iss: refused"


def cancels(front: Front) -> str:
    started = front.start("es256")
    back = Browser("nobody").cancel(started["authorization_url"])
    status, refused = front.finish("es256", started, back)
    expect((status, refused["code"]), (403, "auth.sign_in_denied"))
    return f"{back['error']} is {refused['code']}"


def takes_new_keys(front: Front, vendor: Vendor) -> str:
    vendor.rotate()
    expect(front.sign_in("rs256", "rs256")[0], 200)
    return "signed in with a key that was not known"


def connects(front: Front) -> str:
    password = "a walk in the wet grass"
    status, account = front.ask("POST", "/v1/auth/register",
                                {"email": "connected@example.org", "password": password})
    expect(status, 201)
    expect(front.sign_in("rs256", "connected")[1]["code"], "auth.connect_first")
    access = account["access_token"]
    status, refused = front.ask("POST", "/v1/me/sign-ins/rs256", {"current_password": password}, access)
    expect((status, refused["code"]), (409, "auth.verify_first"))
    confirmed = "update auth.user_account set email_verified_at = now() where email = 'connected@example.org'"
    front.shop.sql(confirmed)
    status, started = front.ask("POST", "/v1/me/sign-ins/rs256", {"current_password": password}, access)
    expect(status, 200)
    back = Browser("connected").visit(started["authorization_url"])
    body = {name: back[name] for name in ("state", "code", "iss")}
    status, connected = front.ask("POST", "/v1/me/sign-ins/rs256/finish",
                                  body | {"sign_in_token": started["sign_in_token"]}, access)
    expect((status, connected["email"]), (200, "connected@example.org"))
    expect(front.sign_in("rs256", "connected")[1]["user"]["id"], account["user"]["id"])
    status, _ = front.ask("POST", "/v1/me/sign-ins/rs256/disconnect", {"current_password": password},
                          access)
    expect(status, 204)
    # Now by the address, which both sides have confirmed.
    expect(front.sign_in("rs256", "connected")[1]["user"]["id"], account["user"]["id"])
    return "confirmed, connected, signed in, disconnected"


def is_down(front: Front, vendor: Vendor) -> str:
    started = front.start("rs256")
    back = Browser("late").visit(started["authorization_url"])
    vendor.process.terminate()
    vendor.process.wait()
    status, refused = front.finish("rs256", started, back)
    expect((status, refused["code"]), (503, "auth.provider_unavailable"))
    return f"{status} {refused['code']}, to be tried again after {refused['retry_after']} s"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/conformance/oidc")
    parser.add_argument("--program", required=True)
    parser.add_argument("--vendor", required=True)
    given = parser.parse_args()
    vendor = Vendor(given.vendor)
    failed = False
    try:
        with (
            workspace("oidc") as directory,
            Shop(given.program, directory, more=vendor.configuration()) as shop,
        ):
            front = Front(shop)
            checks = {
                "signs in with RS256 and client_secret_basic": lambda: signs_in(front, "rs256"),
                "signs in with ES256 and client_secret_post": lambda: signs_in(front, "es256"),
                "what was used or changed is refused": lambda: replays(front),
                "who cancels is not signed in": lambda: cancels(front),
                "new keys are taken": lambda: takes_new_keys(front, vendor),
                "an account is connected and disconnected": lambda: connects(front),
                "a provider that is down": lambda: is_down(front, vendor),
            }
            print(f"{shop.version()}, oidc-provider {vendor.version()}\n")
            print("| check | result | done |\n|---|---|---|")
            for name, check in checks.items():
                try:
                    print(f"| {name} | holds | {check()} |", flush=True)
                except (RuntimeError, KeyError, OSError) as failure:
                    failed = True
                    print(f"| {name} | fails | {type(failure).__name__}: {failure} |", flush=True)
    finally:
        vendor.process.terminate()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

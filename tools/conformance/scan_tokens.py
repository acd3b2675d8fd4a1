"""Our tokens and codes against PyJWT and pyotp, which share nothing with the shop."""

import base64
import hmac
import time

import jwt
import pyotp
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from contract import Client, Contract
from shop import ADMIN, Shop
from trade import Trade, expect

PASSWORD = "a long passphrase of a customer"  # as Trade.customer() has it
AUDIENCE = "kontor"


def keys_of(shop: Shop) -> jwt.PyJWKSet:
    answer = requests.get(f"{shop.address}/.well-known/jwks.json", timeout=30)
    return jwt.PyJWKSet.from_dict(answer.json())


def read(token: str, keys: jwt.PyJWKSet) -> dict:
    header = jwt.get_unverified_header(token)
    expect(header == {"alg": "EdDSA", "typ": "at+jwt", "kid": header["kid"]}, f"header {header}")
    return jwt.decode(
        token,
        keys[header["kid"]],
        algorithms=["EdDSA"],
        audience=AUDIENCE,
        issuer="kontor",
        options={"require": ["iss", "aud", "sub", "sid", "iat", "exp"]},
    )


def tokens_agree(shop: Shop, contract: Contract):
    nobody = Client(shop.address, contract)
    trade = Trade(shop, nobody)
    keys = keys_of(shop)
    signed_in = [trade.customer()[1] for _ in range(3)]
    signed_in.append(nobody.call("login", 200, {"email": ADMIN[0], "password": ADMIN[1]}))
    signed_in.append(nobody.call("refresh_session", 200, {"refresh_token": signed_in[0]["refresh_token"]}))
    for one in signed_in:
        claims = read(one["access_token"], keys)
        expect(claims["sub"] == one["user"]["id"], f"sub {claims['sub']} of {one['user']['id']}")
        expect(0 < claims["exp"] - claims["iat"] <= 900, "a token is good for another time")
        body = one["access_token"].rsplit(".", 1)
        try:
            read(body[0] + "." + "A" * len(body[1]), keys)
            raise RuntimeError("PyJWT takes any signature")
        except jwt.InvalidSignatureError:
            pass
    return [], f"{len(signed_in)} tokens taken; keys in the set: {len(keys.keys)}"


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(shop: Shop, sealed: str, context: str) -> bytes:
    """AES-256-GCM under a key made from the one that the shop is sealed with."""
    lines = (shop.data / "sealing.keys").read_text().splitlines()
    keys = dict(line.split(":") for line in lines if line and not line.startswith("#"))
    version, key_id, text = sealed.split(".")
    key = hmac.digest(base64.b64decode(keys[key_id]), b"seal", "sha256")
    nonce, encrypted = from_base64url(text)[:12], from_base64url(text)[12:]
    return AESGCM(key).decrypt(nonce, encrypted, f"{version}.{key_id}.{context}".encode())


def signing_key(shop: Shop) -> tuple[str, Ed25519PrivateKey]:
    sql = "select id || ' ' || seed from auth.signing_key order by number desc limit 1"
    name, sealed = shop.sql(sql).split()
    seed = opened(shop, sealed, f"auth.signing_key.seed:{name}").decode()
    return name, Ed25519PrivateKey.from_private_bytes(from_base64url(seed))


def wrong_tokens(shop: Shop, contract: Contract):
    customer, signed_in = Trade(shop, Client(shop.address, contract)).customer()
    token = signed_in["access_token"]
    name, key = signing_key(shop)
    claims = jwt.decode(token, options={"verify_signature": False})
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    now = int(time.time())

    def made(more={}, header={}, by=key, algorithm="EdDSA"):
        headers = {"typ": "at+jwt", "kid": name} | header
        return jwt.encode(claims | more, by, algorithm=algorithm, headers=headers)

    wrong = {
        "no signature": made(by=None, algorithm="none"),
        "the public key as a secret": made(by=public, algorithm="HS256"),
        "a secret": made(by="secret" * 16, algorithm="HS512"),
        "RSA": made(by=rsa.generate_private_key(65537, 2048), algorithm="RS256"),
        "an elliptic curve": made(by=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"),
        "another key of the same kind": made(by=Ed25519PrivateKey.generate()),
        "another name of the key": made(header={"kid": "another"}),
        "the type JWT": made(header={"typ": "JWT"}),
        "a critical header": made(header={"crit": ["exp"]}),
        "a key that came with it": made(header={"jwk": {"kty": "OKP"}}),
        "past": made({"exp": now - 62}),
        "not yet": made({"nbf": now + 90}),
        "made tomorrow": made({"iat": now + 90}),
        "another issuer": made({"iss": "another"}),
        "another audience": made({"aud": "another"}),
        "a list of audiences": made({"aud": [AUDIENCE, "another"]}),
        "no subject": made({"sub": ""}),
        "a session that is none": made({"sid": "none"}),
        "no claims": jwt.encode({}, key, algorithm="EdDSA", headers={"typ": "at+jwt", "kid": name}),
        "a letter more": token + "A",
        "padding": token + "==",
    }
    here = f"{shop.address}/v1/me"
    taken = []
    for what, one in ({"as the shop makes it": made()} | wrong).items():
        answer = requests.get(here, headers={"Authorization": f"Bearer {one}"}, timeout=30)
        if what in wrong and answer.status_code != 401:
            taken.append(f"{what}: {answer.status_code}")
        if what not in wrong:
            expect(answer.status_code == 200, f"PyJWT's good token is answered {answer.text}")
    customer.call("get_me", 200)
    return taken, f"a good token taken, {len(wrong)} wrong ones refused"


def codes_agree(shop: Shop, contract: Contract):
    nobody = Client(shop.address, contract)
    customer, signed_in = Trade(shop, nobody).customer()
    enrolment = customer.call("begin_second_factor", 201, {"current_password": PASSWORD})
    app = pyotp.parse_uri(enrolment["provisioning_uri"])
    expect(app.secret == enrolment["setup_key"].replace(" ", ""), "the URI has another key")
    expect(app.name == signed_in["user"]["email"], "the URI names another account")
    codes = customer.call("confirm_second_factor", 200, {"code": app.now()})["recovery_codes"]
    expect(len(codes) > 0, "no recovery codes")
    means = {"email": signed_in["user"]["email"], "password": PASSWORD}
    asked = nobody.call("login", 403, means, code="mfa_required")
    wrong = f"{(int(app.now()) + 1) % 10**6:06}"
    body = {"mfa_token": asked["mfa_token"]}
    nobody.call("login_with_code", 401, body | {"code": wrong}, code="auth.wrong_code")
    used = body | {"code": app.at(time.time())}
    nobody.call("login_with_code", 401, used, code="auth.wrong_code")
    next_code = body | {"code": app.at(time.time() + app.interval)}
    nobody.call("login_with_code", 200, next_code)
    return [], "enrolled by the URI, signed in by a code; a wrong one and a used one refused"

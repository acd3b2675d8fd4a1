"""A store of pictures that is not ours and checks signatures: versitygw speaks S3 over a folder."""

import os
import subprocess
import time
from pathlib import Path

import requests

from contract import Client, Contract
from picture import png
from shop import ADMIN, Shop, free_port
from trade import expect

ACCESS_KEY = "AKCONFORMANCE"
SECRET_KEY = "a/secret+of=the+conformance"
REGION = "eu-central-1"
BUCKET = "goods"
LOOKS_TO_START = 100
# What only a shop with such a store answers.
OPERATIONS = {"begin_media_upload 201", "complete_media_upload 200"}


class Store:
    def __init__(self, program: str, directory: Path):
        self.program = program
        self.folder = directory / "s3"
        self.log = directory / "s3.log"
        self.endpoint = f"http://127.0.0.1:{free_port()}"

    def __enter__(self) -> "Store":
        (self.folder / BUCKET).mkdir(parents=True)
        address = self.endpoint.removeprefix("http://")
        self.process = subprocess.Popen(
            [self.program, "--region", REGION, "--port", address, "posix", str(self.folder)],
            env=os.environ | {"ROOT_ACCESS_KEY": ACCESS_KEY, "ROOT_SECRET_KEY": SECRET_KEY},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        for _ in range(LOOKS_TO_START):
            try:
                requests.get(self.endpoint, timeout=5)
                return self
            except requests.ConnectionError:
                time.sleep(0.1)
        raise RuntimeError(f"the store did not start:\n{self.log.read_text()}")

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    def settings(self) -> dict[str, str]:
        return {
            "KONTOR_MEDIA_S3_ENDPOINT": self.endpoint,
            "KONTOR_MEDIA_S3_REGION": REGION,
            "KONTOR_MEDIA_S3_BUCKET": BUCKET,
            "KONTOR_MEDIA_S3_ACCESS_KEY": ACCESS_KEY,
            "KONTOR_MEDIA_S3_SECRET_KEY": SECRET_KEY,
        }

    def files(self) -> list[Path]:
        return [path for path in (self.folder / BUCKET).rglob("*") if path.is_file()]


def kept_in_a_store(program: str, server: str, directory: Path, contract: Contract):
    directory.mkdir()
    with Store(server, directory) as store, Shop(program, directory, more=store.settings()) as shop:
        nobody = Client(shop.address, contract)
        email, password = ADMIN
        signed_in = nobody.call("login", 200, {"email": email, "password": password})
        staff = nobody.with_headers(Authorization=f"Bearer {signed_in['access_token']}")
        sent_through_the_shop(store, nobody, staff)
        put_directly(store, staff)
        shop.command("doctor")
        told = wrong_settings_are_told(shop)
    return [], f"{told} refusals; versitygw checked every signature"


def sent_through_the_shop(store: Store, nobody: Client, staff: Client) -> None:
    png_type = {"Content-Type": "image/png"}
    asset = staff.call("add_media", 201, png(700, 400), headers=png_type)["data"][0]
    expect(len(store.files()) == len(asset["renditions"]) == 6, "not every rendition is stored")
    for rendition in asset["renditions"]:
        _, _, sha256, file = rendition["url"].split("/")
        place = {"sha256": sha256, "file": file}
        _, headers = nobody.answer("show_picture", 307, **place)
        served = requests.get(headers["Location"], timeout=30)
        expect(served.status_code == 200, f"the store refuses its address: {served.text[:300]}")
        expect(served.headers["Content-Type"] == f"image/{rendition['format']}", "another type")
        expect("immutable" in served.headers["Cache-Control"], "the store lets it expire")
        expect(served.headers["Content-Disposition"] == "attachment", "a browser may run it")
        forged = requests.get(headers["Location"][:-1] + "~", timeout=30)
        expect(forged.status_code == 403, f"a forged signature is answered {forged.status_code}")
    staff.call("remove_media", 204, media=asset["id"])
    deadline = time.monotonic() + 10
    while store.files() and time.monotonic() < deadline:
        time.sleep(0.05)
    expect(not store.files(), "what was removed is still in the store")


def put_directly(store: Store, staff: Client) -> None:
    picture = png(500, 300)
    upload = staff.call("begin_media_upload", 201, {"bytes": len(picture)})
    place = {"upload": upload["id"]}
    staff.call("complete_media_upload", 409, code="media.not_uploaded", **place)
    longer = requests.put(upload["upload_url"], data=picture + b"x", timeout=30)
    expect(longer.status_code == 403, f"a longer file is answered {longer.status_code}")
    put = requests.put(upload["upload_url"], data=picture, headers=upload["headers"], timeout=30)
    expect(put.status_code == 200, f"the store refuses the upload: {put.text[:300]}")
    asset = staff.call("complete_media_upload", 200, **place)
    expect((asset["width"], asset["height"]) == (500, 300), "another picture")
    again = staff.call("complete_media_upload", 200, **place)
    expect(again["id"] == asset["id"], "the same upload made two pictures")
    expect(len(store.files()) == 4 + 1, "not every rendition is stored")


def wrong_settings_are_told(shop: Shop) -> int:
    wrong = {
        "KONTOR_MEDIA_S3_SECRET_KEY": ("another-secret", "SignatureDoesNotMatch. Check its secret_key."),
        "KONTOR_MEDIA_S3_ACCESS_KEY": ("AKSOMEBODY", "Check its access_key"),
        "KONTOR_MEDIA_S3_REGION": ("us-west-2", "region."),
        "KONTOR_MEDIA_S3_BUCKET": ("bads", "NoSuchBucket. Check its bucket."),
    }
    right = shop.environment
    for name, (value, advice) in wrong.items():
        shop.environment = right | {name: value}
        try:
            said = shop.command("doctor", may_fail=True)
            expect(advice in said, f"{name}={value}: instead of \"{advice}\" doctor says: {said}")
            expect(value not in said or "SECRET" not in name, "doctor tells the secret")
        finally:
            shop.environment = right
    return len(wrong)

"""A thousand slow connections of slowhttptest, and honest requests beside them."""

import subprocess
import time
import urllib.parse
from pathlib import Path

import requests

from shop import Shop

CONNECTIONS = 1000
LONGEST = 12  # seconds: ten, one of the report, and what a busy machine adds
OPTIONS = {
    "-H": ["-H", "-i", "2", "-x", "24", "-u", "{shop}/v1/products"],
    "-B": ["-B", "-i", "2", "-s", "4096", "-x", "10", "-t", "POST", "-u", "{shop}/v1/carts"],
    "-X": ["-X", "-k", "10", "-w", "10", "-y", "20", "-n", "5", "-z", "5", "-u", "{shop}/openapi.json"],
}


OVER = {"06", "07", "0A"}  # TIME_WAIT and CLOSE, which cost the shop nothing, and LISTEN


class Sockets:
    """Those of the shop, as the kernel has them: a client that reads slowly does not see its end."""

    def __init__(self, address: str):
        self.port = f":{urllib.parse.urlsplit(address).port:04X}"
        self.first_seen = {}
        self.longest = 0.0
        self.most = 0

    def look(self) -> None:
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        open_now = {row[2] for row in rows if row[1].endswith(self.port) and row[3] not in OVER}
        now = time.monotonic()
        self.first_seen = {peer: self.first_seen.get(peer, now) for peer in open_now}
        self.most = max(self.most, len(open_now))
        self.longest = max([self.longest, *(now - seen for seen in self.first_seen.values())])


def honest_requests(address: str, process: subprocess.Popen, sockets: Sockets) -> list[float]:
    """How long each took, while the attack goes on."""
    taken = []
    while process.poll() is None:
        sockets.look()
        started = time.monotonic()
        answer = requests.get(f"{address}/v1/products", timeout=30)
        taken.append(time.monotonic() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"an honest request is answered {answer.status_code}")
        time.sleep(0.05)
    return taken


def served_all_the_same(shop: Shop, kind: str, place: Path):
    attack = [part.format(shop=shop.address) for part in OPTIONS[kind]]
    command = ["slowhttptest", "-c", str(CONNECTIONS), "-r", "1000", "-l", "40", "-p", "3",
               "-g", "-o", str(place), *attack]  # fmt: skip
    sockets = Sockets(shop.address)
    with place.with_suffix(".log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        taken = sorted(honest_requests(shop.address, process, sockets))
    problems = []
    if sockets.most < CONNECTIONS // 2:
        problems.append(f"only {sockets.most} connections stood at one time: nothing was tried")
    if sockets.longest > LONGEST:
        problems.append(f"the shop kept a connection for {sockets.longest:.1f} s")
    worst = taken[len(taken) * 99 // 100]
    if worst > 1:
        problems.append(f"an honest request took {worst:.1f} s")
    return problems, (f"{sockets.most} connections, none kept for more than {sockets.longest:.1f} s;"
                      f" {len(taken)} honest requests, p99 {worst * 1000:.0f} ms")

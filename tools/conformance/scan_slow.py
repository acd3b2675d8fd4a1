"""A thousand slow connections of slowhttptest, and honest requests beside them."""

import csv
import subprocess
import time
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


def honest_requests(address: str, process: subprocess.Popen) -> list[float]:
    """How long each took, while the attack goes on."""
    taken = []
    while process.poll() is None:
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
    began = time.monotonic()
    with place.with_suffix(".log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        taken = sorted(honest_requests(shop.address, process))
    lasted = time.monotonic() - began
    rows = list(csv.DictReader(place.with_suffix(".csv").open()))
    problems = []
    most = max(int(row["Connected"]) for row in rows)
    if most < CONNECTIONS // 2:
        problems.append(f"only {most} connections stood at one time: nothing was tried")
    for then, now in zip(rows, rows[LONGEST:]):
        late = int(then["Closed"]) + int(then["Connected"]) - int(now["Closed"])
        if late > 0:
            problems.append(f"{late} connections of second {then['Seconds']} in second {now['Seconds']}")
    worst = taken[len(taken) * 99 // 100]
    if worst > 1:
        problems.append(f"an honest request took {worst:.1f} s")
    return problems, (f"{most} connections, gone after {lasted:.0f} s; {len(taken)} honest requests,"
                      f" p99 {worst * 1000:.0f} ms")

#!/usr/bin/env python3
"""Types titles and authors into a shop's search and counts how often they are found."""
import csv
import http.client
import json
import random
import sys
import time
import urllib.parse

CASES = 500
WANTED = {"exactly": 99, "as a beginning": 97, "with one typo": 95, "with two typos": 85}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def beginning(text):
    """What stands there before the last word is finished: half of it, or three letters."""
    start = len(text) - len(text.split()[-1])
    return text[:start + max(3, (len(text) - start + 1) // 2)]


def with_typo(text, rng):
    """One letter wrong, missing or too many, or two neighbours swapped, anywhere in the text."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    place = rng.choice(places)
    kind = rng.choice(["wrong", "missing", "added", "swapped"])
    if kind == "swapped":
        pairs = [p for p in places if p + 1 < len(text) and text[p + 1].isalpha()
                 and text[p].lower() != text[p + 1].lower()]
        if pairs:
            place = rng.choice(pairs)
            return text[:place] + text[place + 1] + text[place] + text[place + 2:]
    if kind == "missing" and len(places) > 1:
        return text[:place] + text[place + 1:]
    letter = rng.choice([l for l in LETTERS if l != text[place].lower()])
    return text[:place] + letter + text[place + (kind != "added"):]


class Shop:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"))
        self.times = []

    def get(self, path, **query):
        start = time.monotonic()
        self.connection.request("GET", path + "?" + urllib.parse.urlencode(query))
        answer = self.connection.getresponse()
        body = answer.read()
        self.times.append(time.monotonic() - start)
        if answer.status != 200:
            raise SystemExit(f"{path} {query}: {answer.status} {body[:200]}")
        return json.loads(body)

    def slugs(self, typed):
        return [hit["slug"] for hit in self.get("/v1/search", q=typed, limit=10)["data"]]


def ways(rng):
    return {"exactly": lambda text: text, "as a beginning": beginning,
            "with one typo": lambda text: with_typo(text, rng),
            "with two typos": lambda text: with_typo(with_typo(text, rng), rng)}


def main():
    address, file, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(file, encoding="utf-8") as lines:
        books = list(csv.DictReader(lines))
    shop = Shop(address)
    for _ in range(600):
        if shop.get("/v1/search", limit=1)["total"] >= len(books):
            break
        time.sleep(0.2)
    by_author = {}
    for book in books:
        for author in book["authors"].split(", "):
            by_author.setdefault(author, set()).add("book-" + book["book_id"])
    rng = random.Random(seed)
    titles = [(book["title"], {"book-" + book["book_id"]}) for book in rng.sample(books, CASES)]
    authors = [(name, by_author[name]) for name in rng.sample(sorted(by_author), CASES)]
    print("| typed | titles | authors | wanted |\n|---|---|---|---|")
    missed = []
    for way, change in ways(rng).items():
        shares = []
        for kind, cases in (("title", titles), ("author", authors)):
            found = 0
            for text, wanted in cases:
                typed = change(text)
                if wanted & set(shop.slugs(typed)):
                    found += 1
                else:
                    missed.append(f"{kind} {way}: {text!r} typed {typed!r}")
            shares.append(100 * found / len(cases))
        print(f"| {way} | {shares[0]:.1f} % | {shares[1]:.1f} % | {WANTED[way]} % |")
    times = sorted(shop.times)
    print(f"\n{len(times)} searches, p50 {1000 * times[len(times) // 2]:.1f} ms, "
          f"p99 {1000 * times[len(times) * 99 // 100]:.1f} ms. Not found:", file=sys.stderr)
    print("\n".join(missed), file=sys.stderr)


main()

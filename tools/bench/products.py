#!/usr/bin/env python3
"""Prints products as JSON lines for `kontor import products`: always the same for a count.

The words are made up, but come as often as words do in a language (the n-th most frequent one
n times as seldom as the first), so that a search finds many products or few as it would in a shop.
"""
import json
import random
import sys

random.seed(7)
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "il")]
WORDS = sorted({"".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(8000)})
random.shuffle(WORDS)
OFTEN = [1 / (rank + 20) for rank in range(len(WORDS))]
COLOURS = ["red", "green", "blue", "white", "black", "grey"]
MATERIALS = "copper linen oak enamel velvet walnut cotton slate amber willow".split()
CATEGORIES = [f"{room}-{part}" for room in ("kitchen", "study", "bedroom", "garden", "hall")
              for part in ("small", "large", "textiles", "light")]


def words(count):
    return random.choices(WORDS, weights=OFTEN, k=count)


def product(number):
    title = words(random.randint(2, 5))
    return {
        "slug": f"{'-'.join(title)}-{number}",
        "title": " ".join(title).capitalize(),
        "description": " ".join(words(60)).capitalize() + ".",
        "status": "published",
        "categories": [random.choice(CATEGORIES)],
        "attributes": {"material": random.choice(MATERIALS), "colour": random.choice(COLOURS),
                       "year": random.randint(1990, 2026)},
        "variants": [{"sku": f"BENCH-{number}", "stock": 1000000,
                      "weight_grams": random.randint(50, 3000),
                      "prices": [{"amount": random.randint(500, 20000), "currency": "EUR"}]}],
    }


def main():
    if sys.argv[1] == "queries":  # what shoppers type: one to three words of a title
        for number in range(int(sys.argv[2])):
            title = words(random.randint(2, 5))
            print("+".join(random.sample(title, min(len(title), random.randint(1, 3)))))
        return
    for number in range(1, int(sys.argv[1]) + 1):
        print(json.dumps(product(number)))


main()

"""What was checked, and what came of it."""

import sys
import time


class Table:
    def __init__(self, *failures: type[Exception]):
        """failures: what a check may raise for what it finds."""
        self.failures = failures
        self.rows = []
        self.problems = []

    def check(self, name: str, work) -> None:
        """work gives the problems it found, and a word on what was done."""
        print(f"{name} ...", file=sys.stderr, flush=True)
        started = time.monotonic()
        try:
            problems, told = work()
        except self.failures as failure:
            problems, told = [f"{type(failure).__name__}: {failure}"], ""
        seconds = time.monotonic() - started
        self.rows.append((name, "fails" if problems else "holds", told, f"{seconds:.1f} s"))
        self.problems += [f"{name}: {problem}" for problem in problems]

    def leave_out(self, name: str, why: str) -> None:
        self.rows.append((name, "not tried", why, ""))

    def print(self) -> None:
        print("| check | result | done | time |\n|---|---|---|---|")
        for row in self.rows:
            print(f"| {' | '.join(row)} |")
        for problem in self.problems:
            print(f"\n{problem}")

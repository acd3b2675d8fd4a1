"""A shop of our own for the time of the check, and the accounts in it."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

ADMIN = ("admin@conformance.example", "a long passphrase of staff")
WEBHOOK_SECRET = "whsec_conformance"
SENDER = "orders@conformance.example"
LOOKS_TO_START = 600


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Shop:
    def __init__(self, program: str, directory: Path, smtp_url: str = "", more: dict = {}):
        self.program = str(Path(program).resolve())
        self.directory = directory  # and no configuration file in it
        self.data = directory / "shop"
        self.log = directory / "shop.log"
        self.environment = os.environ | {
            "KONTOR_LOG_LEVEL": "warning",
            "KONTOR_MAIL_FROM": SENDER,
            "KONTOR_MAIL_SMTP_URL": smtp_url,
            "KONTOR_PAYMENTS_SIMULATOR_WEBHOOK_SECRET": WEBHOOK_SECRET,
        } | more

    def command(self, *arguments: str, given: str = "", may_fail: bool = False) -> str:
        command = [self.program, "--data", str(self.data), *arguments]
        done = subprocess.run(
            command,
            input=given,
            cwd=self.directory,
            env=self.environment,
            text=True,
            capture_output=True,
        )
        if done.returncode != 0 and not may_fail:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def __enter__(self) -> "Shop":
        self.output = self.log.with_suffix(".out")
        self.process = subprocess.Popen(
            [self.program, "--data", str(self.data), "up", "--demo", "--port", "0"],
            cwd=self.directory,
            env=self.environment,
            stdout=self.output.open("w"),
            stderr=self.log.open("w"),
        )
        self.address = self._wait_for_address()
        self.command("user", "create", "--email", ADMIN[0], "--role", "admin", given=ADMIN[1])
        return self

    def __exit__(self, *_) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def _wait_for_address(self) -> str:
        for _ in range(LOOKS_TO_START):
            said = re.search(r"https?://\S+", self.output.read_text())
            if said:
                return said.group()
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the shop did not start:\n{self.log.read_text()}")

    def version(self) -> str:
        return self.command("version").strip()

    def sql(self, statement: str) -> str:
        """In the private PostgreSQL: only for what no client can bring about."""
        dsn = f"host={self.data.resolve()}/postgresql/socket user=kontor dbname=postgres"
        done = subprocess.run(
            ["psql", dsn, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement],
            text=True,
            capture_output=True,
            check=True,
        )
        return done.stdout.strip()

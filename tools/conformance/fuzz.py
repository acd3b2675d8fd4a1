"""schemathesis against every route, as nobody, as a guest, as a customer and as staff."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
    "use_after_free",
    "ensure_resource_availability",
    "schema_tells_the_rules",
)
HERE = Path(__file__).resolve().parent


@dataclass
class Fuzzing:
    address: str
    directory: Path
    examples: int
    seed: int

    def run(self, role: str, headers: dict, belongings: dict) -> tuple[list[str], str]:
        """What was found, and how much was tried."""
        report = self.directory / f"{role}.json"
        log = self.directory / f"{role}.log"
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": "hooks",
            "PYTHONPATH": str(HERE),
            "PYTHONDONTWRITEBYTECODE": "1",
            "BELONGINGS": json.dumps(belongings),
        }
        with log.open("w") as output:
            done = subprocess.run(
                self._command(report, headers),
                env=environment,
                cwd=self.directory,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if not report.exists():
            raise RuntimeError(f"schemathesis did not run:\n{log.read_text()[-3000:]}")
        return summary(json.loads(report.read_text()), done.returncode, log)

    def _command(self, report: Path, headers: dict) -> list[str]:
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            "--config-file", str(HERE / "schemathesis.toml"),
            "run", f"{self.address}/openapi.json",
            "--checks", ",".join(CHECKS),
            "--max-examples", str(self.examples),
            "--seed", str(self.seed),
            "--no-color",
            "--report", "json",
            "--report-json-path", str(report),
        ]  # fmt: skip
        for name, value in headers.items():
            command += ["--header", f"{name}: {value}"]
        return command


def summary(report: dict, status: int, log: Path) -> tuple[list[str], str]:
    cases = report["test_cases"]["generated"]
    tested = report["operations"]["tested"]
    total = report["operations"]["total"]
    problems = [
        f"{failure['code']} {failure['title']}, {failure['count']} times: "
        + ", ".join(failure["operations"][:5])
        for failure in report["failures"]
    ] + [str(error) for error in report["errors"]]
    if tested != total:
        problems.append(f"only {tested} of {total} operations were tried")
    if status != 0 and not problems:
        problems.append(f"schemathesis ended with {status}")
    if problems:
        problems.append(f"see {log}")
    return problems, f"{cases} requests to {tested} operations"

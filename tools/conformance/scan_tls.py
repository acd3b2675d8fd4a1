"""What testssl.sh thinks of the shop's TLS."""

import json
import subprocess
from pathlib import Path

from shop import Shop

# What a certificate of our own making cannot have.
OF_THE_CERTIFICATE = ("cert_chain_of_trust", "cert_revocation")
GRAVE = ("MEDIUM", "HIGH", "CRITICAL", "FATAL")
OFFERED = {
    "SSLv2": False,
    "SSLv3": False,
    "TLS1": False,
    "TLS1_1": False,
    "TLS1_2": True,
    "TLS1_3": True,
}


def certificate(directory: Path) -> tuple[Path, Path]:
    key, file = directory / "key.pem", directory / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "90", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(key), "-out", str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    key.chmod(0o600)
    return file, key


def weak_tls(program: str, directory: Path):
    file, key = certificate(directory)
    more = {"KONTOR_HTTP_TLS_CERTIFICATE": str(file), "KONTOR_HTTP_TLS_KEY": str(key)}
    report = directory / "testssl.json"
    with Shop(program, directory, more=more) as shop:
        subprocess.run(
            ["testssl", "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none",
             "--ip", "127.0.0.1", "--jsonfile", str(report), shop.address],
            stdout=(directory / "testssl.log").open("w"), stderr=subprocess.STDOUT, timeout=1800,
        )  # fmt: skip
    findings = [one for one in json.loads(report.read_text()) if one["id"] not in OF_THE_CERTIFICATE]
    problems = [
        f"{one['severity']} {one['id']}: {one['finding']}"
        for one in findings
        if one["severity"] in GRAVE or "not completed" in one["finding"]
    ]
    said = {one["id"]: one["finding"] for one in findings}
    for protocol, is_offered in OFFERED.items():
        if ("not offered" not in said.get(protocol, "missing")) != is_offered:
            problems.append(f"{protocol} is {said.get(protocol, 'not in the report')}")
    return problems, f"{len(findings)} findings, TLS 1.2 and 1.3 only"

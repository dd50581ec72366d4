"""Fetch what is vendored from npm, and write down what it is.

    python -m tools.vendor

packs the version that stands in each ``vendored.json``, checks the package against the integrity
written there, and copies the files out of it.  To move to another version, change it there and give
``--renew``, which takes the integrity that npm states.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LISTS = (
    ROOT / "matcher/web/static/vendor/vendored.json",
    ROOT / "tests/web/e2e/vendor/vendored.json",
)


def main() -> None:
    """Bring every vendored file to what its list says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renew", action="store_true", help="take the integrity npm states")
    renew = parser.parse_args().renew
    for path in LISTS:
        vendored = json.loads(path.read_text(encoding="utf-8"))
        for each in vendored:
            fetch(each, path.parent, renew=renew)
        path.write_text(json.dumps(vendored, indent=2) + "\n", encoding="utf-8")


def fetch(each: dict[str, Any], folder: Path, *, renew: bool) -> None:
    """Copy the files of one package; with ``renew``, also what the list says of them."""
    with tempfile.TemporaryDirectory() as packed:
        wanted = f"{each['package']}@{each['version']}"
        command = ["npm", "pack", wanted, "--pack-destination", packed]
        subprocess.run(command, check=True, capture_output=True)
        archive = next(Path(packed).glob("*.tgz"))
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if renew:
            each["integrity"] = found
        elif found != each["integrity"]:
            raise SystemExit(f"{wanted}: {found}, not {each['integrity']}")
        with tarfile.open(archive) as tar:
            for file in each["files"]:
                inside = tar.extractfile(f"package/{file['from']}")
                if inside is None:
                    raise SystemExit(f"{wanted} has no {file['from']}")
                content = inside.read()
                (folder / file["name"]).write_bytes(content)
                file["sha256"] = hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()

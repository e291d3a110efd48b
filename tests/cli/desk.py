"""Runs the program as a person or a script does: each command a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SECONDS = 200

Done = subprocess.CompletedProcess[str]


class Desk:
    """One workspace, under some settings. `secrets` may stand in nothing it says."""

    def __init__(
        self, workspace: Path | str, *, secrets: tuple[str, ...] = (), **environment: str
    ) -> None:
        self.workspace = workspace
        self.env = {**os.environ, "TAKEONE_WORKSPACE": str(workspace), **environment}
        self._secrets = secrets

    def start(self, *arguments: str, **how: Any) -> subprocess.Popen[str]:
        """Start a command; `how` goes to the process."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *arguments],
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            **how,
        )

    def run(self, *arguments: str, stdin: str = "", code: int | None = None, **how: Any) -> Done:
        """Run a command to its end, which must be `code` if one is given. Nothing it says may
        be a traceback or hold a secret."""
        process = self.start(*arguments, **how)
        out, err = process.communicate(stdin, timeout=SECONDS)
        assert "Traceback" not in err, err
        assert not any(secret in out + err for secret in self._secrets)
        assert code is None or process.returncode == code, err
        return Done(process.args, process.returncode, out, err)

    def json(self, *arguments: str, code: int = 0) -> Any:
        """What a command tells a script."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

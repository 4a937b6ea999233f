"""axe-core in headless Chromium, where both are: DOORSTEP_AXE names axe.min.js, DOORSTEP_CHROMIUM the browser.

Without them the browser is looked for by its usual names and axe-core where packaging/setup.sh dev puts it.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = os.environ.get("DOORSTEP_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), "")
AXE = Path(os.environ.get("DOORSTEP_AXE") or Path(__file__).parents[2] / ".venv" / "axe-core" / "axe.min.js")
needs_axe = pytest.mark.skipif(
    not (CHROMIUM and AXE.is_file()), reason="axe-core or Chromium is not here (packaging/setup.sh dev brings both)"
)
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """
axe.run(document, {runOnly: %s}).then(found => {
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = JSON.stringify({
    broken: found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]),
    passed: found.passes.length,
  });
  document.body.append(told);
});
"""


def found_by_axe(page: bytes, folder: Path) -> dict[str, Any]:
    """Return what axe-core finds on a page: ``broken`` (rule and elements of each) and how many rules ``passed``.

    The page's own policy forbids every script, so axe is put in once the policy has been taken out.
    """
    free, taken = re.subn(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", page)
    assert taken == 1
    script = AXE.read_bytes() + (_RUN % json.dumps(_TAGS)).encode()
    file = folder / "page.html"
    file.write_bytes(free.replace(b"</body>", b"<script>" + script + b"</script></body>"))
    command = [
        CHROMIUM,
        *("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900", "--virtual-time-budget=60000"),
        *(f"--user-data-dir={folder / 'browser'}", "--dump-dom", file.as_uri()),
    ]
    shown = subprocess.run(command, capture_output=True, timeout=240, check=True).stdout.decode()
    told = re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    assert told is not None, "axe-core gave no answer"
    result: dict[str, Any] = json.loads(html.unescape(told[1]))
    return result

"""The operator's command `hoitomalli` as the guide makes it: what a page of ours quotes for the shell arrives whole."""

import json
import os
import subprocess
import sys

from tests.guide import blocks, replaced

QUOTED = "hoitomalli register --organisation 'Opiston CA -opisto' --deployment-id '42:a1b2c3' \\\n    --issuer 'O'\"'\"'x'"

ARRIVES = ["register", "--organisation", "Opiston CA -opisto", "--deployment-id", "42:a1b2c3", "--issuer", "O'x"]


def test_what_a_page_tells_to_run_can_be_run_as_it_stands(tmp_path):
    """As `registration_answer` writes it: a college's name has spaces and quotes."""
    block = next(each for each in blocks("sh") if "runuser" in each)
    told = tmp_path / "told"
    told.write_text(f"#!{sys.executable}\nimport json, os, sys\nprint(json.dumps([os.environ['A_SETTING'], *sys.argv[1:]]))\n")
    told.chmod(0o755)
    (tmp_path / "settings").write_text("A_SETTING=set\n")
    changes = {
        "/usr/local/bin/hoitomalli": tmp_path / "hoitomalli",
        "/opt/hoitomalli/bin/hoitomalli": told,
        "/etc/hoitomalli/settings": tmp_path / "settings",
        "runuser -u hoitomalli --": "env",
    }
    subprocess.run(["sh", "-ec", replaced(block, changes)], check=True, timeout=60)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    answer = subprocess.run(["sh", "-c", QUOTED], capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == ["set", *ARRIVES]

"""The systemd units that the guide quotes: systemd understands them, and their command lines are ours."""

import re
import shlex
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from lti_tool.cli import main
from lti_tool.cli.serving import STOP_SECONDS
from tests.guide import blocks

NAMES = ["hoitomalli.service", "hoitomalli@.service", "hoitomalli-worker.service"]  # those that run for long
UNITS = dict(zip([*NAMES, "hoitomalli-backup.service", "hoitomalli-backup.timer"], blocks("ini"), strict=True))


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_the_unit(name, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed (Debian's package systemd)")
    # Its program, user and files need not be on this machine; a timer looks for its service.
    for other, text in UNITS.items():
        text = text.replace("/opt/hoitomalli/bin/hoitomalli", "/bin/true").replace("User=hoitomalli", "User=root")
        (tmp_path / other).write_text(text)
    unit = tmp_path / name.replace("@", "@1")
    if "@" in name:
        unit.symlink_to(tmp_path / name)
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60, check=False
    )
    complaints = [line for line in result.stderr.splitlines() if "hoitomalli" in line]
    assert complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_the_unit_waits_longer_than_our_stop(name):
    words = shlex.split(re.search(r"^ExecStart=(.*)$", UNITS[name], re.MULTILINE)[1])
    linger = int(words[words.index("--linger") + 1]) if "--linger" in words else 0
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", UNITS[name], re.MULTILINE)[1]) > STOP_SECONDS + linger + 5


@pytest.mark.parametrize("name", NAMES)
def test_the_unit_is_tried_for_as_long_as_the_database_is_away(name):
    """systemd gives up for good after five starts in ten seconds; a start that finds no database takes about one."""
    assert int(re.search(r"^RestartSec=(\d+)$", UNITS[name], re.MULTILINE)[1]) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_the_units_command_line_is_one_of_ours(name):
    """It gets past its options: what it then misses is the setting."""
    words = shlex.split(re.search(r"^ExecStart=(.*)$", UNITS[name], re.MULTILINE)[1].replace("%i", "1"))
    result = CliRunner().invoke(main, words[1:], env={"HOITOMALLI_SECRET": "", "HOITOMALLI_SECRET_FILE": ""})
    assert result.exit_code == 1
    assert "HOITOMALLI_SECRET" in result.output

"""What a machine may be like: half installed, without a browser, with another user's files in the temporary folder."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from setuptools import Distribution

from build_hooks import BuildPy
from tests.browser import starts
from tests.conftest import import_postgresql

ROOT = Path(__file__).parent.parent.parent
# A python3 whose venv has a pip that notes what it is asked for.
PYTHON = r"""#!/bin/sh
mkdir -p .venv/bin
for name in python pip pybabel hoitomalli; do
    printf '#!/bin/sh\necho "$(basename "$0") $*" >>calls\n' >.venv/bin/$name
    chmod +x .venv/bin/$name
done
echo "made anew: $*" >>calls
"""


def program(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def make(tmp_path):
    """make demo in a folder with our Makefile: what was called."""
    for name in ("Makefile", "setup.cfg", "pyproject.toml", "build_hooks.py"):
        shutil.copy(ROOT / name, tmp_path)
    python = program(tmp_path / "python3", PYTHON)
    (tmp_path / ".venv/bin").mkdir(parents=True)

    def run(*arguments):
        command = ["make", f"PYTHON={python}", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True, timeout=60, capture_output=True)
        return (tmp_path / "calls").read_text()

    return run


def test_a_half_made_environment_is_made_anew(make, tmp_path):
    """As `make` leaves it where python3-venv is missing: a python without pip."""
    program(tmp_path / ".venv/bin/python", "#!/bin/sh\nexit 1\n")
    calls = make("demo")
    assert "made anew: -m venv --clear .venv" in calls
    assert "pip install" in calls


def test_the_demo_has_the_port_it_is_given_and_installs_nothing_for_tests(make):
    calls = make("demo", "PORT=9000")
    assert "hoitomalli demo --port 9000" in calls
    assert "[test]" not in calls
    assert "[test]" in make(".venv/.installed-test")


@pytest.mark.parametrize(
    ("named", "word"),
    [("/nowhere/chromium", "is no program"), ("Mozilla Firefox 140.0", "is no Chromium"), ("", "is no Chromium")],
    ids=["nothing", "another browser", "a stub"],
)
def test_a_browser_that_is_no_chromium_is_told_in_a_line(tmp_path, monkeypatch, named, word):
    """A desktop sets BROWSER too; Ubuntu's chromium-browser only says that a snap is needed."""
    other = program(tmp_path / "browser", f"#!/bin/sh\necho {named}\n")
    monkeypatch.setenv("BROWSER", named if named.startswith("/") else str(other))
    with pytest.raises(starts.DoesNotStart, match=word) as told:
        starts.chromium_path()
    assert len(str(told.value).splitlines()) == 1


def test_a_chromium_that_is_named_is_taken(tmp_path, monkeypatch):
    for says in ("Chromium 140.0.7339.16", "Google Chrome 140.0.7339.16", "Microsoft Edge 140.0.3485.54"):
        path = program(tmp_path / "browser", f"#!/bin/sh\necho {says}\n")
        monkeypatch.setenv("BROWSER", str(path))
        assert starts.chromium_path() == str(path)


def test_a_node_that_does_not_start_is_told_with_its_cure(tmp_path, monkeypatch):
    broken = "#!/bin/sh\necho 'node: error while loading shared libraries: libatomic.so.1' >&2; exit 127\n"
    monkeypatch.setattr("sys.executable", str(program(tmp_path / "python", broken)))
    with pytest.raises(starts.DoesNotStart, match=r"libatomic\.so\.1.*apt-get install libatomic1"):
        starts.check_node()


def test_the_lock_of_the_tests_postgresql_is_in_a_folder_of_this_user():
    """In the common temporary folder it would keep out whoever runs the tests second."""
    folder = import_postgresql().PostgresServer.lock_path.parent.parent.stat()
    assert folder.st_uid == os.getuid()
    assert stat.S_IMODE(folder.st_mode) == 0o700


def test_a_build_has_nothing_that_an_earlier_one_has_left(tmp_path, monkeypatch):
    """`pip install --upgrade .` builds in the checkout's build/."""
    monkeypatch.chdir(tmp_path)
    for path in ("lti_tool/__init__.py", "build/lib/lti_tool/gone.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    about = {"script_name": "setup.py", "packages": ["lti_tool"], "cmdclass": {"build_py": BuildPy}}
    Distribution(about).run_command("build_py")
    assert [path.name for path in (tmp_path / "build/lib/lti_tool").iterdir()] == ["__init__.py"]

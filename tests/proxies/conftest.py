"""The real `serve` behind each proxy, once for all tests."""

import shutil

import pytest

from lti_tool.demo.demo import tool_link
from lti_tool.demo.lms import Lms
from tests.conftest import serve
from tests.proxies.proxy import PROGRAMS, Certificate, proxied
from tests.serving import TOOL, Caller, furnish, served


def pytest_collection_modifyitems(items):
    for item in items:
        if "/proxies/" in str(item.path):
            item.add_marker(pytest.mark.proxies)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def platform(lms_key):
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)], lms_key)
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    yield lms
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def tool(platform, migrated_sqlite, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tool")
    shutil.copy(migrated_sqlite, folder / "tool.db")
    url = f"sqlite:///{folder / 'tool.db'}"
    furnish(url, platform)
    with served(url, folder / "serve.log", "--no-jobs") as tool:
        yield tool


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def kind(request):
    assert shutil.which(request.param, path=PROGRAMS), f"{request.param} is not installed: apt-get install nginx-light caddy"
    return request.param


@pytest.fixture(scope="session")
def start_proxy(kind, certificate, tmp_path_factory):
    """A context: the proxy before these ports."""
    return lambda *ports, **more: proxied(kind, tmp_path_factory.mktemp(kind), certificate, *ports, **more)


@pytest.fixture(scope="session")
def proxy(start_proxy, tool):
    with start_proxy(tool.port) as proxy:
        yield proxy


@pytest.fixture
def maija(proxy, platform):
    maija = Caller(proxy.origin, platform, proxy.certificate.authority)
    maija.open("maija", language="en")
    return maija


@pytest.fixture
def two_on_postgresql(request, kind, new_postgresql, platform, tmp_path):
    """Two processes on one database: gives its address and the processes; the parameter is their --linger."""
    url = new_postgresql()
    furnish(url, platform)
    linger = ["--linger", getattr(request, "param", "5")]
    with served(url, tmp_path / "one.log", *linger) as one, served(url, tmp_path / "two.log", *linger) as two:
        yield url, one, two

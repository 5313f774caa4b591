"""A platform whose certificate is signed by the college's own CA: reached with the CA's certificate, and by its name alone."""

import pytest
import trustme

from lti_tool.certificates import trusted_certificates
from lti_tool.demo.lms import Lms
from tests.conftest import serve
from tests.lti.registering import Registering
from tests.visitor import Visitor


def test_it_is_called_with_its_cas_certificate_and_not_without(app, leads_to, serve_at, call_moodle):
    leads_to("127.0.0.2")
    port = serve_at("127.0.0.2")
    assert call_moodle(port) == {"at": "127.0.0.2"}
    app.config["CA_BUNDLE"] = ""
    assert call_moodle(port) == "bad_certificate"


def test_a_folder_of_certificates_will_do(app, leads_to, serve_at, call_moodle, bundle, tmp_path):
    folder = tmp_path / "authorities"
    folder.mkdir()
    trustme.CA().cert_pem.write_to_path(folder / "another.crt")
    (folder / "README").write_text("no certificate, and not named as one")
    bundle.rename(folder / "college.pem")
    app.config["CA_BUNDLE"] = str(folder)
    leads_to("127.0.0.2")
    assert call_moodle(serve_at("127.0.0.2")) == {"at": "127.0.0.2"}


def test_its_certificate_is_good_for_its_name_only(leads_to, serve_at, call_moodle):
    leads_to("127.0.0.2")
    assert call_moodle(serve_at("127.0.0.2"), "www.moodle.test") == "bad_certificate"


def test_a_trusted_ca_opens_no_private_address(leads_to, serve_at, call_moodle, app):
    app.config["PRIVATE_HOSTS"] = frozenset()
    leads_to("127.0.0.1")
    assert call_moodle(serve_at("127.0.0.1")) == "private_address"
    app.config["PRIVATE_HOSTS"] = frozenset({"moodle.test"})
    assert call_moodle(serve_at("127.0.0.1")) == {"at": "127.0.0.1"}


@pytest.fixture
def in_systems_store(bundle, monkeypatch):
    """The college's CA among those that the machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    trusted_certificates.cache_clear()
    yield
    monkeypatch.undo()
    trusted_certificates.cache_clear()


def test_what_the_system_trusts_is_trusted_unless_a_bundle_takes_its_place(
    app, leads_to, serve_at, call_moodle, in_systems_store, tmp_path
):
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    leads_to("127.0.0.2")
    port = serve_at("127.0.0.2")
    app.config["CA_BUNDLE"] = ""
    assert call_moodle(port) == {"at": "127.0.0.2"}
    app.config["CA_BUNDLE"] = str(tmp_path / "other.pem")
    assert call_moodle(port) == {"at": "127.0.0.2"}
    app.config["IS_CA_ADDED"] = False
    assert call_moodle(port) == "bad_certificate"


@pytest.fixture
def own_ca_lms(app, leads_to, tls, lms_key):
    """A Moodle at https://moodle.test, inside the college's network, without tools."""
    leads_to("127.0.0.1")
    lms = Lms("", key=lms_key)
    server = serve(lms.app, tls)
    lms.origin = f"https://moodle.test:{server.server_port}"
    app.config["PRIVATE_HOSTS"] = frozenset({"moodle.test"})
    yield lms
    server.shutdown()
    server.server_close()


def test_such_a_platform_is_registered_and_launched(app, own_ca_lms, bundle):
    registering = Registering(app, own_ca_lms)
    refused = registering.press()
    assert "HOITOMALLI_CA_BUNDLE" in refused.text
    assert "too old" in refused.text  # what else it may be, where the college has no CA
    app.config["CA_BUNDLE"] = str(bundle)
    registering.register()
    own_ca_lms.tools[0].is_active = True
    assert Visitor(app, own_ca_lms).open("pirjo").status_code == 303


def test_the_log_says_what_is_wrong_with_a_certificate(app, own_ca_lms, bundle, caplog):
    registering = Registering(app, own_ca_lms)
    registering.press()
    app.config["CA_BUNDLE"] = str(bundle)
    registering.press(registering.address.replace("moodle.test", "www.moodle.test"))
    lines = [record.getMessage() for record in caplog.records if record.name == "hoitomalli.registration"]
    assert "certificate in certificate chain" in lines[0] or "issuer" in lines[0]
    assert "private_address" in lines[1]  # www.moodle.test is not listed
    app.config["PRIVATE_HOSTS"] = frozenset({"moodle.test", "www.moodle.test"})
    registering.press(registering.address.replace("moodle.test", "www.moodle.test"))
    assert "Hostname mismatch" in caplog.messages[-1]

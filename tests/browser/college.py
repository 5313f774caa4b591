"""Two sites for the browser: https://lms.test frames https://tool.test, both on this machine."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from dataclasses import dataclass, replace

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from playwright.sync_api import BrowserContext, Frame, Page
from sqlalchemy import select

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.demo.data import fill
from lti_tool.demo.demo import tool_link
from lti_tool.demo.lms import Lms
from lti_tool.demo.school import Activity, Course, ToolLink
from lti_tool.lti.keys import ensure_key
from lti_tool.lti.operations import PlatformDetails, register_platform
from lti_tool.people.models import Course as KnownCourse
from lti_tool.people.models import Person
from lti_tool.people.operations import get_or_create_organisation
from tests.browser import cookie_site
from tests.conftest import INNER, SECRET, serve

LMS = "lms.test"  # two sites, not two ports of one; .test never resolves in DNS
TOOL = "tool.test"


def write_certificate(folder):
    """A self-signed certificate for both sites: the paths of its file and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LMS)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=2))
    names = x509.SubjectAlternativeName([x509.DNSName(LMS), x509.DNSName(TOOL)])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    cert_path = folder / "cert.pem"
    key_path = folder / "key.pem"
    cert_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key_path.write_bytes(private)
    return cert_path, key_path


@dataclass
class College:
    """The LMS and the tool while they are served, and how a person gets to the tool in them."""

    lms: Lms
    app: Flask
    tool_server: object
    tool_origin: str
    organisation_id: int = 0

    @contextmanager
    def database(self):
        """The tool's database, committed at the end."""
        with self.app.app_context():
            yield db.session
            db.session.commit()

    def person(self, username):
        """The person of the tool; needs the database."""
        subject = self.lms.users[username].id
        return db.session.scalars(select(Person).where(Person.subject == subject)).one()

    def add_course(self, open_to="closed", **kinds):
        """A course of its own for a test; `kinds` gives users another role in it. Its number."""
        number = max(self.lms.courses) + 1
        self.lms.courses[number] = Course(number, f"k{number}", f"Kurssi {number}", [Activity(f"{number}0", "Malli")], kinds)
        with self.database() as session:
            key = {"organisation_id": self.organisation_id, "issuer": self.lms.origin, "context_id": str(number)}
            session.add(KnownCourse(**key, title=f"Kurssi {number}", open_to=open_to))
        return number

    def course_page(self, username="maija", course=2, language="fi", **more):
        query = "".join(f"&{name}={value}" for name, value in more.items())
        return f"{self.lms.origin}/course/view.php?id={course}&user={username}&lang={language}{query}"

    def open_in_frame(self, page: Page, username="maija", course=2, language="fi") -> Frame:
        """Open the course page; the frame of its activity, in which the tool has come up."""
        page.goto(self.course_page(username, course, language))
        return self.frame_of(page)

    def frame_of(self, page: Page, name="tool") -> Frame:
        frame = page.frame(name=name)
        frame.wait_for_url(f"{self.tool_origin}/l/**")
        frame.locator("#main").wait_for()
        return frame

    def open_in_window(self, page: Page, username="maija", course=2, language="fi") -> Page:
        """Open the activity in a window of its own, as the LMS's link does."""
        page.goto(f"{self.lms.origin}/mod/lti/launch.php?id={course}&user={username}&lang={language}&activity=0&window=1")
        page.wait_for_url(f"{self.tool_origin}/l/**")
        return page

    def window(self, context: BrowserContext, username="maija", **where) -> Page:
        """A new tab with the activity in it."""
        return self.open_in_window(context.new_page(), username, **where)


@contextmanager
def serve_college(database_url, lms_key, certificate, ledger):
    """A college with the demo's data on this database. The tool fetches the LMS's keys over plain HTTP,
    since only the browser knows where *.test is."""
    lms = Lms("", key=lms_key)
    lms_server = serve(lms.app, certificate)
    plain_lms = serve(lms.app)
    tool_server = serve(None, certificate)
    cookie_server = serve(cookie_site.app, certificate)
    lms.origin = f"https://{LMS}:{lms_server.server_port}"
    tool_origin = f"https://{TOOL}:{tool_server.server_port}"
    cookies = f"https://{TOOL}:{cookie_server.server_port}/"
    lms.tools = [tool_link(tool_origin), ToolLink("cookies", "9", cookies, cookies, cookies)]
    app = tool_server.app = create_app(Settings(tool_origin, database_url, SECRET, INNER, erasure_ledger=str(ledger)))
    college = College(lms, app, tool_server, tool_origin)
    with college.database():
        ensure_key(SECRET)
        college.organisation_id = _register(lms, f"http://127.0.0.1:{plain_lms.server_port}")
        fill(college.organisation_id, lms)
    yield college
    for server in (lms_server, plain_lms, tool_server, cookie_server):
        server.shutdown()
        server.server_close()
    db.disconnect(app)


def _register(lms, plain_origin):
    link = lms.tools[0]
    base = lms.origin + "/mod/lti/"
    details = PlatformDetails(lms.origin, link.client_id, link.deployment_id, base + "auth.php", base + "token.php", "")
    details = replace(details, key_set_url=f"{plain_origin}/mod/lti/certs.php")
    return register_platform(get_or_create_organisation("Keskuspuiston ammattiopisto").id, details).organisation_id

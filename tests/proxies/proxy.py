"""nginx and Caddy with the guide's own lines; only host, certificate, ports and the place of the logs are replaced."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager
from pathlib import Path

from tests.guide import blocks, replaced
from tests.serving import PATIENCE, accepts, free_port, wait_until

HOST = "hoitomalli.college.example"
NAME = "tool.test"

PROGRAMS = os.environ["PATH"] + ":/usr/sbin"  # Debian's nginx is there, and not in everybody's PATH

NGINX = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/main-error.log;
events {{ worker_connections 2048; }}
http {{
    access_log {folder}/main-access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {upstream}
    {site}
}}
"""


class Proxy:
    """A running proxy: `port` speaks https, `plain_port` http; its logs are in `folder`."""

    def __init__(self, folder, certificate):
        self.folder = folder
        self.certificate = certificate
        self.port = free_port()
        self.plain_port = free_port()
        self.process = None

    @property
    def origin(self):
        return f"https://localhost:{self.port}"

    def start(self, command):
        with (self.folder / "output.log").open("wb") as output:
            home = {
                **os.environ,
                "HOME": str(self.folder),
                "XDG_DATA_HOME": str(self.folder),
                "XDG_CONFIG_HOME": str(self.folder),
            }
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=home)
        wait_until(lambda: self.process.poll() is not None or accepts(self.port), "the proxy's start")
        assert self.process.poll() is None, self.logs()

    def end(self):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def logs(self):
        """All that it has written."""
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))

    def connect(self):
        """A socket that speaks TLS to it."""
        context = ssl.create_default_context(cafile=self.certificate.authority)
        return context.wrap_socket(socket.create_connection(("localhost", self.port), PATIENCE), server_hostname="localhost")


def nginx_configuration(proxy, ports, faults):
    site = next(block for block in blocks("nginx") if "server_name" in block)
    upstream = ""
    site = replaced(site, faults)
    changes = {
        HOST: NAME,
        "listen 80;": f"listen 127.0.0.1:{proxy.plain_port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.port} ssl;",
        "/var/log/nginx": proxy.folder,
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": proxy.certificate.chain,
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": proxy.certificate.key,
    }
    if len(ports) == 1:
        changes["127.0.0.1:8000"] = f"127.0.0.1:{ports[0]}"
    else:
        changes["proxy_pass http://127.0.0.1:8000;"] = "proxy_pass http://hoitomalli;"
        upstream = next(block for block in blocks("nginx") if "least_conn" in block)
        upstream = replaced(upstream, {"127.0.0.1:8001": f"127.0.0.1:{ports[0]}", "127.0.0.1:8002": f"127.0.0.1:{ports[1]}"})
    user = "user root;" if os.geteuid() == 0 else ""
    return NGINX.format(folder=proxy.folder, upstream=upstream, site=replaced(site, changes), user=user)


def caddy_configuration(proxy, ports, faults):
    whole, two = blocks("caddy")
    whole = replaced(whole, faults)
    changes = {
        "{\n    servers {": f"{{\n    admin off\n    http_port {proxy.plain_port}\n    https_port {proxy.port}\n    servers {{",
        f"{HOST} {{": f"{NAME} {{\n    tls {proxy.certificate.chain} {proxy.certificate.key}",
    }
    if len(ports) == 1:
        changes["127.0.0.1:8000"] = f"127.0.0.1:{ports[0]}"
    else:
        changes["    reverse_proxy 127.0.0.1:8000 {\n"] = two
        changes |= {"127.0.0.1:8001": f"127.0.0.1:{ports[0]}", "127.0.0.1:8002": f"127.0.0.1:{ports[1]}"}
    return replaced(whole, changes)


def command_of(kind, proxy, ports, faults):
    """Write the configuration, with these words of the guide replaced; gives the command that starts the proxy with it."""
    file = Path(proxy.folder) / kind
    if kind == "nginx":
        file.write_text(nginx_configuration(proxy, ports, faults))
        return [shutil.which("nginx", path=PROGRAMS), "-c", str(file)]
    file.write_text(caddy_configuration(proxy, ports, faults))
    return [shutil.which("caddy", path=PROGRAMS), "run", "--adapter", "caddyfile", "--config", str(file)]


@contextmanager
def proxied(kind, folder, certificate, *ports, faults=None):
    """The proxy before the tool at these ports, until the block ends; `faults` are mistakes made in copying the guide's words."""
    proxy = Proxy(folder, certificate)
    proxy.start(command_of(kind, proxy, ports, faults or {}))
    try:
        yield proxy
    finally:
        proxy.end()


class Certificate:
    """Files of a certificate for the tool's name and for this machine, and of the authority that signed it."""

    def __init__(self, folder):
        import trustme

        authority = trustme.CA()
        issued = authority.issue_cert(NAME, "localhost")
        self.authority, self.chain, self.key = (str(folder / name) for name in ("authority.pem", "chain.pem", "key.pem"))
        authority.cert_pem.write_to_path(self.authority)
        issued.private_key_pem.write_to_path(self.key)
        for number, part in enumerate(issued.cert_chain_pems):
            part.write_to_path(self.chain, append=number > 0)

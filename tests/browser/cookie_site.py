"""A tool that only tries cookies: on its POST it sets two, on the GET that follows it tells which came back."""

from http.cookies import SimpleCookie

PLAIN = "plain=1; Path=/; Secure; SameSite=None"
PARTITIONED = "partitioned=1; Path=/; Secure; SameSite=None; Partitioned"


def app(environ, start_response):
    if environ["REQUEST_METHOD"] == "POST":
        start_response("303 See Other", [("Location", "/"), ("Set-Cookie", PLAIN), ("Set-Cookie", PARTITIONED)])
        return []
    start_response("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "no-store")])
    names = sorted(SimpleCookie(environ.get("HTTP_COOKIE", "")))
    return [f"<!doctype html><title>cookies</title><p id=names>{' '.join(names)}</p>".encode()]


def without_partitioned(wsgi_app):
    """The tool as a browser sees it that does not know `Partitioned` and so takes the cookie for a plain one."""

    def wrapped(environ, start_response):
        def start(status, headers, *rest):
            headers = [(name, value.replace("; Partitioned", "") if name == "Set-Cookie" else value) for name, value in headers]
            return start_response(status, headers, *rest)

        return wsgi_app(environ, start)

    return wrapped

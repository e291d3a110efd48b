"""The server that the demo's stand-ins run on, with faults on request."""

from takeone_desktop.demo.web import Answer, Handler, Request, WebServer, as_json, failing

__all__ = ["Answer", "Handler", "Request", "WebServer", "as_json", "failing"]

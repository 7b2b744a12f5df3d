"""The yardstick: a bare Flask application that says hello on the same server."""

from flask import Flask


def application() -> Flask:
    """The smallest answer that Flask gives."""
    app = Flask(__name__)

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app

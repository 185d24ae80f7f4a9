# srvmon for one check a container: the host's cron runs `docker run --rm ... srvmon check` each minute, see
# docs/operations.md. No daemon, no cron inside.

ARG NODE=node:24-bookworm-slim

FROM ${NODE} AS build
# For the native parts of net-ping and fs-ext.
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# The image brings the headers of its own Node, so that node-gyp has nothing to fetch.
RUN npm_config_nodedir=/usr/local npm ci
COPY scripts scripts
COPY src src
COPY tsconfig.json ./
RUN npm run build && npm prune --omit=dev

FROM ${NODE}
# ping stands in where the raw socket may not be opened. tini is process 1, as srvmon could not end itself there: the kernel keeps
# signals from process 1 that it sends itself, and a run that hangs ends itself so.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates iputils-ping libcap2-bin tini \
  && setcap cap_net_raw+ep /usr/local/bin/node \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 990 --home-dir /var/lib/srvmon --shell /usr/sbin/nologin srvmon \
  && install -d -m 700 -o srvmon -g srvmon /var/lib/srvmon
WORKDIR /opt/srvmon
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/dist dist
COPY LICENSE ./
COPY bin bin
COPY config config
COPY examples examples
RUN ln -s /opt/srvmon/bin/srvmon.js /usr/local/bin/srvmon

USER srvmon
WORKDIR /var/lib/srvmon
ENTRYPOINT ["tini", "--", "srvmon"]
CMD ["check"]

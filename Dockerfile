# Hamlet without its tests and tools. Production dependencies only; Node is the image's own.

FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/classifier/package.json packages/classifier/
COPY packages/client/package.json packages/client/
COPY packages/server/package.json packages/server/
COPY packages/web/package.json packages/web/
# No package of production has an install script, so none may run.
RUN npm ci --omit=dev --ignore-scripts

FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/classifier/package.json packages/classifier/
COPY packages/client/package.json packages/client/
COPY packages/server/package.json packages/server/
COPY packages/web/package.json packages/web/
RUN npm ci --ignore-scripts
COPY tsconfig.base.json ./
COPY scripts scripts
COPY packages/classifier packages/classifier
COPY packages/client packages/client
COPY packages/web packages/web
RUN npm run build

FROM node:26-slim
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE ./
COPY packages/classifier packages/classifier
COPY packages/server packages/server
COPY --from=build /app/packages/classifier/dist packages/classifier/dist
COPY --from=build /app/packages/web/dist packages/web/dist
COPY models models
COPY datasets datasets
RUN ln -s /app/packages/server/src/cli.ts /usr/local/bin/hamlet \
  && install -d -o node -g node -m 700 /data
ENV NODE_ENV=production HOST=0.0.0.0 LOCAL_PORT=8000 DATA_DIR=/data
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.LOCAL_PORT + '/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The exec form: node is the first process, and the stop signal reaches it without a shell between.
CMD ["hamlet", "serve"]

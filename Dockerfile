# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc nuxt.config.ts tsconfig.json ./
COPY app ./app
COPY server ./server
COPY shared ./shared
COPY drizzle ./drizzle
COPY public ./public
RUN npm ci
RUN npm run build
# Migrations (and the demo, where it is wanted) run before the server; one file, beside the modules that it shares with it:
# what is native stays outside of it.
RUN npx esbuild server/commands/container.ts --bundle --platform=node --format=esm --packages=bundle \
      '--external:@node-rs/*' --external:sharp --banner:js='import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' \
      --outfile=.output/server/prepare.mjs

FROM node:24-bookworm-slim
WORKDIR /foyer
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 NITRO_SHUTDOWN_TIMEOUT=5000
# Letters for the pictures that messengers show of events: without them these have none.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/.output ./.output
COPY --from=build /src/drizzle/migrations ./drizzle/migrations
COPY LICENSE ./
# Uploaded pictures, where no bucket is set: mount a volume here.
RUN install -d -o node -g node .data/files
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", "node .output/server/prepare.mjs && exec node .output/server/index.mjs"]

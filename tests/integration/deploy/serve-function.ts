import { createServer, type RequestListener } from 'node:http'
import { pathToFileURL } from 'node:url'
import { inRoot } from '#server/commands/lib/paths.ts'

/** The built function behind a plain HTTP server, as Vercel's Node runtime calls it: `export default (request, response)`. */
const entry = inRoot('.vercel/output/functions/__fallback.func/index.mjs')
const { default: handler } = await import(pathToFileURL(entry).href) as { default: RequestListener }
createServer(handler).listen(Number(process.env.PORT), '127.0.0.1')

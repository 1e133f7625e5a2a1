import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { EventHandler } from 'h3'
import type { z } from 'zod'
import type { EndpointDeclaration } from '#server/http/endpoint.ts'
import { findRoutesBy } from '#server/http/openapi/routes.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export interface Endpoint {
  method: string
  /** As the router knows it: `/api/orders/:id`. */
  path: string
  handler: EventHandler
  /** Null for the few routes that serve files and declare nothing. */
  declaration: EndpointDeclaration<z.ZodType, z.ZodType, z.ZodType, z.ZodType> | null
}

/** Every endpoint of the server, found the way that Nitro finds them: by the names of the files. */
export async function allEndpoints(): Promise<Endpoint[]> {
  const files = globSync('server/{api,routes}/**/*.ts', { cwd: ROOT }).map(file => file.replaceAll('\\', '/')).sort()
  const endpoints = await Promise.all(files.map(async (file) => {
    const module = await import(`${ROOT}${file}`) as { default: EventHandler & { declaration?: Endpoint['declaration'] } }
    return { ...routeOf(file), handler: module.default, declaration: module.default.declaration ?? null }
  }))
  // As server/plugins/api-routes.ts does in a server that was built.
  findRoutesBy(async () => endpoints)
  return endpoints
}

function routeOf(file: string): { method: string, path: string } {
  const bare = file.replace(/^server\/(api|routes)\//, (_, kind: string) => kind === 'api' ? '/api/' : '/').replace(/\.ts$/, '')
  const method = /\.(get|post|put|patch|delete)$/.exec(bare)?.[1]
  const path = (method ? bare.slice(0, -method.length - 1) : bare).replace(/\/index$/, '').replace(/\[\.\.\.\]/g, '**').replace(/\[(\w+)\]/g, ':$1')
  return { method: (method ?? 'get').toUpperCase(), path }
}

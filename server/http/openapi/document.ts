import { operationOf } from './operation.ts'
import type { Route } from './routes.ts'
import type { JsonSchema } from './schemas.ts'

const ABOUT = `Replies are JSON, money is an integer in minor units with its currency, an instant is ISO 8601 with its offset.

Refusals are problem+json (RFC 9457) with a stable \`code\`; their text comes in the language of \`?locale=\` or \`Accept-Language\`, and says what happened to seats and money. What belongs to somebody else answers 404. Any endpoint may answer 429 (\`rate-limited\`) with \`Retry-After\`.`

/** Pictures answer before anything is read of a declaration. */
const FILES: Record<string, { summary: string, type: string }> = {
  'GET /images/:id/:name': { summary: 'A picture that somebody uploaded, in one of its sizes', type: 'image/webp' },
  'GET /posters/:name': { summary: 'The generated poster of an event (`slug.svg`), or what is shown of a link to it (`slug.jpg`)', type: 'image/svg+xml' }
}

/** What is no endpoint: the answer to what the API does not have. */
const isCatchAll = (path: string) => path.endsWith('/**')

/** The whole API as an OpenAPI 3.1 document, from what its endpoints declare. */
export function describeApi(routes: readonly Route[], { publicUrl, version }: { publicUrl: string, version: string }): JsonSchema {
  const paths: Record<string, JsonSchema> = {}
  for (const route of [...routes].sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))) {
    if (isCatchAll(route.path)) continue
    const path = paths[route.path.replace(/:(\w+)/g, '{$1}')] ??= {}
    path[route.method.toLowerCase()] = route.declaration ? operationOf({ ...route, declaration: route.declaration }) : fileOperation(route)
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Foyer', version, description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: publicUrl }],
    paths,
    components: { schemas: { Problem: PROBLEM }, securitySchemes: SECURITY }
  }
}

function fileOperation({ method, path }: Route): JsonSchema {
  const file = FILES[`${method} ${path}`]
  if (!file) throw new Error(`${method} ${path} declares nothing`)
  return {
    tags: ['files'], summary: file.summary, security: [{}],
    parameters: [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    responses: {
      200: { description: 'The picture', content: { [file.type]: {} } },
      default: { description: 'A refusal', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
    }
  }
}

const text = { type: 'string' }
const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457). Further members are the data of the refusal.',
  properties: {
    type: { ...text, format: 'uri-reference' }, title: text, status: { type: 'integer' }, detail: { ...text, description: 'What happened to seats and money' }, instance: { ...text, format: 'uri-reference' },
    code: { ...text, description: 'Stable: for programs' }, requestId: { ...text, description: 'For support' },
    errors: { type: 'array', description: 'Of `invalid-input`: what is wrong, field by field', items: { type: 'object', properties: { path: text, message: text, code: text } } }
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId']
}

const SECURITY: JsonSchema = {
  login: { type: 'http', scheme: 'bearer', description: 'The access token of a login' },
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'foyer_...', description: 'An API token of a publisher or an admin (Account, Security), for programs. It opens what its scopes name, and never more than its owner may do now' },
  cookie: { type: 'apiKey', in: 'cookie', name: '__Host-foyer-access', description: 'What logging in sets in a browser' }
}

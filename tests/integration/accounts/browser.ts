import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EventHandler, createApp, createRouter, toNodeListener, toWebHandler } from 'h3'

/** What a browser says of a request that a page's script makes. */
export const BY_SCRIPT = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }

export interface TestServer {
  url: string
  /** Asks inside the process, as the server does while it renders a page: with the browser's cookies, but not over the network. */
  askWhileRendering(path: string, cookies: Map<string, string>): Promise<Response>
  close(): Promise<void>
}

/** Serves single endpoints on a port of their own. */
export async function serve(endpoints: Record<string, EventHandler>): Promise<TestServer> {
  const router = createRouter()
  for (const [route, handler] of Object.entries(endpoints)) {
    const [method = '', path = ''] = route.split(' ')
    router.use(path, handler, method.toLowerCase() as 'get' | 'post' | 'patch')
  }
  const app = createApp().use(router)
  const inProcess = toWebHandler(app)
  const server: Server = createServer(toNodeListener(app))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    askWhileRendering: (path, cookies) => inProcess(new Request(`http://localhost${path}`, { headers: { cookie: cookieHeader(cookies) } })),
    close: () => new Promise((resolve, reject) => server.close(error => error ? reject(error) : resolve()))
  }
}

/** A browser of one's own: keeps cookies as the server sets them and sends them back. */
export function openBrowser(url: string) {
  const jar = new Map<string, string>()
  return {
    jar,
    async ask(route: string, options: { body?: unknown, headers?: Record<string, string> } = {}) {
      const [method, path] = route.split(' ')
      const response = await fetch(url + path, {
        method,
        headers: {
          ...options.body === undefined ? {} : { 'content-type': 'application/json' },
          cookie: cookieHeader(jar),
          ...BY_SCRIPT, ...options.headers
        },
        body: options.body === undefined ? undefined : JSON.stringify(options.body)
      })
      const setCookies = response.headers.getSetCookie()
      for (const cookie of setCookies) keep(jar, cookie)
      const text = await response.text()
      return { status: response.status, headers: response.headers, setCookies, text, body: text ? JSON.parse(text) : null }
    }
  }
}

function cookieHeader(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

function keep(jar: Map<string, string>, setCookie: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? []
  if (/max-age=0\b/i.test(setCookie)) jar.delete(name)
  else jar.set(name, value)
}

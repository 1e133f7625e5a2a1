/** A browser that follows redirects between houses, with a cookie jar for each, as far as it is told. */
export class Wanderer {
  readonly #jars = new Map<string, Map<string, string>>()
  /** Every address it has been to. */
  readonly visited: string[] = []

  cookies(url: string): Map<string, string> {
    const { host } = new URL(url)
    const jar = this.#jars.get(host) ?? new Map<string, string>()
    this.#jars.set(host, jar)
    return jar
  }

  /** As if it had never been there. */
  forget(url: string): void {
    this.#jars.delete(new URL(url).host)
  }

  async ask(url: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Response> {
    const jar = this.cookies(url)
    this.visited.push(url)
    const answer = await fetch(url, { method, body, redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...headers }, signal: AbortSignal.timeout(30_000) })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0\b|expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  /** Follows redirects until one leads to an address for which `isThere` holds, which it does not visit. @returns that address */
  async wander(from: string, isThere: (url: URL) => boolean): Promise<URL> {
    let at = new URL(from)
    for (let step = 0; step < 15; step++) {
      const answer = await this.ask(at.href, step === 0 ? {} : { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })
      const to = answer.headers.get('location')
      if (!to) throw new Error(`${at.href} leads nowhere: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
      await answer.body?.cancel()
      at = new URL(to, at)
      if (isThere(at)) return at
    }
    throw new Error('too many redirects')
  }
}

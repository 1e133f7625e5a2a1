/** The pages that somebody may be led back to, by their first part: all of ours, but none that signs in. */
export const PLACES_TO_RETURN: readonly string[] = [
  '', 'account', 'admin', 'categories', 'checkout', 'events', 'favourites', 'gate', 'notifications', 'orders', 'pay', 'profile', 'publish', 'publishers', 'queue', 'search', 'sessions', 'tickets', 'venues', 'waiting-list'
]

/**
 * `asked` where it is one of our own pages, else the front page: an exact list, so that no way of writing another host
 * (`//evil.example`, `/\evil.example`, `/%2f...`) leads there (S-15).
 */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 500 || !/^\/[\w\-./%?&=~,:@!$'()*+;#\p{L}\p{N}]*$/u.test(asked)) return '/'
  if (!isOurs(asked)) return languageOf(asked) || '/'
  // What a browser makes of it has to be ours as well: `/account/%2e%2e//evil.example` is another host to it.
  const url = new URL(asked, 'https://foyer.invalid')
  return url.origin === 'https://foyer.invalid' && isOurs(url.pathname) ? `${url.pathname}${url.search}${url.hash}` : '/'
}

function isOurs(path: string): boolean {
  const [, first = ''] = /^(?:\/zh(?=[/?#]|$))?\/?([^/?#]*)/.exec(path) ?? []
  return PLACES_TO_RETURN.includes(first) && !/^(\/zh)?\/\//.test(path) && !path.includes('/..')
}

const languageOf = (path: string) => /^\/zh(?=[/?#]|$)/.exec(path)?.[0] ?? ''

/** A page of ours in the language that `back` is in. */
export function beside(back: string, path: string): string {
  return languageOf(back) + path
}

/** The pages that somebody may be led back to, by their first part: all of ours, but none that signs in. */
export const PLACES_TO_RETURN: readonly string[] = [
  '', 'account', 'admin', 'categories', 'checkout', 'events', 'favourites', 'notifications', 'orders', 'pay', 'profile', 'publish', 'publishers', 'search', 'sessions', 'tickets', 'venues'
]

/**
 * `asked` where it is one of our own pages, else the front page: an exact list, so that no way of writing another host
 * (`//evil.example`, `/\evil.example`, `/%2f...`) leads there (S-15).
 */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 500 || !/^\/[\w\-./%?&=~,:@!$'()*+;#\p{L}\p{N}]*$/u.test(asked)) return '/'
  const [, language = '', first = ''] = /^(\/zh(?=[/?#]|$))?\/?([^/?#]*)/.exec(asked) ?? []
  const isOurs = PLACES_TO_RETURN.includes(first) && !/^(\/zh)?\/\//.test(asked) && !asked.includes('/..')
  if (!isOurs) return language || '/'
  // What remains is read once more as browsers do.
  const url = new URL(asked, 'https://foyer.invalid')
  return url.origin === 'https://foyer.invalid' ? `${url.pathname}${url.search}${url.hash}` : '/'
}

/** A page of ours in the language that `back` is in. */
export function beside(back: string, path: string): string {
  return /^\/zh(?=[/?#]|$)/.test(back) ? `/zh${path}` : path
}

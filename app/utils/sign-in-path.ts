/** The sign-in page that comes back to where the reader was. Only paths of our own are ever followed back. */
export function signInPath(loginPath: string, from: string): string {
  return /\/(login|register)(\?|$)/.test(from) ? loginPath : `${loginPath}?back=${encodeURIComponent(from)}`
}

/** `?back=` as a path of this site, else `fallback`: never another host (`//evil.example`, `/\evil.example`). */
export function backPath(asked: unknown, fallback: string): string {
  return typeof asked === 'string' && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(asked) ? asked : fallback
}

/**
 * What must not stand in a log, found in text of any kind: messages of libraries, stacks, lines that strangers sent. Where it is in
 * doubt whether something is a secret, it is one. Each is looked for only where the text has a hint of it, and reads the text once, so that
 * a usual line costs next to nothing and a hostile one no more than a long one.
 */
const SECRETS: readonly [hint: RegExp, secret: RegExp, instead: string][] = [
  // Authorization, by whatever name (RFC 7235).
  [/Bearer|Basic|Digest/i, /\b(Bearer|Basic|Digest)\s+[^\s"',;]+/gi, '$1 ***'],
  // What stands behind the name of a secret in JSON, in a header, in a setting or in a form.
  [/[:=]/, /(token|secret|passw(?:or)?d|authorization|cookie|signature|api[_-]?key|private[_-]?key|\botp|\bpin)(["']?\s{0,3}[:=]\s{0,3})("[^"]*"?|'[^']*'?|[^\s"',;&)}\]]+)/gi, '$1$2***'],
  // A value of a query is what a link knows and its reader should: codes, tokens, addresses.
  [/[?&;]/, /([?&;][\w.[\]%-]{1,60}=)[^&\s#"'<>)]*/g, '$1***'],
  // Who logs in to a database or a mail server, in its address.
  [/:\/\//, /\b([a-z][a-z\d+.-]{1,20}:\/\/)[^\s/@"'<>]{1,400}@/gi, '$1***@'],
  // Cookies of the house (server/http/login-cookies.ts), and of others that keep their names apart.
  [/__/, /(__(?:Host|Secure)-[\w-]{1,60}=)[^;\s"']*/g, '$1***'],
  // Keys that say what they are: ours, Stripe's, webhooks'.
  [/_/, /\b(foyer|whsec|sk|rk|pk)_[\w-]{6,}/g, '$1_***'],
  // A JSON Web Token.
  [/eyJ/, /\beyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*)?/g, '***'],
  // An e-mail address.
  [/@/, /[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '***']
]

/** A run of letters as long as any of our random values (160 bits in base64url are 27, 128 bits are 22). */
const LONG = /[\w-]{20,}/g
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Templates of routes, methods, plain words: what most lines are made of, and none of the above. */
const HARMLESS = /^(?:[a-z]{1,19}|(?:\/(?::?[a-z][a-z-]{0,18}(?:\(\))?|\*\*))+)$/i

/** The text without what nobody may learn from a log. */
export function masked(text: string): string {
  if (HARMLESS.test(text) || UUID.test(text)) return text
  return SECRETS.reduce((shown, [hint, secret, instead]) => hint.test(shown) ? shown.replace(secret, instead) : shown, text).replace(LONG, run => isRandom(run) ? '***' : run)
}

/** No name that somebody thought of: letters of both kinds with digits or many capitals among them, or nothing but hexadecimal digits. */
function isRandom(run: string): boolean {
  if (UUID.test(run)) return false
  if (/^[\da-f]{32,}$/i.test(run)) return true
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && (/\d/.test(run) || run.replaceAll(/[^A-Z]/g, '').length > 4)
}

const SECRET_NAME = /^(?:.*[_-])?(?:authorization|cookie|set-cookie|token|secret|password|passwd|signature|api[_-]?key|private[_-]?key|email|e-mail|phone)$|(?:Token|Secret|Password|Signature|ApiKey|PrivateKey|Email|Phone)$/i
/** Names of fields are written in the code, but for those of objects that somebody hands over: no more than so many are remembered. */
const MOST_NAMES = 500
const judged = new Map<string, boolean>()

/** Whether the value of a field is a secret whatever it looks like. */
export function isSecretName(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const isSecret = SECRET_NAME.test(name)
  if (judged.size < MOST_NAMES) judged.set(name, isSecret)
  return isSecret
}

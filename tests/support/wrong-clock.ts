/** Arguments for Node that make a process's clock wrong by so many seconds: ahead where positive. Timers still last as long as they say. */
export function wrongClock(bySeconds: number): string[] {
  const code = `const Right = Date
globalThis.Date = new Proxy(Right, {
  construct: (_, given, asked) => Reflect.construct(Right, given.length > 0 ? given : [Right.now() + ${bySeconds * 1000}], asked),
  apply: () => String(new Right(Right.now() + ${bySeconds * 1000})),
  get: (_, name) => name === 'now' ? () => Right.now() + ${bySeconds * 1000} : Reflect.get(Right, name)
})`
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}

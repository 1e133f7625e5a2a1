/** What a span is about: names and numbers, never a value that somebody sent. */
export type SpanFacts = Record<string, string | number | boolean>
export type SpanKind = 'server' | 'client' | 'internal'

/** A span under way. */
export interface Span {
  rename(name: string): void
  note(facts: SpanFacts): void
  fail(why: string): void
  end(error?: unknown): void
}

/** What can follow work through the house and out of it. The house knows this much of it only (server/observing/otel.ts). */
export interface Tracing {
  /** Does `work` inside a span, which ends with it; `from`: headers of who asked, whose trace it may be part of. */
  within<T>(name: string, kind: SpanKind, facts: SpanFacts, work: (span: Span) => T, from?: Record<string, unknown>): T
  /** A span of something that has no parts, below the one under way. */
  begin(name: string, kind: SpanKind, facts: SpanFacts): Span
  /** The trace under way; undefined where there is none. */
  traceId(): string | undefined
  /** Headers that tell the next one of it (W3C Trace Context). */
  headers(): Record<string, string>
  /** Sends what is gathered, as far as somebody takes it. */
  flush(): Promise<void>
  close(): Promise<void>
}

let tracing: Tracing | null = null

/** The tracing of this process; null where nobody asked for it: then nothing of it is in memory. */
export const currentTracing = () => tracing

export function setTracing(now: Tracing | null): void {
  tracing = now
}

/** Whether somebody wants traces (OpenTelemetry's own settings). */
export const wantsTraces = (env: Record<string, string | undefined> = process.env) =>
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) && env.OTEL_SDK_DISABLED !== 'true' && env.OTEL_TRACES_EXPORTER !== 'none'

/** Does `work` inside a span, where spans are wanted. */
export function inSpan<T>(name: string, facts: SpanFacts, work: () => T, kind: SpanKind = 'internal'): T {
  return tracing ? tracing.within(name, kind, facts, work) : work()
}

/**
 * Something outside with its calls in spans: `mail.send`, `stripe.refund`. Where nobody asks for traces when the house opens, it is the
 * thing itself.
 */
export function traced<T extends object>(name: string, thing: T, isWanted = wantsTraces()): T {
  if (!isWanted) return thing
  return new Proxy(thing, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function' || typeof property !== 'string') return value
      return (...args: unknown[]) => inSpan(`${name}.${property}`, { 'peer.service': name }, () => Reflect.apply(value, target, args) as unknown, 'client')
    }
  })
}

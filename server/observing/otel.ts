import { ROOT_CONTEXT, type Span as OtelSpan, SpanKind as Kind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { describeError } from '#shared/errors/describe-error.ts'
import { VERSION } from '#shared/version.ts'
import { masked } from './masks.ts'
import type { Span, SpanKind, Tracing } from './tracing.ts'

const KINDS: Record<SpanKind, Kind> = { server: Kind.SERVER, client: Kind.CLIENT, internal: Kind.INTERNAL }
/** Whoever closes waits so long for the collector, in ms. */
const CLOSING_LIMIT_MS = 3_000

/**
 * Traces by OpenTelemetry, sent as OTLP over HTTP. Where to, how many and by what name say OpenTelemetry's own variables
 * (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME ...). A collector that is away loses spans and nothing else.
 */
export function startTracing(): Tracing {
  const resource = resourceFromAttributes({ 'service.name': 'foyer', 'service.version': VERSION })
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resource).merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())]
  })
  // Also keeps what is under way across `await`, and reads and writes `traceparent`.
  provider.register()
  const tracer = provider.getTracer('foyer', VERSION)

  return {
    within(name, kind, facts, work, from) {
      const parent = from ? propagation.extract(ROOT_CONTEXT, from) : context.active()
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: facts }, parent)
      return context.with(trace.setSpan(parent, span), () => ended(span, () => work(spanOf(span))))
    },
    begin: (name, kind, facts) => spanOf(tracer.startSpan(name, { kind: KINDS[kind], attributes: facts })),
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    headers() {
      const headers: Record<string, string> = {}
      propagation.inject(context.active(), headers)
      return headers
    },
    flush: () => provider.forceFlush().catch(() => {}),
    close: () => Promise.race([provider.shutdown().catch(() => {}), new Promise<void>(resolve => setTimeout(resolve, CLOSING_LIMIT_MS).unref())])
  }
}

/** Ends the span when the work has ended, be it at once or later. */
function ended<T>(span: OtelSpan, work: () => T): T {
  const { end } = spanOf(span)
  try {
    const result = work()
    if (!(result instanceof Promise)) {
      end()
      return result
    }
    return result.then((value) => {
      end()
      return value as Awaited<T>
    }, (error: unknown) => {
      end(error)
      throw error
    }) as T
  } catch (error) {
    end(error)
    throw error
  }
}

function spanOf(span: OtelSpan): Span {
  return {
    rename: name => void span.updateName(name),
    note: facts => void span.setAttributes(facts),
    fail: message => void span.setStatus({ code: SpanStatusCode.ERROR, message }),
    end(error) {
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: masked(describeError(error).slice(0, 300)) })
      span.end()
    }
  }
}

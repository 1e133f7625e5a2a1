import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CollectedSpan { traceId: string, spanId: string, parentSpanId: string, name: string, attributes: Record<string, string | number | boolean>, status: number, service: string }

export interface Collector {
  url: string
  spans: CollectedSpan[]
  /** Everything that came, as it came. */
  text(): string
  close(): Promise<void>
}

type Value = { stringValue?: string, intValue?: number | string, boolValue?: boolean, doubleValue?: number }
type Attributes = { key: string, value: Value }[]
interface Sent { resourceSpans: { resource: { attributes: Attributes }, scopeSpans: { spans: { traceId: string, spanId: string, parentSpanId?: string, name: string, attributes: Attributes, status?: { code?: number } }[] }[] }[] }

/** Takes traces as OTLP over HTTP in JSON, as an OpenTelemetry collector does. */
export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  let text = ''
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => { body += part }).on('end', () => {
      text += body
      spans.push(...spansIn(JSON.parse(body) as Sent))
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    text: () => text,
    close: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  }
}

function spansIn({ resourceSpans }: Sent): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(span => ({
    traceId: span.traceId, spanId: span.spanId, parentSpanId: span.parentSpanId ?? '', name: span.name, attributes: plain(span.attributes), status: span.status?.code ?? 0,
    service: String(plain(resource.attributes)['service.name'])
  }))))
}

const plain = (attributes: Attributes) => Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? value.doubleValue ?? Number(value.intValue)]))

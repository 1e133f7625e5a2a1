import type { ExportFormat, ExportView, ExportsReply } from '#shared/api/exports.ts'
import type { BenchClient } from './http-client.ts'
import { residentMB } from './process-cost.ts'
import { round } from './measure.ts'

/** How often one looks how far it is, in ms. */
const LOOKS_EVERY_MS = 250
/** An export that has no end by then has none, in ms. */
const LIMIT_MS = 30 * 60_000

export interface ExportRun { rows: number, seconds: number, fileMB: number, /** Of the app, above what it had when the export was asked for. */ grownMB: number }

/** Asks for everybody's orders as a file and waits for it: how long it takes, and what it costs the app in memory. */
export async function runExport(client: BenchClient, pid: number, authorization: string, format: ExportFormat): Promise<ExportRun> {
  const before = await residentMB(pid)
  const begun = performance.now()
  const asked = await client.send('POST', '/api/exports', { kind: 'orders', format, scope: 'house' }, { authorization })
  if (asked.status !== 202) throw new Error(`an export was refused: ${JSON.stringify(asked.body)}`)
  const { id } = asked.body as { id: string }
  let highest = before
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, LOOKS_EVERY_MS))
    highest = Math.max(highest, await residentMB(pid))
    const view = await look(client, id, authorization)
    if (view?.state === 'ready') return { rows: view.done, seconds: round((performance.now() - begun) / 1000), fileMB: round((view.bytes ?? 0) / 1e6), grownMB: round(highest - before) }
    if (view?.state === 'failed') throw new Error('an export failed')
    if (performance.now() - begun > LIMIT_MS) throw new Error('an export has no end')
  }
}

/** Null where the server was too busy to say. */
async function look(client: BenchClient, id: string, authorization: string): Promise<ExportView | null> {
  const answer = await client.send('GET', '/api/exports', undefined, { authorization }).catch(() => null)
  return (answer?.body as ExportsReply | undefined)?.exports?.find(one => one.id === id) ?? null
}

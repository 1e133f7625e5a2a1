import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hucreWorks } from '#server/gateways/sheets/hucre-works.ts'

/** Writes a workbook of so many rows, and says how much memory this process had at most, in MB. */
async function* rows(count: number) {
  for (let n = 0; n < count; n++) yield [`FY-${n}`, '已支付', '2026-11-26 19:30', `演出 ${n % 50}`, 'Shanghai Grand Theatre', n % 6, { amountMinor: 38_000 + n, currency: 'CNY' }, 'CNY', null]
}

const folder = mkdtempSync(join(tmpdir(), 'foyer-many-'))
const columns = ['Order', 'State', 'Paid', 'Event', 'Venue', 'Tickets', 'Total', 'Currency', 'Note'].map(header => ({ header, width: 12 }))
await hucreWorks.write(join(folder, 'many.xlsx'), { name: 'Many', columns, rows: rows(Number(process.argv[2])) })
rmSync(folder, { recursive: true })
console.log(JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 }))

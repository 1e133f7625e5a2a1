import { describe, expect, it } from 'vitest'
import { writeReport } from '#server/domain/reports/write-report.ts'
import { createReportPress } from '#server/gateways/reports/report-press.ts'
import { textOfPdf } from '#tests/support/pdf-text.ts'
import { octoberFacts } from './month-facts.ts'

const press = createReportPress()

describe('the file of a report', () => {
  it('is a PDF whose words and charts can be read, in Chinese too', async () => {
    const text = textOfPdf(await press.pdf(writeReport(octoberFacts(), 'zh'))).pages.join('')
    for (const words of ['2026年10月销售报告', '夜班车厂牌', '每日售票', '霓虹雨', '¥7,200', '支付宝']) expect(text).toContain(words)
    // An axis of the chart: the last day.
    expect(text).toMatch(/\n31\n/)
  })

  it('goes on over pages where a table is long, each with its heading', async () => {
    const facts = octoberFacts()
    facts.shows.rows = Array.from({ length: 25 }, (_, index) => ({ ...facts.shows.rows[0]!, key: String(index), name: { en: `Show number ${index}`, zh: `演出${index}` } }))
    const text = textOfPdf(await press.pdf(writeReport(facts, 'en'))).pages.join('')
    expect(text).toContain('Show number 24')
    expect(text.match(/Foyer · Sales in October 2026/g)!.length).toBeGreaterThan(1)
  })

  it('is a page of HTML that fetches nothing, runs nothing, and takes names for text', async () => {
    const html = await press.html(writeReport(octoberFacts(), 'en'))
    expect(html).toContain('Night Bus &lt;Collective&gt;')
    expect(html).not.toContain('<Collective>')
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|src=|@import/)
    expect(html.match(/<svg role="img" aria-label="[^"]+"/g)).toHaveLength(2)
  })
})

import type { Locale } from '#shared/text/local-text.ts'
import { formatMoney } from '#shared/money/money.ts'
import { formatDay } from '#shared/time/format.ts'
import { type ReportPeriod, dayLabels, formatPeriod, isWeek, periodAfter } from '#shared/time/report-period.ts'
import { type ReportFacts, ticketsOf, totalsIn } from './report-facts.ts'
import type { ReportChart, ReportPaper, ReportTable, ReportTile } from './report-paper.ts'

/** Lines of a table, and bars of a chart, at most: the rest is in the dashboards. */
const MOST_ROWS = 25
const MOST_BARS = 8

/** The report of a month or a week in words. Every currency is counted by itself: there is no sum over two. */
export function writeReport(facts: ReportFacts, locale: Locale): ReportPaper {
  const w = wordsIn(locale, facts.period)
  const currencies = facts.sales.currencies.map(one => one.currency)
  const name = facts.publisher ? facts.publisher[locale] : w.say('The whole house', '全平台')
  return {
    locale,
    title: isWeek(facts.period) ? w.say(`Sales in the week of ${w.name}`, `${w.name}每周销售报告`) : w.say(`Sales in ${w.name}`, `${w.name}销售报告`),
    subtitle: [name, facts.zone].join(' · '),
    story: storyOf(facts, w),
    tiles: tilesOf(facts, w),
    charts: [ticketsADay(facts, w), ...currencies.flatMap(currency => [showsBySales(facts, currency, w)]).filter(chart => chart !== null)],
    tables: [showTable(facts, w), typeTable(facts, w), methodTable(facts, w), occupancyTable(facts, w), refundTable(facts, w)],
    notes: [
      w.say(`Sold is the price of what was sold, after discounts. Net is the money and points that came in, less what went back in this ${w.time}, whenever it was sold.`, `“售出”为扣除优惠后的票面金额；“净额”为${w.time}收到的款项与积分减去${w.time}退回的部分，无论原订单何时售出。`),
      w.say(`Days are those of the calendar in ${facts.zone}. Every currency is counted by itself.`, `日期按 ${facts.zone} 时区计算，每种货币分别统计。`)
    ]
  }
}

type Words = ReturnType<typeof wordsIn>

function wordsIn(locale: Locale, period: ReportPeriod) {
  const numbers = new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en')
  return {
    locale,
    /** Of the time that it is about, and of the one before. */
    name: formatPeriod(period, locale),
    nameBefore: formatPeriod(periodAfter(period, -1), locale),
    /** `month`, `week`; `本月`, `本周`. */
    time: locale === 'zh' ? isWeek(period) ? '本周' : '本月' : isWeek(period) ? 'week' : 'month',
    say: (en: string, zh: string) => locale === 'zh' ? zh : en,
    count: (value: number) => numbers.format(value),
    money: (amountMinor: number, currency: string) => formatMoney({ amountMinor, currency }, locale),
    share: (part: number, whole: number) => whole === 0 ? '–' : `${Math.round(part / whole * 100)}%`
  }
}

function storyOf(facts: ReportFacts, w: Words): string[] {
  const [main] = facts.sales.currencies
  if (!main) return [w.say(`Nothing was sold in this ${w.time}.`, `${w.time}没有售出门票。`)]
  const tickets = ticketsOf(facts.sales)
  // A share of one currency says nothing of two.
  const change = facts.sales.currencies.length > 1 ? null : changeOf(main.totals.soldMinor, totalsIn(facts.before, main.currency).soldMinor)
  const sums = facts.sales.currencies.map(one => w.money(one.totals.soldMinor, one.currency))
  const best = facts.shows.rows[0]
  const fullest = bestDay(facts)
  return [
    w.say(`${w.count(tickets)} ${tickets === 1 ? 'ticket was' : 'tickets were'} sold for ${sums.join(' and ')}${change ? `, ${change.text} ${change.text.endsWith('×') ? 'that of' : 'against'} ${w.nameBefore}` : ''}.`,
      `${w.time}售出 ${w.count(tickets)} 张门票，金额 ${sums.join('、')}${change ? change.text.endsWith('×') ? `，为${w.nameBefore}的 ${change.text.slice(0, -1)} 倍` : `，较${w.nameBefore} ${change.text}` : ''}。`),
    ...best?.name ? [w.say(`${best.name.en} sold best: ${w.count(best.figures.tickets)} tickets for ${w.money(best.figures.soldMinor, best.currency)}.`, `销售最好的是《${best.name.zh}》：${w.count(best.figures.tickets)} 张，${w.money(best.figures.soldMinor, best.currency)}。`)] : [],
    ...fullest ? [w.say(`The best day was ${formatDay(fullest.startsAt, facts.zone, 'en')}, with ${w.count(fullest.tickets)} tickets.`, `售票最多的一天是 ${formatDay(fullest.startsAt, facts.zone, 'zh')}，共 ${w.count(fullest.tickets)} 张。`)] : []
  ]
}

/** The day with the most tickets, of all currencies. */
function bestDay({ sales }: ReportFacts) {
  const days = sales.buckets.map(({ startsAt }, day) => ({ startsAt, tickets: ticketsOfDay(sales, day) }))
  return days.filter(day => day.tickets > 0).sort((a, b) => b.tickets - a.tickets)[0] ?? null
}

const ticketsOfDay = (sales: ReportFacts['sales'], day: number) => sales.currencies.reduce((sum, { series }) => sum + series.tickets[day]!, 0)

function tilesOf(facts: ReportFacts, w: Words): ReportTile[] {
  const { occupancy: { totals: filled } } = facts
  return [
    ...facts.sales.currencies.flatMap(({ currency, totals }) => {
      const before = totalsIn(facts.before, currency)
      const only = facts.sales.currencies.length > 1 ? ` (${currency})` : ''
      return [
        { label: w.say('Sold', '售出') + only, value: w.money(totals.soldMinor, currency), change: changeOf(totals.soldMinor, before.soldMinor) },
        { label: w.say('Net', '净额') + only, value: w.money(totals.netMinor, currency), change: changeOf(totals.netMinor, before.netMinor) },
        { label: w.say('Given back', '退款') + only, value: w.money(totals.backMinor, currency), change: changeOf(totals.backMinor, before.backMinor, 'bad') }
      ]
    }),
    { label: w.say('Tickets', '门票'), value: w.count(ticketsOf(facts.sales)), change: changeOf(ticketsOf(facts.sales), ticketsOf(facts.before)) },
    { label: w.say('Places taken', '上座率'), value: w.share(filled.sold, filled.capacity), change: null },
    ...facts.users ? [{ label: w.say('New accounts', '新增用户'), value: w.count(facts.users.totals.joined), change: null }, { label: w.say('People who bought', '购票用户'), value: w.count(facts.users.totals.buyers), change: null }] : []
  ]
}

/** More than tenfold is no matter of per cent. */
const MANIFOLD = 10

/** `+12 %` against the time before, or `14×` of it; null where that was nothing. */
function changeOf(now: number, before: number, more: 'good' | 'bad' = 'good'): ReportTile['change'] {
  if (before <= 0) return null
  if (now / before >= MANIFOLD) return { text: `${Math.round(now / before)}×`, mood: more }
  const percent = Math.round((now / before - 1) * 100)
  const mood = percent === 0 ? 'neutral' : (percent > 0) === (more === 'good') ? 'good' : 'bad'
  return { text: `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)}%`, mood }
}

function ticketsADay(facts: ReportFacts, w: Words): ReportChart {
  const labels = dayLabels(facts.period, w.locale)
  const count = labels.length
  const values = Array.from({ length: count }, (_, day) => ticketsOfDay(facts.sales, day))
  // Months are not of one length: a day that the other had not is left out, one that it lacks is nothing.
  const before = Array.from({ length: count }, (_, day) => day < facts.before.buckets.length ? ticketsOfDay(facts.before, day) : 0)
  return {
    title: w.say('Tickets sold a day', '每日售票'),
    summary: w.say(`${w.count(ticketsOf(facts.sales))} tickets in ${count} days, ${w.count(Math.max(...values))} on the best day.`, `${count} 天共 ${w.count(ticketsOf(facts.sales))} 张，最多的一天 ${w.count(Math.max(...values))} 张。`),
    kind: 'columns', labels, values,
    before: ticketsOf(facts.before) > 0 ? before : null,
    legend: { values: w.name, before: w.nameBefore },
    say: w.count
  }
}

function showsBySales(facts: ReportFacts, currency: string, w: Words): ReportChart | null {
  const rows = facts.shows.rows.filter(row => row.currency === currency && row.figures.soldMinor > 0).slice(0, MOST_BARS)
  if (rows.length < 2) return null
  const only = facts.sales.currencies.length > 1 ? ` (${currency})` : ''
  const names = rows.map(row => row.name?.[w.locale] ?? row.key)
  return {
    title: w.say('Sold by show', '各演出售出金额') + only,
    summary: rows.map((row, index) => `${names[index]}: ${w.money(row.figures.soldMinor, currency)}`).join('; '),
    kind: 'bars', labels: names, values: rows.map(row => row.figures.soldMinor), before: null, legend: { values: '', before: null },
    say: value => w.money(value, currency)
  }
}

function showTable({ shows }: ReportFacts, w: Words): ReportTable {
  return {
    title: w.say('By show', '按演出'), empty: w.say('No show sold anything.', '没有演出售出门票。'),
    columns: [text(w.say('Show', '演出')), number(w.say('Orders', '订单')), number(w.say('Tickets', '门票')), number(w.say('Sold', '售出')), number(w.say('Given back', '退款')), number(w.say('Net', '净额'))],
    rows: shows.rows.slice(0, MOST_ROWS).map(({ name, key, currency, figures }) => [name?.[w.locale] ?? key, w.count(figures.orders), w.count(figures.tickets), w.money(figures.soldMinor, currency), w.money(figures.backMinor, currency), w.money(figures.netMinor, currency)])
  }
}

function typeTable({ ticketTypes }: ReportFacts, w: Words): ReportTable {
  return {
    title: w.say('By ticket type', '按票种'), empty: w.say('Nothing was sold.', '没有售出门票。'),
    columns: [text(w.say('Ticket type', '票种')), text(w.say('Show', '演出')), number(w.say('Tickets', '门票')), number(w.say('Sold', '售出'))],
    rows: ticketTypes.rows.slice(0, MOST_ROWS).map(({ name, event, key, currency, figures }) => [name?.[w.locale] ?? key, event?.name[w.locale] ?? '', w.count(figures.tickets), w.money(figures.soldMinor, currency)])
  }
}

function methodTable({ methods }: ReportFacts, w: Words): ReportTable {
  const named: Record<string, string> = { points: w.say('Points', '积分'), stripe: 'Stripe', alipay: w.say('Alipay', '支付宝'), sandbox: w.say('Sandbox', '沙箱支付'), free: w.say('Free', '免费') }
  return {
    title: w.say('How people paid', '支付方式'), empty: w.say('Nothing was paid.', '没有付款。'),
    columns: [text(w.say('Method', '方式')), number(w.say('Orders', '订单')), number(w.say('Taken', '收款')), number(w.say('Given back', '退款'))],
    rows: methods.rows.map(({ key, currency, figures }) => [named[key] ?? key, w.count(figures.orders), w.money(figures.takenMinor, currency), w.money(figures.backMinor, currency)])
  }
}

function occupancyTable({ occupancy, zone: _ }: ReportFacts, w: Words): ReportTable {
  return {
    title: w.say(`Dates of this ${w.time}`, `${w.time}场次`), empty: w.say(`No date was in this ${w.time}.`, `${w.time}没有场次。`),
    columns: [text(w.say('Date', '场次')), text(w.say('Show', '演出')), number(w.say('Places', '座位')), number(w.say('Sold', '售出')), number(w.say('Came', '入场'))],
    rows: occupancy.sessions.slice(0, MOST_ROWS).map(({ startsAt, timeZone, event, capacity, sold, used, status }) => [
      formatDay(startsAt, timeZone, w.locale), event.name[w.locale] + (status === 'cancelled' ? w.say(' (cancelled)', '（已取消）') : ''), w.count(capacity), `${w.count(sold)} (${w.share(sold, capacity)})`, w.count(used)
    ])
  }
}

function refundTable({ refunds }: ReportFacts, w: Words): ReportTable {
  const named: Record<string, string> = {
    'buyer-wish': w.say('The buyer wished so', '买家退票'), 'organiser-wish': w.say('The organiser decided so', '主办方决定'), 'session-cancelled': w.say('Called off', '演出取消'), 'session-changed': w.say('Moved to another time or place', '演出变更'),
    'surplus': w.say('Paid twice or too late', '重复或超时付款'), 'resold': w.say('Sold on to others', '转售'), 'ticket-changed': w.say('Changed for a cheaper ticket', '改签差额'), 'at-provider': w.say('Given back at the payment provider', '在支付平台退款')
  }
  return {
    title: w.say('Money that went back', '退款'), empty: w.say('No money went back.', '没有退款。'),
    columns: [text(w.say('Why', '原因')), number(w.say('Times', '次数')), number(w.say('Amount', '金额'))],
    rows: refunds.rows.map(({ key, currency, figures }) => [named[key] ?? key, w.count(figures.refunds), w.money(figures.backMinor, currency)])
  }
}

const text = (label: string) => ({ label, isNumber: false })
const number = (label: string) => ({ label, isNumber: true })

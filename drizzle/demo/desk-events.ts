import { newId } from '#shared/ids/id.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { daysFromToday, sessionStart } from './calendar.ts'
import { type DemoSession, group, on, person } from './model.ts'

/** What the demo's publisher has handed in: events of one day, and changes to what is on sale. */
export type HandedIn =
  | { kind: 'change', slug: string, daysAgo: number, note: string | null, change(document: EventDocument): EventDocument }
  | NewDemoEvent & { kind: 'new' }

export interface NewDemoEvent {
  daysAgo: number
  note: string | null
  /** Set where the admin said no, and why. */
  rejectedFor?: string
  motif: string
  category: string
  venue: string
  hall: string
  minutes: number
  sessions: DemoSession[]
  name: LocalText
  summary: LocalText
  description: LocalText
  organiser: LocalText
  performers: EventDocument['performers']
  /** Yuan, by category of the plan. */
  prices: { category: string, name: LocalText, yuan: number }[]
  promoCode?: string
}

const MINUTE_MS = 60_000

export const HANDED_IN: HandedIn[] = [
  {
    kind: 'new', daysAgo: 3, note: 'Our first evening without chairs. The fire plan is with the house already.', motif: 'rooftops/1', category: 'jazz', venue: 'underpass', hall: 'floor', minutes: 100,
    sessions: [on('thu', 4, '20:30', 0), on('fri', 4, '20:30', 0)],
    name: { en: 'The Umbrella Menders: Rain Programme', zh: '修伞匠乐团：雨天节目单' },
    summary: { en: 'A clarinet, a tuba and nine umbrellas that are played as they are mended.', zh: '一支单簧管，一把大号，九把边修边奏的雨伞。' },
    description: {
      en: 'Four repairers from the same lane found out that their tools are in tune. **The Umbrella Menders** play small jazz for wet evenings, and mend what you bring while they do.\n\n- Doors at 19:45\n- Bring an umbrella; you get it back at the last number\n\nStanding only. Children under 12 are free on the balcony.',
      zh: '同一条弄堂里的四位修伞师傅，某天发现手里的工具恰好同调。**修伞匠乐团**为雨夜演奏小小的爵士，一边演，一边修好您带来的伞。\n\n- 19:45 开门\n- 请自带雨伞，散场前归还\n\n全场站席。二层十二岁以下儿童免费。'
    },
    organiser: { en: 'The Underpass', zh: '桥洞 Livehouse' }, performers: [group('The Umbrella Menders', '修伞匠乐团')],
    prices: [{ category: 'floor', name: { en: 'Floor', zh: '一层站票' }, yuan: 160 }, { category: 'balcony', name: { en: 'Balcony', zh: '二层站票' }, yuan: 200 }], promoCode: 'RAINYDAY'
  },
  {
    kind: 'change', slug: 'postcards-from-the-night-train', daysAgo: 2, note: 'The train that brings the band is late that day, and students asked for a kinder price.',
    change: document => ({
      ...document,
      sessions: document.sessions.map((session, index) => index === 0 ? { ...session, startsAt: later(session.startsAt, 45), endsAt: later(session.endsAt, 45) } : session),
      ticketTypes: document.ticketTypes.map(type => type.categoryKey === 'value' && type.name.en.includes('student') ? { ...type, priceMinor: 9_000 } : type)
    })
  },
  {
    kind: 'change', slug: 'winter-letters', daysAgo: 1, note: null,
    change: document => ({
      ...document,
      summary: { ...document.summary, en: 'Brahms, Clara Schumann and a new work for orchestra and two typewriters, played by candle-coloured light.' },
      performers: [...document.performers, person('Ode Lindqvist', '奥德·林奎斯特')],
      perPersonLimit: 4
    })
  },
  {
    kind: 'new', daysAgo: 6, note: null, rejectedFor: 'The English summary is missing its second half, and two performers are missing who stand on your poster. Please look at both and hand it in again.',
    motif: 'moon/1', category: 'plays', venue: 'lantern-theatre', hall: 'main', minutes: 90, sessions: [on('fri', 5, '19:30', 0)],
    name: { en: 'The Last Elevator Operator', zh: '最后一位电梯员' },
    summary: { en: 'Eleven floors, one evening, and', zh: '十一层楼，一个夜晚，和一位不肯按下“一层”的人。' },
    description: {
      en: 'Mr. Gu has taken the tenants of Harmony Mansion up and down for thirty-four years. Tonight the new lift comes, which needs nobody. A play in eleven floors, with one interval between the sixth and the seventh.',
      zh: '顾师傅在和平公寓开了三十四年电梯。今晚，不需要人的新电梯就要装好了。一部分成十一层楼的话剧，六楼与七楼之间中场休息。'
    },
    organiser: { en: 'Stairwell Players', zh: '楼梯间剧社' }, performers: [person('Gu Weimin', '顾为民'), person('Song Qiao', '宋乔')],
    prices: [
      { category: 'premium', name: { en: 'Premium', zh: '贵宾席' }, yuan: 480 }, { category: 'band-a', name: { en: 'Band A', zh: 'A档' }, yuan: 380 }, { category: 'band-b', name: { en: 'Band B', zh: 'B档' }, yuan: 280 },
      { category: 'band-c', name: { en: 'Band C', zh: 'C档' }, yuan: 180 }, { category: 'value', name: { en: 'Value', zh: '优惠席' }, yuan: 80 }
    ]
  }
]

const later = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString()

/** The document of an event that nobody has seen yet; its sale begins in ten days. */
export function newEventDocument(event: NewDemoEvent, { today, categoryId, venueId, planId }: { today: Date, categoryId: string, venueId: string, planId: string }): EventDocument {
  const zone = 'Asia/Shanghai'
  const saleStartsAt = daysFromToday(10, '10:00', today, zone).toISOString()
  return {
    name: event.name, summary: event.summary, description: event.description, organiser: event.organiser, performers: event.performers,
    categoryId, cover: { kind: 'poster', seed: `${event.motif}:${event.name.en}` }, currency: 'CNY', holdSeconds: 600, perPersonLimit: 6,
    sessions: event.sessions.map((session) => {
      const startsAt = sessionStart(session, today, zone).toISOString()
      return { key: newId(), status: 'scheduled', venueId, planId, startsAt, endsAt: later(startsAt, event.minutes), doorsAt: later(startsAt, -45), saleStartsAt, saleEndsAt: startsAt }
    }),
    ticketTypes: event.prices.map(({ category, name, yuan }) => ({ key: newId(), name, planId, categoryKey: category, sessionKeys: null, priceMinor: yuan * 100, saleStartsAt: null, saleEndsAt: null })),
    promoCodes: event.promoCode ? [{ key: newId(), code: event.promoCode, percentOff: 15, amountOffMinor: null, maxUses: 50, startsAt: null, endsAt: null }] : []
  }
}

import type { House } from '#server/house.ts'
import { catalogueNews } from './news/catalogue.ts'
import { noticeNews } from './news/notices.ts'
import { orderNews } from './news/orders.ts'
import { passNews } from './news/passes.ts'
import { paymentNews } from './news/payments.ts'
import { publishingNews } from './news/publishing.ts'
import { seatNews } from './news/seats.ts'
import { alsoOutside } from './news/webhooks.ts'
import type { Subscriber } from './outbox-relay.ts'

/** Who is told of what: one subscriber for each topic, one file for each kind of news; and receivers outside, of what concerns them. */
export function subscribersOf(house: House): Record<string, Subscriber> {
  return alsoOutside({ ...seatNews(house), ...catalogueNews(house), ...noticeNews(), ...publishingNews(), ...orderNews(house), ...paymentNews(), ...passNews() })
}

import type { Database } from '#drizzle/database.ts'
import { venues } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'

/** A venue without halls. */
export async function givenVenue(db: Database): Promise<{ id: string, slug: string }> {
  const [venue] = await db.insert(venues).values({
    slug: `venue-${newId()}`, nameEn: 'Test house', nameZh: '测试剧院', addressEn: '1 Stage Road', addressZh: '舞台路1号',
    cityEn: 'Shanghai', cityZh: '上海', country: 'CN', timeZone: 'Asia/Shanghai'
  }).returning({ id: venues.id, slug: venues.slug })
  return venue!
}

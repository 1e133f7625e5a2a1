import { sql } from 'drizzle-orm'
import type { ExportTable, Extent } from '../table.ts'
import { behind } from './extent-sql.ts'

interface Row extends Record<string, unknown> {
  id: string, name_en: string, name_zh: string, address_en: string, address_zh: string, city_en: string, city_zh: string, country: string, time_zone: string, latitude: number | null, longitude: number | null, website: string | null, sessions: number
}

/** Venues: of publishers those that they proposed or play in. */
export const venuesTable: ExportTable = {
  columns: [
    { header: { en: 'Name (English)', zh: '名称（英文）' }, width: 28 }, { header: { en: 'Name (Chinese)', zh: '名称（中文）' }, width: 28 }, { header: { en: 'Address (English)', zh: '地址（英文）' }, width: 36 }, { header: { en: 'Address (Chinese)', zh: '地址（中文）' }, width: 36 },
    { header: { en: 'City (English)', zh: '城市（英文）' }, width: 16 }, { header: { en: 'City (Chinese)', zh: '城市（中文）' }, width: 14 }, { header: { en: 'Country', zh: '国家' }, width: 9 }, { header: { en: 'Time zone', zh: '时区' }, width: 18 },
    { header: { en: 'Latitude', zh: '纬度' }, width: 11 }, { header: { en: 'Longitude', zh: '经度' }, width: 11 }, { header: { en: 'Website', zh: '网站' }, width: 30 }, { header: { en: 'Sessions', zh: '场次数' }, width: 10 }
  ],
  async count(db, extent) {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n ${from(extent)}`)
    return row!.n
  },
  async page(db, extent, after, limit) {
    const rows = await db.execute<Row>(sql`
      select v.id, v.name_en, v.name_zh, v.address_en, v.address_zh, v.city_en, v.city_zh, v.country, v.time_zone, v.latitude, v.longitude, v.website,
        (select count(*)::int from sessions s join events e on e.id = s.event_id where s.venue_id = v.id and ${ofOwner(extent)}) as sessions
      ${from(extent)} and ${behind(sql`v.id`, after)} order by v.id limit ${limit}`)
    return {
      next: rows.length < limit ? null : rows.at(-1)!.id,
      rows: rows.map(row => [row.name_en, row.name_zh, row.address_en, row.address_zh, row.city_en, row.city_zh, row.country, row.time_zone, row.latitude, row.longitude, row.website, row.sessions])
    }
  }
}

const ofOwner = ({ ownerId }: Extent) => ownerId ? sql`e.created_by = ${ownerId}` : sql`true`
const from = (extent: Extent) => sql`
  from venues v where ${extent.ownerId ? sql`(v.created_by = ${extent.ownerId} or exists (select 1 from sessions s join events e on e.id = s.event_id where s.venue_id = v.id and e.created_by = ${extent.ownerId}))` : sql`true`}`

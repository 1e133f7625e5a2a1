import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { events } from '#drizzle/schema/index.ts'
import { socialPicture } from '#server/domain/catalogue/poster/index.ts'
import { coverUrlOf, storeImage } from '#server/domain/files/index.ts'
import { sharpWorks } from '#server/gateways/images/sharp-works.ts'
import { memoryStore } from '#tests/integration/files/memory-store.ts'
import { redAndBlue } from '#tests/integration/files/pictures.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { openPlaybill } from './playbill.ts'

describe('the picture that messengers show of an event', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let bill: Awaited<ReturnType<typeof openPlaybill>>
  const files = memoryStore()
  let drawings = 0
  const images = {
    ...sharpWorks,
    rasterise: (...args: Parameters<typeof sharpWorks.rasterise>) => {
      drawings++
      return sharpWorks.rasterise(...args)
    }
  }
  const deps = () => ({ db: database.db, files, images })

  beforeAll(async () => {
    database = await openNewDatabase()
    bill = await openPlaybill(database.db)
    await bill.event({ slug: 'tosca', nameEn: 'Tosca', nameZh: '托斯卡' })
    await bill.event({ slug: 'unseen', status: 'draft' })
  })
  afterAll(() => database.close())

  it('is a JPEG of 1200 x 630 in either language, drawn once for each', async () => {
    const [en, zh] = [await socialPicture(deps(), 'tosca', 'en'), await socialPicture(deps(), 'tosca', 'zh')]
    for (const picture of [en, zh]) expect(await sharp(picture!).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 })
    expect(Buffer.from(en!).equals(Buffer.from(zh!))).toBe(false)
    await socialPicture(deps(), 'tosca', 'en')
    expect(drawings).toBe(2)
  })

  it('is drawn anew when what it says has changed', async () => {
    const before = await socialPicture(deps(), 'tosca', 'en')
    await database.db.update(events).set({ nameEn: 'Tosca, at last' }).where(eq(events.slug, 'tosca'))
    expect(Buffer.from((await socialPicture(deps(), 'tosca', 'en'))!).equals(Buffer.from(before!))).toBe(false)
  })

  it('without letters on the machine it is the picture alone, never a row of empty boxes', async () => {
    const wordless = await socialPicture({ ...deps(), images: { ...images, canWrite: async () => false } }, 'tosca', 'en')
    expect(await sharp(wordless!).metadata()).toMatchObject({ width: 1200, height: 630 })
    const inChinese = await socialPicture({ ...deps(), images: { ...images, canWrite: async () => false } }, 'tosca', 'zh')
    // The name stands in a label for readers, which nobody sees: the pixels are the same.
    const pixels = async (picture: Uint8Array) => await sharp(picture).raw().toBuffer()
    expect((await pixels(wordless!)).equals(await pixels(inChinese!))).toBe(true)
  })

  it('is cut from an uploaded cover', async () => {
    const stored = await storeImage({ db: database.db, files, images }, { ownerId: bill.userId, purpose: 'cover', bytes: await redAndBlue(2000, 2600).jpeg().toBuffer() })
    await database.db.update(events).set({ coverImageId: stored.id, coverUrl: coverUrlOf(stored.id) }).where(eq(events.slug, 'tosca'))
    const picture = await socialPicture(deps(), 'tosca', 'en')
    expect(await sharp(picture!).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 })
    const { data } = await sharp(picture!).extract({ left: 100, top: 300, width: 1, height: 1 }).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]! > 200 && data[2]! < 60, 'its left is red').toBe(true)
  })

  it('is shown of public events only, and also when nothing can be kept', async () => {
    expect(await socialPicture(deps(), 'unseen', 'en')).toBeNull()
    expect(await socialPicture(deps(), 'nothing', 'en')).toBeNull()
    const down = () => Promise.reject(new Error('away'))
    const away = { get: down, open: down, put: down, putFile: down, delete: () => Promise.resolve() }
    await database.db.update(events).set({ coverImageId: null, coverUrl: null }).where(eq(events.slug, 'tosca'))
    expect(await socialPicture({ ...deps(), files: away }, 'tosca', 'en')).not.toBeNull()
  })
})

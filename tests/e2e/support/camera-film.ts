import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import QRCode from 'qrcode'
import sharp from 'sharp'

const WIDTH = 640
const HEIGHT = 480
/** At the 30 pictures a second that Chromium plays a film of JPEGs at: a second and a half of the code, then as long nothing. */
const SHOWN = 45
const HIDDEN = 45

/**
 * What a phone's camera sees of somebody who holds a ticket up, lowers it, and holds it up again, for ever: a film for Chromium's
 * `--use-file-for-fake-video-capture`. The code lies askew on a grey ground, as in a hand.
 */
export async function filmOf(code: string): Promise<{ path: string, remove(): Promise<void> }> {
  const qr = await QRCode.toBuffer(code, { errorCorrectionLevel: 'M', margin: 4, width: 340 })
  const ticket = await sharp(qr).rotate(7, { background: '#77706a' }).png().toBuffer()
  const ground = () => sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#77706a' } })
  const [held, lowered] = await Promise.all([ground().composite([{ input: ticket }]).jpeg({ quality: 85 }).toBuffer(), ground().jpeg().toBuffer()])
  const folder = await mkdtemp(join(tmpdir(), 'foyer-film-'))
  const path = join(folder, 'ticket.mjpeg')
  await writeFile(path, Buffer.concat([...Array.from({ length: SHOWN }, () => held), ...Array.from({ length: HIDDEN }, () => lowered)]))
  return { path, remove: () => rm(folder, { recursive: true }) }
}

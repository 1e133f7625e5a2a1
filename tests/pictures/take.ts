import { pictureVerdicts } from './gate.ts'
import { pictureNumbers } from './numbers.ts'
import { picturePaying } from './paying.ts'
import { type PictureStage, openPictureStage } from './stage.ts'
import { pictureStadium } from './stadium.ts'
import { recordTwoBrowsers } from './two-browsers.ts'

const SETS: Record<string, (stage: PictureStage) => Promise<string[]>> = {
  'stadium': stage => pictureStadium(stage, 'docs/images/stadium'),
  'two-browsers': async stage => [await recordTwoBrowsers(stage, 'docs/images/two-browsers.webp')],
  'numbers': stage => pictureNumbers(stage, 'docs/images/numbers'),
  'paying': stage => picturePaying(stage, 'docs/images/paying'),
  'gate': stage => pictureVerdicts(stage, 'docs/images/gate-verdicts.webp')
}

/** Takes the pictures of the documentation anew, of the built app with its demo catalogue: all of them, or the sets that are named. */
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SETS)
const stage = await openPictureStage()
try {
  for (const name of wanted) console.log((await SETS[name]!(stage)).join('\n'))
} finally {
  await stage.close()
}

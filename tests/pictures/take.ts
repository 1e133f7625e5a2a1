import { openPictureStage } from './stage.ts'
import { pictureStadium } from './stadium.ts'
import { recordTwoBrowsers } from './two-browsers.ts'

/** Takes the pictures of the documentation anew, of the built app with its demo catalogue. */
const stage = await openPictureStage()
try {
  const taken = [...await pictureStadium(stage, 'docs/images/stadium'), await recordTwoBrowsers(stage, 'docs/images/two-browsers.webp')]
  console.log(taken.join('\n'))
} finally {
  await stage.close()
}

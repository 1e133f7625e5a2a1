import { defineNitroPlugin } from 'nitropack/runtime'
import { pictureFirst } from '#server/http/picture-first.ts'

/** Every page shows before its scripts are asked for. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('render:html', html => pictureFirst(html))
})

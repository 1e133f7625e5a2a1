import { buildNuxt, loadNuxt } from 'nuxt/kit'
import { ROOT } from '#server/commands/lib/paths.ts'

/**
 * `npm run build` as Vercel does it, beside the ordinary build: into .vercel/output, with its intermediate files in
 * .vercel/nuxt, so that .output and .nuxt stay as they are. Runs in a process of its own, since Nuxt keeps global state.
 */
process.env.NITRO_PRESET = 'vercel'
const nuxt = await loadNuxt({ cwd: ROOT, dev: false, overrides: { buildDir: `${ROOT}/.vercel/nuxt` } })
await buildNuxt(nuxt)
await nuxt.close()
process.exit(0)

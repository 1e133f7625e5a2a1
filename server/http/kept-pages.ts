import { PageCache } from './page-cache.ts'

let pages: PageCache | undefined

/** The kept pages of this process; null where no process lives on between requests. */
export function keptPages(): PageCache | null {
  if (process.env.VERCEL) return null
  pages ??= new PageCache()
  return pages
}

/** The rooms of the editor in the order in which one walks through them, and which field stands in which. */
export const SECTIONS = ['basics', 'description', 'poster', 'sessions', 'prices', 'selling', 'codes', 'review'] as const
export type Section = typeof SECTIONS[number]

const BY_FIELD: Record<string, Section> = {
  name: 'basics', summary: 'basics', categoryId: 'basics', organiser: 'basics', performers: 'basics',
  description: 'description', cover: 'poster', sessions: 'sessions', ticketTypes: 'prices', quotas: 'prices', currency: 'prices',
  holdSeconds: 'selling', perPersonLimit: 'selling', allowsSingleSeats: 'selling', codeRule: 'selling', allowsResale: 'selling', needsIdentity: 'selling', refundTerms: 'selling', changeTerms: 'selling', promoCodes: 'codes'
}

/** Where a fault is mended: that a session has no price, among the prices. */
export function sectionOf({ path, code }: { path: string, code: string }): Section {
  return code === 'no-price' ? 'prices' : BY_FIELD[path.split('.')[0]!] ?? 'review'
}

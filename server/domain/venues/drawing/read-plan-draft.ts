import type { Queryable } from '#drizzle/database.ts'
import type { PlanDraftReply } from '#shared/api/plan-drafts.ts'
import type { Asker } from '../access.ts'
import { hallVersions } from './hall-versions.ts'
import { ownPlanDraft } from './own-plan-draft.ts'

/** The drawing with everything that the editor opens with. @throws `not-found` */
export async function readPlanDraft({ db }: { db: Queryable }, asker: Asker, draftId: string): Promise<PlanDraftReply> {
  const { draft, venue } = await ownPlanDraft(db, asker, draftId)
  const versions = await hallVersions(db, [venue.id])
  return {
    id: draft.id, hall: draft.hall, version: draft.version, savedAt: draft.updatedAt.toISOString(), document: draft.document,
    venue: { id: venue.id, slug: venue.slug, name: { en: venue.nameEn, zh: venue.nameZh } },
    versions: versions.get(`${venue.id}/${draft.hall}`) ?? [],
    basedOn: draft.basedOn
  }
}

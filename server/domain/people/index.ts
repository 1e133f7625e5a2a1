/** People with accounts as the house sees them: who is a publisher, who applied, who may not come in any more. */
export { openPublisherPage, readPublisherProfile, savePublisherProfile } from './publisher-profile.ts'

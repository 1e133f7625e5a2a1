/** What others may ask of notify. */
export { type Addressee, type Dispatch, type Notice, dispatch, giveNotice } from './give-notice.ts'

/** What others may ask of privacy: a copy of what the house knows of somebody, and an end to it. */
export { askForCopy, listCopies } from './ask-copy.ts'
export { type EraseDeps, type EraseWish, eraseAccount } from './erase-account.ts'
export { fetchCopy } from './fetch-copy.ts'
export { forgetFarewells } from './forget-farewells.ts'
export { type CopyDeps, forgetCopies, makeCopies } from './make-copies.ts'

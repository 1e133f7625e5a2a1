interface Came { isImported: boolean, isDryRun: boolean, refused: number }

/** What is said of an import or of its trial: the last part of a message's name. */
export const headlineOf = ({ isImported, isDryRun, refused }: Came) => isImported ? 'imported' : isDryRun ? (refused ? 'triedBad' : 'triedGood') : 'refused'

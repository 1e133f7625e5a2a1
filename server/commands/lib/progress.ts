const startedAt = performance.now()
/** How often something long says that it is still at work. */
const STILL_MS = 15_000

/** One line with the seconds since the command began. */
export function say(text: string): void {
  console.log(`${seconds(startedAt).padStart(7)}  ${text}`)
}

/** Says what begins, every quarter of a minute that it goes on, and how long it took. */
export async function during<T>(text: string, work: () => Promise<T>): Promise<T> {
  const begunAt = performance.now()
  say(`${text} ...`)
  const still = setInterval(() => say(`${text} ... ${seconds(begunAt)} so far`), STILL_MS)
  try {
    const result = await work()
    say(`${text}: done in ${seconds(begunAt)}`)
    return result
  } finally {
    clearInterval(still)
  }
}

/** Ends the command with one message that says what to do. */
export class CommandError extends Error {}

/** Runs a command's main function and exits with the number that it returns, else 0; a `CommandError` is printed without a stack. */
export async function runCommand(main: () => Promise<unknown>): Promise<void> {
  try {
    const result = await main()
    process.exit(typeof result === 'number' ? result : 0)
  } catch (problem) {
    console.error(problem instanceof CommandError || !(problem instanceof Error) ? `\n${String((problem as Error).message ?? problem)}` : problem)
    process.exit(1)
  }
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

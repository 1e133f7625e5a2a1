/** How often somebody looks, in ms. */
const LOOK_MS = 500

/**
 * `npm start` puts a shell between itself and us. When npm is told to stop, only that shell hears of it and we would live on as
 * an orphan: so the end of the shell is taken for a signal (SIGHUP).
 */
export function endWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return
  const shell = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(looking)
    process.kill(process.pid, 'SIGHUP')
  }, LOOK_MS)
  looking.unref()
}

/**
 * When those who are turned away shall come back, in whole seconds: the more there were in the second before, the later, so that about
 * `perSecond` of them come back in each and asking again does not become the load.
 *
 * @param clock milliseconds that only go forward
 */
export function comeBack({ perSecond, longestSeconds, clock = () => performance.now() }: { perSecond: number, longestSeconds: number, clock?: () => number }): () => number {
  let second = -1
  let turnedAway = 0
  let wait = 1
  return () => {
    const now = Math.floor(clock() / 1000)
    if (now !== second) {
      wait = now === second + 1 ? Math.min(longestSeconds, 1 + Math.floor(turnedAway / perSecond)) : 1
      second = now
      turnedAway = 0
    }
    turnedAway++
    return wait
  }
}

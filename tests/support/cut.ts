import { type TcpTap, startTcpTap } from './tcp-tap.ts'

export interface Cut extends TcpTap {
  /** From now on what either side says is lost. Connections stay open, and new ones are taken and lead nowhere. */
  cut(): void
  /** New connections get through again. What was open while it was cut has missed something, and stays dead. */
  heal(): void
  /** Connections that have lost something. */
  lost(): number
}

/** A network between an app and a server of its own, which loses one of the two without telling the other. */
export async function startCut(serverPort: number): Promise<Cut> {
  let isCut = false
  let lost = 0
  const tap = await startTcpTap(serverPort, () => {
    let isDead = false
    const passes = () => {
      if (isCut && !isDead) {
        isDead = true
        lost++
      }
      return !isDead
    }
    return { fromClient: passes, fromServer: passes }
  })
  const set = (value: boolean) => () => void (isCut = value)
  return { ...tap, cut: set(true), heal: set(false), lost: () => lost }
}

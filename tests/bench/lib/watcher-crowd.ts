import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CrowdState, Judgement, Order } from './watcher-process.ts'

/** Watchers in a process of their own, so that what they cost is not taken for what the server costs. */
export function startCrowd() {
  const child = fork(fileURLToPath(new URL('watcher-process.ts', import.meta.url)))
  process.once('exit', () => child.kill('SIGKILL'))
  const ask = <T>(order: Order): Promise<T> => new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the watchers ended by themselves'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer as T)
    })
    child.send(order)
  })
  return {
    pid: child.pid!,
    open: (order: Omit<Extract<Order, { kind: 'open' }>, 'kind'>) => void child.send({ kind: 'open', ...order }),
    state: () => ask<CrowdState>({ kind: 'state' }),
    judge: (changes: [number, number][]) => ask<Judgement>({ kind: 'judge', changes }),
    end: () => void child.kill('SIGKILL')
  }
}

import type { ScanInput } from '#shared/api/gate.ts'
import type { GateStore, KeptGate, Mark, QueuedScan, ShutOut, StoredPart } from './gate-store.ts'

/** A queued scan on the disk: when it happened is nobody's secret, whose ticket it was is. */
interface SealedScan { deviceId: string, sequence: number, nonce: string, iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer }

type StoreName = 'facts' | 'parts' | 'queue' | 'marks'

/**
 * A phone's storage. Scans are sealed by a key that the browser keeps and gives to nobody, this page included; the list is sealed row
 * by row already (shared/gate/list-rows.ts). Writes are durable before they resolve: the phone may die in the next moment.
 */
export async function openGateStore(name = 'foyer-gate'): Promise<GateStore> {
  const db = await openDatabase(name)
  const run = async <T>(stores: StoreName[], mode: IDBTransactionMode, work: (tx: IDBTransaction) => unknown): Promise<T> => {
    const tx = db.transaction(stores, mode, mode === 'readwrite' ? { durability: 'strict' } : {})
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve()
      tx.onabort = tx.onerror = () => reject(tx.error ?? new Error('The storage of this phone refused'))
    })
    const request = work(tx)
    await done
    return (request as IDBRequest<T> | undefined)?.result as T
  }
  const fact = async <T>(key: string): Promise<T | null> => await run<T | undefined>(['facts'], 'readonly', tx => tx.objectStore('facts').get(key)) ?? null
  const setFact = (key: string, value: unknown) => run(['facts'], 'readwrite', (tx) => { tx.objectStore('facts').put(value, key) }) as Promise<void>
  const key = await fact<CryptoKey>('key') ?? await newKey(setFact)

  const seal = async ({ deviceId, scan }: QueuedScan): Promise<SealedScan> => {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return { deviceId, sequence: scan.sequence, nonce: scan.nonce, iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(scan))) }
  }
  const open = async ({ iv, sealed }: SealedScan) => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed))) as ScanInput

  return {
    readGate: () => fact<KeptGate>('gate'),
    writeGate: gate => setFact('gate', gate),
    readParts: () => run<StoredPart[]>(['parts'], 'readonly', tx => tx.objectStore('parts').getAll()),
    writePart: part => run(['parts'], 'readwrite', (tx) => { tx.objectStore('parts').put(part) }) as Promise<void>,
    dropPart: (kind, number) => run(['parts'], 'readwrite', (tx) => { tx.objectStore('parts').delete([kind, number]) }) as Promise<void>,
    readListAt: () => fact<number>('listAt'),
    writeListAt: atMs => setFact('listAt', atMs),
    lastSequence: async () => await fact<number>('sequence') ?? 0,
    async takeSequence(atLeast) {
      let taken = 0
      await run(['facts'], 'readwrite', (tx) => {
        const facts = tx.objectStore('facts')
        const last = facts.get('sequence') as IDBRequest<number | undefined>
        last.onsuccess = () => {
          taken = Math.max((last.result ?? 0) + 1, atLeast)
          facts.put(taken, 'sequence')
        }
        return undefined
      })
      return taken
    },
    async queue(queued, mark) {
      const sealed = await seal(queued)
      await run(['queue', 'marks'], 'readwrite', (tx) => {
        tx.objectStore('queue').put(sealed)
        if (mark) tx.objectStore('marks').put(mark.mark, mark.ticketId)
        return undefined
      })
    },
    async readQueue(deviceId, most) {
      return await Promise.all((await run<SealedScan[]>(['queue'], 'readonly', tx => tx.objectStore('queue').getAll(ofDevice(deviceId), most))).map(open))
    },
    queueLength: deviceId => run<number>(['queue'], 'readonly', tx => tx.objectStore('queue').count(deviceId === null ? undefined : ofDevice(deviceId))),
    async unqueue(deviceId, nonces) {
      const gone = new Set(nonces)
      await run(['queue'], 'readwrite', (tx) => {
        const cursor = tx.objectStore('queue').openCursor(ofDevice(deviceId))
        cursor.onsuccess = () => {
          if (!cursor.result) return
          if (gone.has((cursor.result.value as SealedScan).nonce)) cursor.result.delete()
          cursor.result.continue()
        }
        return undefined
      })
    },
    async readMarks() {
      const marks = new Map<string, Mark>()
      await run(['marks'], 'readonly', (tx) => {
        const cursor = tx.objectStore('marks').openCursor()
        cursor.onsuccess = () => {
          if (!cursor.result) return
          marks.set(String(cursor.result.key), cursor.result.value as Mark)
          cursor.result.continue()
        }
        return undefined
      })
      return marks
    },
    writeMark: (ticketId, mark) => run(['marks'], 'readwrite', (tx) => { tx.objectStore('marks').put(mark, ticketId) }) as Promise<void>,
    readShutOut: () => fact<ShutOut>('shutOut'),
    forgetList: shutOut => run(['facts', 'parts', 'marks'], 'readwrite', (tx) => {
      tx.objectStore('parts').clear()
      tx.objectStore('marks').clear()
      for (const name of ['gate', 'listAt']) tx.objectStore('facts').delete(name)
      tx.objectStore('facts').put(shutOut, 'shutOut')
      return undefined
    }) as Promise<void>
  }
}

/** All keys that begin with it: an array is greater than any text or number. */
const ofDevice = (deviceId: string) => IDBKeyRange.bound([deviceId], [deviceId, []])

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('facts')
      request.result.createObjectStore('parts', { keyPath: ['kind', 'number'] })
      request.result.createObjectStore('queue', { keyPath: ['deviceId', 'sequence', 'nonce'] })
      request.result.createObjectStore('marks')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('This phone has no storage'))
  })
}

/** Not extractable: no script can read it, ours neither. */
async function newKey(setFact: (key: string, value: unknown) => Promise<void>): Promise<CryptoKey> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await setFact('key', key)
  return key
}

import type { useGate } from './useGate.ts'

type Gate = ReturnType<typeof useGate>
const KEY: InjectionKey<Gate> = Symbol('gate')

export const provideGate = (gate: Gate) => provide(KEY, gate)
/** The phone of the page that this component is on. */
export const useThisGate = () => inject(KEY)!

import { readFile } from 'node:fs/promises'
import { round } from './measure.ts'

/** Ticks of a second in /proc on every Linux that we know (sysconf(_SC_CLK_TCK)). */
const TICKS = 100

async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** Memory of a process that is in use, in MB. Linux only. */
export async function residentMB(pid: number): Promise<number> {
  return round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]) / 1024)
}

/** Starts to measure what a process costs. @returns what ends it: the share of one core in percent since then. Linux only. */
export async function measureCpu(pid: number): Promise<() => Promise<number>> {
  const [cpuBefore, before] = [await cpuSeconds(pid), performance.now()]
  return async () => round((await cpuSeconds(pid) - cpuBefore) / (performance.now() - before) * 100_000)
}

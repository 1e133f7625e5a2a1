/** What a verdict sounds and feels like, for whoever looks at the ticket and not at the screen. */
export type Signal = 'good' | 'bad' | 'note'

const TONES: Record<Signal, { hertz: number[], wave: OscillatorType, seconds: number }> = {
  good: { hertz: [880, 1320], wave: 'sine', seconds: 0.1 },
  bad: { hertz: [196, 147], wave: 'square', seconds: 0.22 },
  note: { hertz: [523], wave: 'triangle', seconds: 0.14 }
}
const SHAKES: Record<Signal, number[]> = { good: [60], bad: [220, 90, 220], note: [60, 60, 60] }

/** Browsers let a page sound only after a touch: `wake` is called by the first one. */
export function openSignals(): { wake(): void, give(signal: Signal): void, close(): void } {
  let context: AudioContext | null = null
  return {
    wake() {
      if (typeof AudioContext !== 'undefined') context ??= new AudioContext()
      void context?.resume()
    },
    give(signal) {
      navigator.vibrate?.(SHAKES[signal])
      if (context?.state === 'running') sound(context, signal)
    },
    close: () => void context?.close()
  }
}

function sound(context: AudioContext, signal: Signal): void {
  const { hertz, wave, seconds } = TONES[signal]
  for (const [n, pitch] of hertz.entries()) {
    const at = context.currentTime + n * seconds
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = wave
    oscillator.frequency.value = pitch
    gain.gain.setValueAtTime(0.3, at)
    gain.gain.exponentialRampToValueAtTime(0.001, at + seconds)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(at)
    oscillator.stop(at + seconds)
  }
}

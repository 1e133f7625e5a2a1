/**
 * The gong of the foyer: three soft tones. Browsers let a page sound only after a click, so the reader turns it on.
 * Null where the browser has no Web Audio.
 */
export function openChime(): { ring(): void, close(): void } | null {
  if (typeof AudioContext === 'undefined') return null
  const context = new AudioContext()
  return {
    ring() {
      void context.resume()
      ;[392, 494, 587].forEach((hertz, i) => tone(context, hertz, context.currentTime + i * 0.45))
    },
    close: () => void context.close()
  }
}

function tone(context: AudioContext, hertz: number, at: number) {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.frequency.value = hertz
  gain.gain.setValueAtTime(0.0001, at)
  gain.gain.exponentialRampToValueAtTime(0.25, at + 0.03)
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 1.2)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + 1.25)
}

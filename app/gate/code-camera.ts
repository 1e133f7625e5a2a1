import { type CodeDecoder, openDecoder } from './code-decoder.ts'

export type CameraTrouble = 'none' | 'refused' | 'broken'

export interface CodeCamera {
  hasTorch: boolean
  /** Light on or off. */
  torch(isOn: boolean): Promise<void>
  close(): void
}

/** A pause between two looks, in ms: short enough to feel instant, long enough for an old phone's battery to last an evening. */
const PAUSE_MS = 60
/** The longest side of what is looked at, in pixels: a code that fills a third of the picture still has three pixels a module. */
const LOOK_PIXELS = 800

/** Watches the back camera through `video` and tells of every code that it sees, the same one again while it is in view. Throws a `CameraTrouble`. */
export async function openCodeCamera(video: HTMLVideoElement, tell: (text: string) => void): Promise<CodeCamera> {
  if (!navigator.mediaDevices) throw 'none' satisfies CameraTrouble
  const [decoder, stream] = await Promise.all([openDecoder(), openStream()])
  video.srcObject = stream
  await video.play()
  let isOpen = true
  void watch(video, decoder, tell, () => isOpen)
  const [track] = stream.getVideoTracks()
  return {
    hasTorch: Boolean((track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch),
    torch: async isOn => await track?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] }),
    close() {
      isOpen = false
      for (const one of stream.getTracks()) one.stop()
      video.srcObject = null
    }
  }
}

async function openStream(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } } })
  } catch (error) {
    const name = (error as DOMException).name
    throw (name === 'NotAllowedError' ? 'refused' : name === 'NotFoundError' ? 'none' : 'broken') satisfies CameraTrouble
  }
}

async function watch(video: HTMLVideoElement, decoder: CodeDecoder, tell: (text: string) => void, isOpen: () => boolean): Promise<void> {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  while (isOpen()) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) {
      const scale = Math.min(1, LOOK_PIXELS / Math.max(video.videoWidth, video.videoHeight))
      canvas.width = Math.max(1, Math.round(video.videoWidth * scale))
      canvas.height = Math.max(1, Math.round(video.videoHeight * scale))
      context.drawImage(video, 0, 0, canvas.width, canvas.height)
      const text = await decoder(canvas, context).catch(() => null)
      if (text && isOpen()) tell(text)
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
}

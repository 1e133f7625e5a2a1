/** What a picture that somebody sends may have at most. */
export const MAX_IMAGE_BYTES = 10_000_000
export const MAX_IMAGE_PIXELS = 40_000_000

/** What comes of a picture: always re-encoded, upright, without metadata. */
export interface WorkedImage { width: number, height: number, sizes: { width: number, bytes: Uint8Array }[] }

export interface ImageWorks {
  /**
   * Reads a picture that somebody sent and makes WebP of it in the given widths (never larger than the original), cut to
   * `ratio` (width / height) where given. Throws `image-refused` for everything that is not a still JPEG, PNG, WebP or AVIF within
   * the limits; size is checked before anything is decoded (V-05, V-06). Throws `unavailable` where too many wait already.
   */
  work(bytes: Uint8Array, wish: { widths: readonly number[], ratio?: number }): Promise<WorkedImage>
  /** Whether this machine has letters for English and Chinese: librsvg draws with the fonts of the system, and boxes where it has none. */
  canWrite(): Promise<boolean>
  /** A drawing of ours as JPEG of that size in px. */
  rasterise(svg: string, size: { width: number, height: number }): Promise<Uint8Array>
  /** A picture of ours cut to that size in px, as JPEG, around what draws the eye. */
  cut(bytes: Uint8Array, size: { width: number, height: number }): Promise<Uint8Array>
}

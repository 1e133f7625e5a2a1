/** What comes of a picture: always re-encoded, upright, without metadata. */
export interface WorkedImage { width: number, height: number, sizes: { width: number, bytes: Uint8Array }[] }

export interface ImageWorks {
  /**
   * Reads a picture that somebody sent and makes WebP of it in the given widths (never larger than the original), cut to
   * `ratio` (width / height) where given. Throws `image-refused` for everything that is not a still JPEG, PNG, WebP or AVIF within
   * the limits; size is checked before anything is decoded (V-05, V-06).
   */
  work(bytes: Uint8Array, wish: { widths: readonly number[], ratio?: number }): Promise<WorkedImage>
}

export type ImagePurpose = 'cover' | 'avatar' | 'view'

interface Purpose { widths: readonly number[], ratio?: number, shown: number }

/** The widths in px that are made of a picture, and the one that its address names. */
export const PURPOSES: Record<ImagePurpose, Purpose> = {
  cover: { widths: [320, 640, 1024, 1600, 2048], shown: 1024 },
  avatar: { widths: [96, 256], ratio: 1, shown: 256 },
  view: { widths: [320, 1024, 1600], shown: 1024 }
}

/** Where an uploaded cover is served; other widths stand in place of 1024. A smaller original is served as large as it is. */
export const coverUrlOf = (imageId: string) => imageUrl(imageId, 'cover')
export const avatarUrlOf = (imageId: string) => imageUrl(imageId, 'avatar')

export function imageUrl(imageId: string, purpose: ImagePurpose): string {
  return `/images/${imageId}/${PURPOSES[purpose].shown}.webp`
}

/** In the file store. */
export const imageKey = (imageId: string, width: number) => `images/${imageId}/${width}.webp`

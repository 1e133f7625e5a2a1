/** What others may ask of files. */
export { removeAvatar, setAvatar } from './avatar.ts'
export { deleteFiles, forgetImage } from './delete-image.ts'
export { type FileStore, fileTypeOf, requireType } from './file-store.ts'
export { type ImagePurpose, avatarUrlOf, coverUrlOf, imageKey, imageUrl } from './image-addresses.ts'
export { type ImageWorks, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, type WorkedImage } from './image-works.ts'
export { readImage } from './read-image.ts'
export { type PictureDeps, type StoredImage, storeImage } from './store-image.ts'

import type { ImageReply } from '#shared/api/images.ts'

/**
 * Sends a picture and tells how much of it is on its way, from 0 to 1, which fetch cannot. Rejects with what `problemOf` reads:
 * the refusal as `data`, or nothing where no answer came.
 */
export function uploadPicture(file: Blob, locale: string, onShare: (share: number) => void, purpose: 'cover' | 'view' = 'cover'): Promise<ImageReply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/images?purpose=${purpose}`)
    request.responseType = 'json'
    request.setRequestHeader('accept-language', locale === 'zh' ? 'zh-CN' : 'en')
    request.setRequestHeader('content-type', file.type)
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0)
    request.onload = () => request.status === 201 ? resolve(request.response as ImageReply) : reject(Object.assign(new Error('the picture was refused'), { data: request.response as unknown, statusCode: request.status }))
    request.onerror = () => reject(new Error('no answer came'))
    request.send(file)
  })
}

import QRCode from 'qrcode'

/** A code as SVG in the browser, as `server/gateways/qr` draws it: black on white, four modules of quiet zone, error correction M. */
export function drawCode(text: string): Promise<string> {
  return QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4, color: { dark: '#000000', light: '#ffffff' } })
}

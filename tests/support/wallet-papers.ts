import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import forge, { type Certificate, type Name } from 'node-forge'

/** An Apple of our own: a certificate authority, and what it gives to whoever makes passes. All as PEM. */
export interface PassPapers { wwdr: string, certificate: string, key: string }

export const PASS_TYPE = 'pass.org.example.tickets'

/** Papers for one test run: keys are made by Node, which is quick, and the certificates by forge. */
export function passPapers(): PassPapers {
  const [authority, signer] = [rsaPem(), rsaPem()]
  const issuer = [{ name: 'commonName', value: 'Test WWDR' }]
  const wwdr = certificate(authority.publicKey, authority.privateKey, issuer, issuer, '01')
  const leaf = certificate(signer.publicKey, authority.privateKey, [{ name: 'commonName', value: `Pass Type ID: ${PASS_TYPE}` }], issuer, '02')
  return { wwdr, certificate: leaf, key: signer.privateKey }
}

/** Settings of a house that makes passes with them. */
export const appleEnv = (papers: PassPapers, pushUrl: string): Record<string, string> => ({
  FOYER_APPLE_PASS_TYPE_ID: PASS_TYPE, FOYER_APPLE_PASS_TEAM_ID: 'ABCDE12345', FOYER_APPLE_PASS_CERTIFICATE: Buffer.from(papers.certificate).toString('base64'),
  FOYER_APPLE_PASS_KEY: papers.key, FOYER_APPLE_PASS_WWDR: papers.wwdr, FOYER_APPLE_PASS_PUSH_URL: pushUrl
})

export function rsaPem(): { publicKey: string, privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })), privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}

function certificate(publicKey: string, signWith: string, subject: Name[], issuer: Name[], serial: string): string {
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.publicKeyFromPem(publicKey)
  made.serialNumber = serial
  made.validity.notBefore = new Date(Date.now() - 3_600_000)
  made.validity.notAfter = new Date(Date.now() + 86_400_000)
  made.setSubject(subject)
  made.setIssuer(issuer)
  made.sign(forge.pki.privateKeyFromPem(signWith), forge.md.sha256.create())
  return forge.pki.certificateToPem(made)
}

/** The files of a zip, by name. */
export function unzip(file: Buffer): Record<string, Buffer> {
  const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const files: Record<string, Buffer> = {}
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength, extra, comment, offset] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)]
    const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
    const packed = file.subarray(start, start + size)
    files[file.toString('utf8', at + 46, at + 46 + nameLength)] = method === 8 ? inflateRawSync(packed) : packed
    at += 46 + nameLength + extra + comment
  }
  return files
}

/**
 * What is wrong with a signed pass, as a phone would find; empty: nothing. Every file has its hash in the manifest, the manifest's is in
 * the signature, and that was made with the key of the certificate in it, which the authority signed.
 */
export function faultsOfPass(files: Record<string, Buffer>, papers: Pick<PassPapers, 'wwdr'>): string[] {
  const faults: string[] = []
  const manifest = JSON.parse(files['manifest.json']!.toString()) as Record<string, string>
  const named = Object.keys(files).filter(name => name !== 'manifest.json' && name !== 'signature').sort()
  if (named.join() !== Object.keys(manifest).sort().join()) faults.push('the manifest names other files')
  for (const name of named) if (createHash('sha1').update(files[name]!).digest('hex') !== manifest[name]) faults.push(`hash of ${name}`)
  const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(files.signature!.toString('binary')))
  const leaf = message.certificates.find(one => one.subject.getField('CN').value.includes(PASS_TYPE))
  if (!leaf || !isSignedBy(leaf, papers.wwdr)) return [...faults, 'nobody vouches for the certificate']
  const attributes = message.rawCapture.authenticatedAttributes
  const signed = Buffer.from(forge.asn1.toDer(forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.SET, true, attributes)).getBytes(), 'binary')
  if (!signed.includes(createHash('sha1').update(files['manifest.json']!).digest())) faults.push('another manifest was signed')
  if (!verify('sha1', signed, forge.pki.certificateToPem(leaf), Buffer.from(message.rawCapture.signature, 'binary'))) faults.push('signature')
  return faults
}

/** forge throws at a signature of another key. */
function isSignedBy(leaf: Certificate, authority: string): boolean {
  try {
    return forge.pki.certificateFromPem(authority).verify(leaf)
  } catch {
    return false
  }
}

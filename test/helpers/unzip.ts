import { inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive, one after the other: enough to search them. */
export function unzipped(archive: Buffer): string {
  const texts: string[] = [];
  for (let at = archive.indexOf('PK\x01\x02'); at >= 0; at = archive.indexOf('PK\x01\x02', at + 4)) {
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const header = archive.readUInt32LE(at + 42);
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const data = archive.subarray(start, start + size);
    texts.push((method === 0 ? data : inflateRawSync(data)).toString('utf8'));
  }
  if (texts.length === 0) throw new Error('this archive holds nothing, so nothing can be searched');
  return texts.join('\n');
}

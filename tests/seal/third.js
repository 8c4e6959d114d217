#!/usr/bin/env node
// A third pair of eyes on extracts of the log, written from RFC 6962 and the notes of C2SP with node's crypto and nothing of
// ours: entries, tree, proof, signature. third.js EXTRACT KEY prints the signed root, or says what is wrong and ends with 1.
'use strict'
const crypto = require('node:crypto')
const fs = require('node:fs')

const sha = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest()
const leafHash = (bytes) => sha(Buffer.from([0]), bytes)
const nodeHash = (left, right) => sha(Buffer.from([1]), left, right)
const fail = (says) => { console.error(says); process.exit(1) }
const half = (n) => { let k = 1; while (k * 2 < n) k *= 2; return k } // the largest power of two below n

// Root of a tree of which the first part is known by its right edge (largest subtree first) and the rest by leaves.
function rootOf (edge, size, leaves) {
  const stack = [] // [hash, height]
  let left = size
  for (const hash of edge) {
    const height = Math.floor(Math.log2(left))
    stack.push([hash, height])
    left -= 2 ** height
  }
  for (const leaf of leaves) {
    stack.push([leafHash(leaf), 0])
    while (stack.length > 1 && stack.at(-1)[1] === stack.at(-2)[1]) {
      const [right, height] = stack.pop()
      stack.push([nodeHash(stack.pop()[0], right), height + 1])
    }
  }
  return stack.map(([hash]) => hash).reduceRight((right, hash) => nodeHash(hash, right))
}

// RFC 6962 2.1.2, from the end of the proof to its beginning: gives [old root, new root].
function roots (m, n, isWhole, proof, old) {
  if (m === n) return isWhole ? [old, old] : [proof[0], proof[0]]
  const k = half(n)
  const last = proof.at(-1)
  const rest = proof.slice(0, -1)
  if (m <= k) {
    const [a, b] = roots(m, k, isWhole, rest, old)
    return [a, nodeHash(b, last)]
  }
  const [a, b] = roots(m - k, n - k, false, rest, old)
  return [nodeHash(last, a), nodeHash(last, b)]
}

const [, , file, vkey] = process.argv
const text = fs.readFileSync(file, 'latin1')
const lines = text.split('\n')
let at = 0
const take = (word) => lines[at].startsWith(word + ' ') ? lines[at++].slice(word.length + 1) : undefined
if (lines[at++] !== 'grata/log-extract@v1') fail('not an extract')
const first = Number(take('first'))
const edge = []
for (let e; (e = take('edge')) !== undefined;) edge.push(Buffer.from(e, 'base64'))
const count = Number(take('entries'))
const leaves = lines.slice(at, at + count).map((line) => Buffer.from(line, 'latin1'))
at += count
leaves.forEach((leaf, i) => { if (JSON.parse(leaf.toString()).seq !== first + i) fail('entry ' + (first + i) + ' is another') })
const proof = []
for (let p; (p = take('proof')) !== undefined;) proof.push(Buffer.from(p, 'base64'))
if (lines[at++] !== '') fail('no empty line')
const [origin, size, root, empty, signature] = lines.slice(at)
if (empty !== '') fail('no checkpoint')
const [name, , key] = vkey.split('+').length === 3 ? vkey.split('+') : [vkey.slice(0, vkey.indexOf('+')), 0, vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1)]
const raw = Buffer.from(key, 'base64').subarray(1)
const id = sha(Buffer.from(name + '\n\x01'), raw).subarray(0, 4)
const [, by, base64] = signature.split(' ')
const bytes = Buffer.from(base64, 'base64')
const isSigned = crypto.verify(null, Buffer.from([origin, size, root, ''].join('\n'), 'latin1'),
  crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }), bytes.subarray(4))
if (by !== name || origin !== name || !bytes.subarray(0, 4).equals(id) || !isSigned) fail('not signed')
const mine = rootOf(edge, first - 1, leaves)
const last = first - 1 + count
const [old, now] = roots(last, Number(size), true, proof, mine)
if (!old.equals(mine) || !now.equals(Buffer.from(root, 'base64'))) fail('another root')
console.log(root)

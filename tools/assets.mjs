// assets.mjs OUT.c: makes what browsers load besides pages. It compiles src/web/grata.scss, adds the MoJ components named
// below and src/chart/chart.css, gives each file a name with its hash, compresses it twice, and writes OUT.c, the table behind web/asset.h; the
// files themselves lie in assets/ beside it. It stops when something is in the result that must not be there.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { createRequire } from 'node:module'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const out = resolve(process.argv[2])
const folder = join(dirname(out), 'assets')
const moj = join(root, 'node_modules/@ministryofjustice/frontend/moj')

// MoJ components whose CSS is used; their scripts are not (they break under Trusted Types).
const kept = ['badge', 'filter', 'filter-layout', 'filter-tags', 'identity-bar', 'interruption-card', 'multi-select', 'notification-badge',
  'page-header-actions', 'progress-bar', 'scrollable-pane', 'side-navigation', 'sub-navigation', 'ticket-panel', 'timeline']
// GOV.UK blues to ours.
const colours = { '#1d70b8': '#1d4f60', '#1a65a6': '#14566e', '#0f385c': '#0b3443', '#54319f': '#5b3f78', '#fd0': '#ffd166',
  '#0b0c0c': '#1b2529', '#ca3535': '#b3261e', '#0f7a52': '#1c6b4a', '#005ea5': '#14566e', '#8eb8dc': '#7f9aa5', '#f4f8fb': '#eef3f4' }

// A style sheet as a list of [head, body]; a body may hold rules again.
function rules (css) {
  const list = []
  let from = 0
  let depth = 0
  let open = 0
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{' && depth++ === 0) open = i
    if (css[i] === '}' && --depth === 0) {
      list.push([css.slice(from, open).trim(), css.slice(open + 1, i)])
      from = i + 1
    }
  }
  return list
}

// Only the rules of the kept components.
function keep (css) {
  const isKept = (selector) => kept.some((name) => new RegExp('\\.moj-' + name + '(?![a-z]|-[a-z])').test(selector))
  return rules(css).map(([head, body]) => {
    if (/^@(media|supports)/.test(head)) {
      const inner = keep(body)
      return inner && head + '{' + inner + '}'
    }
    if (head.startsWith('@')) return ''
    const selectors = head.split(/,(?![^(]*\))/).filter(isKept)
    return selectors.length ? selectors.join(',') + '{' + body + '}' : ''
  }).join('')
}

const assets = []

function add (name, type, data) {
  const bytes = Buffer.from(data)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const url = '/assets/' + name.replace(/(\.[a-z0-9]+)$/, '-' + sha256.slice(0, 12) + '$1')
  const gzip = gzipSync(bytes, { level: 9 })
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
  assets.push({ name, type, url, sha256, bytes, gzip, brotli })
  return url
}

function style () {
  const sass = createRequire(import.meta.url)('sass')
  const govuk = sass.compile(join(root, 'src/web/grata.scss'), { loadPaths: [join(root, 'node_modules')], style: 'compressed', quietDeps: true }).css
  const charts = sass.compileString(readFileSync(join(root, 'src/chart/chart.css'), 'utf8'), { syntax: 'css', style: 'compressed' }).css
  let theirs = keep(readFileSync(join(moj, 'moj-frontend.min.css'), 'utf8'))
    .replace(/"?GDS Transport"?, ?/g, '')
    .replace(/font-family:arial,sans-serif/g, 'font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",arial,sans-serif')
  theirs = theirs.replace(/url\(\/assets\/images\/([a-z-]+\.svg)\)/g, (_, file) =>
    'url(' + add(file, 'image/svg+xml', readFileSync(join(moj, 'assets/images', file))) + ')')
  const css = (govuk.replace(/^\uFEFF/, '').trim() + theirs + charts + '\n').replace(/#[0-9a-f]{3,6}\b/g, (colour) => colours[colour] || colour)
  const stranger = css.match(/GDS Transport|crown|crest|@import|@font-face|url\((?!\/assets\/[a-z-]+-[0-9a-f]{12}\.svg\)|"data:image\/svg)|#1d70b8/)
  if (stranger) throw new Error('the style sheet holds ' + css.slice(stranger.index, stranger.index + 80))
  return css
}

const string = (s) => JSON.stringify(s)

function table () {
  const blobs = []
  const blob = (bytes, file) => {
    writeFileSync(join(folder, file), bytes)
    const n = blobs.push({ file: join(folder, file), n: bytes.length }) - 1
    return `{ asset_${n}, ${bytes.length} }`
  }
  const smaller = (packed, asset, ending) => packed.length < asset.bytes.length ? blob(packed, asset.url.slice(8) + ending) : '{ 0, 0 }'
  const rows = assets.map((a) => `\t{ S(${string(a.name)}), S(${string(a.url)}), S(${string(a.type)}),\n\t  S(${string(a.sha256)}), S(${string('"' + a.sha256.slice(0, 32) + '"')}),\n` +
    `\t  ${blob(a.bytes, a.url.slice(8))}, ${smaller(a.gzip, a, '.gz')}, ${smaller(a.brotli, a, '.br')} },\n`)
  return '/* Made by tools/assets.mjs. */\n#include "web/asset.h"\n\n' +
    blobs.map((b, i) => `__asm__(".section .rodata\\n.balign 16\\nasset_${i}:\\n.global asset_${i}\\n.incbin \\"${b.file}\\"\\n.byte 0\\n.previous\\n");\nextern const char asset_${i}[];\n`).join('') +
    `\nconst struct asset ASSETS[] = {\n${rows.join('')}};\nconst ptrdiff_t ASSETS_N = ${rows.length};\n`
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
add('grata.css', 'text/css; charset=utf-8', style())
add('grata.js', 'text/javascript; charset=utf-8', readFileSync(join(root, 'src/web/grata.js')))
add('icon.svg', 'image/svg+xml', readFileSync(join(root, 'src/web/icon.svg')))
writeFileSync(out, table())

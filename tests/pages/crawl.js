// crawl.js: which pages there are to look at: everything that links and forms lead to, for everybody who signs in. Of
// each route those are kept that show something the others do not.
'use strict'
const { ask } = require('./site.js')

const text = (html) => html.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>')

// What a form sends that nobody has touched: what is chosen already and what stands in a field.
function values (html) {
  const attr = (tag, name) => text((new RegExp('\\s' + name + '="([^"]*)"').exec(tag) || ['', ''])[1])
  const found = []
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const isChoice = /type="(radio|checkbox)"/.test(tag)
    if (attr(tag, 'name') && (isChoice ? /\schecked/.test(tag) : attr(tag, 'value'))) found.push([attr(tag, 'name'), attr(tag, 'value')])
  }
  for (const [, head, options] of html.matchAll(/(<select\b[^>]*>)([^]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map((m) => m[0])
    const chosen = all.find((tag) => /\sselected/.test(tag)) || all[0]
    if (chosen && attr(chosen, 'value')) found.push([attr(head, 'name'), attr(chosen, 'value')])
  }
  return found
}

// Addresses of this site that a page leads to, without what only a click on a form of method post does.
function leads (html, from, origin) {
  const found = []
  for (const m of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) found.push(text(m[1]))
  for (const form of html.matchAll(/<form\b[^>]*method="get"[^>]*>([^]*?)<\/form>/g)) {
    const sent = String(new URLSearchParams(values(form[1])))
    found.push(text(/action="([^"]*)"/.exec(form[0])[1]) + (sent && '?' + sent))
  }
  return found.map((url) => new URL(url, origin + from)).filter((url) => url.origin === origin)
    .map((url) => url.pathname + url.search)
}

// Each form of method get, sent with what no field takes.
function wrongForms (html, from, origin) {
  const found = []
  for (const form of html.matchAll(/<form\b[^>]*method="get"[^>]*>([^]*?)<\/form>/g)) {
    const names = [...form[1].matchAll(/<(?:input|select|textarea)\b[^>]*?\sname="([^"]*)"/g)].map((m) => text(m[1]))
    const url = new URL(text(/action="([^"]*)"/.exec(form[0])[1]), origin + from)
    url.search = String(new URLSearchParams(names.map((name) => [name, '¿no?'])))
    found.push(url.pathname + url.search)
  }
  return found
}

const kinds = (html) => new Set([...html.matchAll(/<([a-z0-9-]+)(?:[^>]*?\sclass="([^"]*)")?/g)].map((m) => m[1] + '.' + (m[2] || '')))
const shape = (target) => {
  const url = new URL(target, 'http://x')
  return url.pathname.replace(/\d+/g, '0') + '?' + [...new Set(url.searchParams.keys())].sort()
}

// All that one person comes to: {login, cookie, target, status, source, html, isFile}; a file is no page to look at. Of addresses that differ only in their
// numbers or in what their parameters say, at most `most`.
async function crawl (site, login, cookie, most) {
  const seen = new Set(['/'])
  const many = new Map()
  const wrong = new Set()
  const found = []
  const queue = [{ target: '/', from: 'the sign-in' }]
  while (queue.length) {
    const got = await Promise.all(queue.splice(0, 4).map(async ({ target, from, isWrong }) => {
      const answer = await ask(site, target, { cookie })
      return { login, cookie, target, from, isWrong, status: answer.status, source: answer.headers['x-grata-source'], type: answer.headers['content-type'] || '', html: answer.body }
    }))
    for (const page of got) {
      if (page.status === 303) continue
      page.isFile = !page.type.startsWith('text/html')
      found.push(page)
      if (page.isWrong || page.isFile) continue
      for (const target of leads(page.html, page.target, site.origin)) {
        if (seen.has(target) || target.startsWith('/assets/')) continue
        seen.add(target)
        const n = many.get(shape(target)) || 0
        many.set(shape(target), n + 1)
        if (n < most) queue.push({ target, from: page.target })
      }
      for (const target of wrongForms(page.html, page.target, site.origin)) {
        if (wrong.has(target)) continue
        wrong.add(target)
        queue.push({ target, from: page.target, isWrong: true })
      }
    }
  }
  return found
}

// Of each route and status: the first, the largest, and then each that has a kind of element not seen yet.
function worth (pages) {
  const groups = new Map()
  for (const page of pages) {
    if (page.isFile) continue
    const key = page.source + ' ' + page.status
    groups.set(key, (groups.get(key) || []).concat(page))
  }
  const chosen = []
  for (const group of groups.values()) {
    const had = new Set()
    const bySize = [...group].sort((a, b) => b.html.length - a.html.length)
    for (const page of [group[0], ...bySize]) {
      const now = kinds(page.html)
      const isNew = [...now].some((kind) => !had.has(kind))
      if (!isNew && page !== group[0] && page !== bySize[0]) continue
      if (chosen.includes(page)) continue
      now.forEach((kind) => had.add(kind))
      chosen.push(page)
    }
  }
  return chosen
}

module.exports = { crawl, worth }

// site.js: what the browser tests of the pages stand on: results in TAP, registers to look at, a server for each, plain
// requests beside the browser. In this order.
'use strict'
const { execFileSync, spawn, spawnSync } = require('node:child_process')
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')

const root = process.env.GRATA_ROOT || path.dirname(path.dirname(__dirname))
const folder = process.env.GRATA_TMP || fs.mkdtempSync('/tmp/grata-pages-')
const grata = path.resolve(root, process.env.GRATA_BUILD || 'build/dev', 'grata')

// ---- results ----

let done = 0
let failed = 0
function tap (ok, name, notes) {
  console.log((ok ? 'ok ' : 'not ok ') + ++done + ' - ' + name.replace(/#/g, 'no.'))
  if (ok) return
  failed++
  console.log('# ' + JSON.stringify(notes === undefined ? '' : notes, null, 1).slice(0, 3000).replace(/\n/g, '\n# '))
}
const skip = (name, why) => console.log('ok ' + ++done + ' - ' + name + ' # SKIP ' + why)
const figure = (text) => console.log('# figure: ' + text)
function finish () {
  console.log('1..' + done)
  process.exitCode = failed ? 1 : 0
}

// ---- registers ----

const file = (name) => path.join(folder, name + '.db')
const sql = (name, text) => execFileSync('sqlite3', ['-bail', file(name)], { input: text, stdio: ['pipe', 'ignore', 'inherit'] })

// The demo world and, which it has not, an own list of an invented person: two people entered it.
function makeDemo (name) {
  execFileSync(grata, ['demo', 'load', '--db', file(name)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const own = spawnSync(grata, ['vet', 'own', '--db', file(name), '--as', 'vetting.officer', '--list', 'png', '--name', 'Zimorodov Invented', '--born', '1970', '--says', 'invented'])
  if (own.status !== 4) throw new Error('vet own: ' + own.stderr)
  const waits = JSON.parse(execFileSync(grata, ['proposal', 'list', '--db', file(name), '--as', 'security.liaison', '--json']))
  const id = waits.find((p) => p.act === 'vet.own_list').id
  execFileSync(grata, ['proposal', 'approve', String(id), '--db', file(name), '--as', 'security.liaison'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function copyRegister (from, to) {
  execFileSync('sqlite3', [file(from), "VACUUM INTO '" + file(to) + "'"], { stdio: 'inherit' })
  fs.chmodSync(file(to), 0o600)
}

// As `grata init` leaves it; but one click signs in, as everybody whom the demo world has.
function makeEmpty (name, demo) {
  execFileSync(grata, ['init', '--db', file(name), '--host', 'GB', '--ministry', 'Ministry', '--zone', 'Europe/London', '--admin', 'first', '--name', 'First'],
    { stdio: ['ignore', 'ignore', 'inherit'] })
  sql(name, "ATTACH '" + file(demo) + "' AS demo; UPDATE ref_register SET is_demo = 1; DELETE FROM account; INSERT INTO account SELECT * FROM demo.account;")
}

// A name as long as a passport's data page may ask for, without a place to break it, in every sixth row; the scripts of the
// world in turn.
function fullName (i) {
  const families = ['Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft', 'Example', 'Пример', '例', 'مثال', 'דוגמה']
  return families[i % families.length] + (i % families.length ? '' : 'x'.repeat(i % 90))
}

// The demo world beside much else: 100,000 applications of which 5,000 are open, 3,000 members more in three missions. Nobody in
// it but the demo world's own is anybody: all are invented.
function makeFull (name, demo) {
  copyRegister(demo, name)
  execFileSync('python3', [path.join(root, 'tests/bench/million.py'), file(name), '100000'], { stdio: 'inherit' })
  const people = ['ref,mission,family,given,order,nationality,source']
  const posts = ['mission,post_no,title,category,rank,created,person,from,told']
  for (let i = 0; i < 3000; i++) {
    const mission = 1 + i % 3
    people.push(`P-${700000 + i},${mission},${fullName(i)},Ann${i},family_first,FR,invented`)
    posts.push(`${mission},Z-${String(i).padStart(4, '0')},${i % 7 ? 'Attache' : 'Minister-Counsellor and Deputy Head of Mission for Trade'},diplomatic,${100 + i},,P-${700000 + i},2020-01-01,2020-01-02`)
  }
  for (const [noun, rows] of [['person', people], ['mission', posts]]) {
    const csv = path.join(folder, noun + '.csv')
    fs.writeFileSync(csv, rows.join('\n') + '\n')
    execFileSync(grata, [noun, 'import', csv, '--db', file(name), '--as', 'protocol.officer'], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
}

// ---- the server ----

function serve (name) {
  const server = spawn(grata, ['serve', '--db', file(name), '--demo', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  server.stderr.on('data', (data) => { said += data })
  const ended = new Promise((resolve) => server.on('close', (code) => resolve({ code, said })))
  ended.then((end) => { if (end.code !== 0) console.log('# the server of ' + name + ' ended: ' + JSON.stringify(end)) })
  return new Promise((resolve, reject) => {
    ended.then((end) => reject(new Error('the server ended: ' + JSON.stringify(end))))
    let line = ''
    server.stdout.on('data', (data) => {
      line += data
      const port = /\(port (\d+)\)/.exec(line)
      if (port) resolve({ origin: 'http://127.0.0.1:' + port[1], stop: () => { server.kill('SIGTERM'); return ended } })
    })
  })
}

// ---- requests without a browser ----

function ask (site, target, { cookie, body } = {}) {
  const headers = { Accept: 'text/html', Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' }
  if (cookie) headers.Cookie = 'grata=' + cookie
  if (body) headers['Content-Type'] = 'application/x-www-form-urlencoded'
  return new Promise((resolve, reject) => {
    const request = http.request(site.origin + target, { method: body ? 'POST' : 'GET', headers, agent: false }, (answer) => {
      const pieces = []
      answer.on('data', (piece) => pieces.push(piece))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces).toString() }))
    })
    request.on('error', reject)
    request.end(body ? String(new URLSearchParams(body)) : undefined)
  })
}

const cookieOf = (answer) => /grata=([^;]+)/.exec(String(answer.headers['set-cookie']))[1]
const csrfOf = (answer) => /name="csrf" value="([^"]+)"/.exec(answer.body)[1]

async function signIn (site, login) {
  const form = await ask(site, '/sign-in')
  return cookieOf(await ask(site, '/sign-in/demo', { cookie: cookieOf(form), body: [['csrf', csrfOf(form)], ['login', login], ['next', '/']] }))
}

// Where a search in the header leads.
async function search (site, cookie, words) {
  const csrf = csrfOf(await ask(site, '/', { cookie }))
  return (await ask(site, '/search', { cookie, body: [['csrf', csrf], ['q', words]] })).headers.location
}

// A wording of a template that waits for a second person: the demo world has none.
async function proposeWording (site) {
  const cookie = await signIn(site, 'admin')
  const target = '/notes/templates/acknowledge.en'
  const body = [['csrf', csrfOf(await ask(site, target, { cookie }))], ['label', 'We have your note'], ['subject', 'Your note {their_number}'], ['from_on', '2021-06-23'], ['why', 'a plainer wording'],
    ['wording', 'No. {number} of {date}: the {ministry} has the note {their_number} of {their_date} of the {mission}.']]
  const { status, body: said } = await ask(site, target, { cookie, body })
  if (status !== 303) throw new Error('a wording is proposed: ' + status + ' ' + said.slice(0, 500))
}

// Runs `work` on each item, `n` at a time (it is told which of the n it is), and gives what each gave.
async function each (items, n, work) {
  const given = new Array(items.length)
  let next = 0
  const worker = async (_, number) => {
    while (next < items.length) {
      const i = next++
      given[i] = await work(items[i], number)
    }
  }
  await Promise.all(Array.from({ length: n }, worker))
  return given
}

module.exports = { root, folder, tap, skip, figure, finish, sql, makeDemo, copyRegister, makeEmpty, makeFull, serve, ask, cookieOf, csrfOf, signIn, search, proposeWording, each }

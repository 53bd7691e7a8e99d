import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { currentBrand, listBrandVersions, newestBrandNumber } from '../../src/brand/brand.ts'
import { brandFields, brandSections, fieldsOf } from '../../src/brand/brand-fields.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import { brandEditor, sectionPath } from '../support/brand-editor.ts'
import { engines } from '../support/databases.ts'
import { readTextareas } from '../support/read-form.ts'
import { createVisitor, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`the brand at the desk on ${engine}`, { skip }, () => {
    let world: World
    let camille: Visitor
    let dominique: Visitor
    let reader: Visitor
    let editor: ReturnType<typeof brandEditor>
    before(async () => {
      world = await createWorld({ engine })
      const passwordHash = await hashPassword('demonstration')
      for (const [login, role] of [
        ['d.roy@example.org', 'manager'],
        ['auditor@example.org', 'auditor'],
      ] as const) {
        const person = {
          login,
          name: 'Dominique ROY',
          email: login,
          language: 'fr' as const,
          passwordHash,
          roles: [role],
        }
        await world.app.database.transact((tx) => createPerson(tx, person))
      }
      editor = brandEditor(world)
      camille = createVisitor(world.url)
      dominique = createVisitor(world.url)
      reader = createVisitor(world.url)
      await camille.signIn('admin@example.org')
      await dominique.signIn('d.roy@example.org')
      await reader.signIn('auditor@example.org')
    })
    after(() => world?.end())

    const brandNow = () => currentBrand(world.db)
    test('a draft changes nothing on the portal; published it does, and leaves its marks', async () => {
      const saved = await editor.change(camille, 'look', { name: 'Médiathèque de Villefleur' })
      assert.equal(saved.location, `${sectionPath('look')}?done=saved`)
      assert.equal((await brandNow()).name, 'Université Montclar')
      assert.doesNotMatch((await camille.get(routes.signIn)).html, /Villefleur/)
      const asked = await camille.get(routes.deskBrandPublication)
      assert.match(asked.html, /Toutes les pages et tous les courriels à venir changent/)
      assert.match(asked.html, /<del>.*Université Montclar.*<\/del>|<ins>/s)
      assert.match((await editor.publishDraft(camille)).html, /La version 2 est publiée/)
      assert.match((await createVisitor(world.url).get(routes.signIn)).html, /Médiathèque de Villefleur/)
      assert.deepEqual((await editor.acts()).slice(-2), ['save brand draft', 'publish brand'])
      assert.equal(await editor.draftRow(), undefined)
    })

    test('undo: an earlier version is published again under a new number', async () => {
      const list = await camille.get(routes.deskBrandVersions)
      assert.match(list.html, /Camille ROUX/)
      assert.match(list.html, /un\u00a0: Nom de l’exploitant/)
      const path = routes.deskBrandVersion.replace(':number', '1')
      const done = await camille.submit(await camille.get(path), path)
      assert.match(done.html, /La version 3 est publiée/)
      assert.equal((await brandNow()).name, 'Université Montclar')
      assert.equal((await listBrandVersions(world.db)).length, 3)
      assert.equal((await editor.acts()).at(-1), 'publish brand again')
      assert.equal((await camille.get(routes.deskBrandVersion.replace(':number', '99'))).status, 404)
    })

    test('two managers at once: the second sees what they would replace, and loses nothing', async () => {
      const [mine, theirs] = [await camille.get(sectionPath('texts')), await dominique.get(sectionPath('texts'))]
      await editor.change(dominique, 'texts', { welcome_fr: 'Bienvenue, dit Dominique.' }, theirs)
      const refused = await editor.change(camille, 'texts', { welcome_fr: 'Bonjour, dit Camille.' }, mine)
      assert.equal(refused.status, 409)
      assert.match(refused.html, /changé par Dominique ROY/)
      assert.match(refused.html, /<del>.*Dominique/s)
      assert.equal(readTextareas(refused).welcome_fr, 'Bonjour, dit Camille.')
      assert.match((await editor.draftRow())?.content ?? '', /dit Dominique/, 'nothing was overwritten')
      const again = await editor.change(camille, 'texts', { welcome_fr: 'Bonjour, dit Camille.' }, refused)
      assert.equal(again.status, 303, 'asked once, saved the second time')
      assert.match((await editor.draftRow())?.content ?? '', /dit Camille/)
    })

    test('fifty saves of one revision at the same moment: one is written, the others are asked', async () => {
      const page = await camille.get(sectionPath('texts'))
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          editor.change(camille, 'texts', { welcome_fr: `Essai ${index}` }, page),
        ),
      )
      const statuses = answers.map(({ status }) => status)
      assert.equal(statuses.filter((status) => status === 303).length, 1)
      assert.equal(statuses.filter((status) => status === 409).length, 49)
    })

    test('a draft whose base is not the newest any more: said, and a form that did not know is refused', async () => {
      const asked = await camille.get(routes.deskBrandPublication)
      const path = routes.deskBrandVersion.replace(':number', '2')
      await dominique.submit(await dominique.get(path), path)
      const late = await camille.submit(asked, routes.deskBrandPublication)
      assert.equal(late.status, 409)
      assert.match(late.html, /Rien n’a été publié/)
      assert.match(late.html, /La version 4 a été publiée après le début de ce brouillon/)
      assert.equal(await newestBrandNumber(world.db), 4)
      await camille.submit(late, routes.deskBrandPublication)
      assert.equal(await newestBrandNumber(world.db), 5)
      assert.match((await brandNow()).welcome.fr, /^Essai/)
    })

    test('a draft given up asks first and stays readable in the audit', async () => {
      await editor.change(camille, 'texts', { help_fr: 'À perdre' })
      const asked = await camille.get(routes.deskBrandDraftRemovals)
      assert.match(asked.html, /Un changement est perdu/)
      await editor.discardDraft(camille)
      const entries = await world.db.selectFrom('auditEntry').selectAll().orderBy('id', 'desc').limit(1).execute()
      assert.equal(entries[0]?.act, 'discard brand draft')
      assert.match(entries[0]?.detail ?? '', /À perdre/)
    })

    test('unreadable contrast: the figure, the nearest colour, a button to take it; publishing is refused', async () => {
      const saved = await editor.change(camille, 'look', { accent: '#7CB342', name: 'Verte' })
      assert.equal(saved.status, 303, 'a draft may hold it')
      const page = await camille.get(sectionPath('look'))
      assert.match(page.html, /Liens sur le papier, de jour\u00a0: 2,2 pour 1\. Il faut au moins 4,5 pour 1/)
      const nearest = /name="take_accent" value="(#[0-9a-f]{6})"/.exec(page.html)?.[1] ?? ''
      assert.match(nearest, /^#/)
      const asked = await camille.get(routes.deskBrandPublication)
      assert.doesNotMatch(asked.html, /Publier maintenant/)
      const { csrf = '' } = readForm(page, sectionPath('look')).fields
      const revision = (await editor.draftRow())?.revision ?? ''
      const forced = await camille.post(routes.deskBrandPublication, { csrf, revision, newest: '5' })
      assert.equal(forced.status, 422)
      assert.equal(await newestBrandNumber(world.db), 5)
      await editor.change(camille, 'look', { take_accent: nearest }, page)
      assert.doesNotMatch((await camille.get(sectionPath('look'))).html, /Il faut au moins/)
      assert.match((await camille.get(routes.deskBrandPublication)).html, /Publier maintenant/)
      await editor.discardDraft(camille)
    })

    test('the figures follow two colours on their own address, and a half-typed one gets none', async () => {
      const piece = await camille.get(`${routes.deskBrandContrast}?accent=%237cb342&ground=`)
      assert.match(piece.html, /Sous 4,5/)
      assert.match(piece.html, /data-proof-sheet="[^"]*use=proof/)
      assert.equal((await camille.get(`${routes.deskBrandContrast}?accent=%237cb`)).status, 422)
    })

    test('a ground of one’s own is checked with everything on it', async () => {
      await editor.change(camille, 'look', { ground: '#777777' })
      const page = await camille.get(sectionPath('look'))
      assert.match(page.html, /name="take_ground" value="#/)
      await editor.change(camille, 'look', { ground: '#fff4e0' }, page)
      assert.doesNotMatch((await camille.get(sectionPath('look'))).html, /Il faut au moins/)
      await editor.discardDraft(camille)
    })

    test('a theme is served by its colours; what is no colour has none', async () => {
      const theme = await camille.get(`${routes.theme}?accent=7cb342&ground=fff4e0`)
      assert.match(theme.html, /--accent:#7cb342/)
      assert.match(theme.headers.get('content-type') ?? '', /^text\/css/)
      for (const query of [
        '',
        '?accent=red',
        '?accent=1d3a7a;}body{',
        '?accent=1d3a7a&accent=1d3a7a',
        '?accent=1d3a7a&ground=x',
      ]) {
        assert.equal((await camille.get(routes.theme + query)).status, 404, query)
      }
    })

    test('what is no colour and no figure is refused beside its field, and all else that was typed is kept', async () => {
      for (const accent of ['vert', '#fff', '#12345g', 'url(//evil)', '#1d3a7a;}', '']) {
        const page = await editor.change(camille, 'look', { accent, name: 'Gardé' })
        assert.equal(page.status, 422, accent)
        assert.match(page.html, /href="#accent">Couleur d’accent\s: (Indiquez une couleur|Raccourcissez)/)
        assert.match(page.html, /value="Gardé"/)
      }
      for (const cost_colour of ['0', '-1', '1e3', 'gratuit', '0,001', '9'.repeat(30)]) {
        assert.equal((await editor.change(camille, 'seller', { cost_colour })).status, 422, cost_colour)
      }
      assert.equal((await editor.change(camille, 'seller', { cost_colour: '0,20' })).status, 303)
      assert.equal(await editor.draftRow().then((row) => JSON.parse(row?.content ?? '').pageCosts.colour), 20)
      await editor.discardDraft(camille)
    })

    test('unknown and malformed placeholders are named, with those that are known', async () => {
      const texts: Array<[section: string, field: string, text: string, said: RegExp]> = [
        [
          'mails',
          'receiptBody_fr',
          'Payé\u00a0: {montant}',
          /\{montant\} ne sera remplacé par rien\. Possibles ici\u00a0: \{name\}, \{amount\}/,
        ],
        ['mails', 'receiptSubject_en', 'Paid {amount', /Une accolade est de trop ou manque\u00a0: \{amount\./],
        [
          'mails',
          'mailSignature_fr',
          'Au revoir {name}',
          /\{name\} ne sera remplacé par rien\. Ce texte n’a rien à remplacer/,
        ],
        [
          'texts',
          'homeMessage_fr',
          'Bonjour {nom}',
          /\{nom\} ne sera remplacé par rien\. Possibles ici\u00a0: \{name\}/,
        ],
      ]
      for (const [section, field, text, said] of texts) {
        const page = await editor.change(camille, section, { [field]: text })
        assert.equal(page.status, 422, field)
        assert.match(page.html, said)
        assert.ok(page.html.includes(text), 'what was typed is kept')
      }
      assert.equal(await editor.draftRow(), undefined)
    })

    test('HTML in every text is shown as text, on every page and in the letter', async () => {
      const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&'
      for (const section of brandSections) {
        const fields = fieldsOf(section).filter(({ kind }) => kind !== 'colour' && kind !== 'cost')
        const typed = Object.fromEntries(fields.map(({ name, most }) => [name, evil.slice(0, most)]))
        assert.equal((await editor.change(camille, section, typed)).status, 303, section)
      }
      const pages = ['home', 'recharge', 'sign-in', 'receipt', 'mail'].map((page) =>
        routes.deskBrandPreviewPage.replace(':page', page),
      )
      for (const path of [...pages, ...brandSections.map(sectionPath), routes.deskBrandPublication]) {
        const { html, status } = await camille.get(path)
        assert.equal(status, 200, path)
        assert.doesNotMatch(html, /<script>alert|<img src=x/, path)
        assert.match(html, /&lt;script/, path)
      }
      await editor.publishDraft(camille)
      for (const path of [routes.home, routes.legal, routes.privacy, routes.accessibility, routes.deskBrandVersions]) {
        assert.doesNotMatch((await camille.get(path)).html, /<script>alert|<img src=x/, path)
      }
      const path = routes.deskBrandVersion.replace(':number', '3')
      await camille.submit(await camille.get(path), path)
    })

    test('a text that one language lacks is named and holds the publication up', async () => {
      await editor.change(camille, 'legal', { privacy_en: '' })
      const asked = await camille.get(routes.deskBrandPublication)
      assert.match(asked.html, /href="\/desk\/brand\/sections\/legal#privacy_en">\s*Données personnelles, en anglais/)
      assert.doesNotMatch(asked.html, /Publier maintenant/)
      await editor.discardDraft(camille)
      await editor.change(camille, 'texts', { homeMessage_fr: 'Fermé lundi.' })
      assert.match(
        (await camille.get(sectionPath('texts'))).html,
        /href="#homeMessage_en">[^<]*[Cc]e texte n’existe que dans une langue/,
      )
      await editor.discardDraft(camille)
    })

    test('a text beyond its limit is refused, with all that was typed in the page', async () => {
      const page = await editor.change(camille, 'texts', { welcome_fr: 'é'.repeat(601) })
      assert.equal(page.status, 422)
      assert.match(page.html, /600 caractères au plus/)
      assert.equal(readTextareas(page).welcome_fr?.length, 601)
      const long = await editor.change(camille, 'legal', { legal_fr: 'é'.repeat(20_000), legal_en: 'é'.repeat(20_000) })
      assert.equal(long.status, 303, 'two long texts full of accents fit')
      await editor.discardDraft(camille)
    })

    test('the preview is the real portal in the draft’s words, may be framed by us only, and sends nothing', async () => {
      await editor.change(camille, 'look', { name: 'Brouillon Royal', accent: '#7a1d1d' })
      for (const page of ['home', 'recharge', 'sign-in', 'receipt', 'mail']) {
        for (const theme of ['light', 'dark']) {
          const drawn = await camille.get(`${routes.deskBrandPreviewPage.replace(':page', page)}?theme=${theme}`)
          assert.equal(drawn.status, 200, page)
          assert.match(drawn.html, /Brouillon Royal/)
          assert.match(drawn.html, new RegExp(`data-theme="${theme}"`))
          assert.match(drawn.html, /theme\.css\?accent=7a1d1d/)
          assert.match(drawn.headers.get('content-security-policy') ?? '', /frame-ancestors 'self'.*form-action 'none'/)
          assert.equal(drawn.headers.get('x-frame-options'), 'SAMEORIGIN')
        }
      }
      const frames = await camille.get(routes.deskBrandPreview)
      assert.match(frames.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'.*frame-src 'self'/)
      assert.equal((await camille.get(routes.deskBrandPreviewPage.replace(':page', 'nothing'))).status, 404)
      assert.match(
        (await camille.get(routes.signIn)).headers.get('content-security-policy') ?? '',
        /frame-ancestors 'none'/,
      )
      await editor.discardDraft(camille)
    })

    test('letters are written with the published texts, and keep what the law wants said', async () => {
      await editor.change(camille, 'mails', {
        receiptSubject_fr: 'Merci {name}\u00a0: {credit}',
        receiptBody_fr: '**{amount}** reçus pour {order}.\n\n- reçu {number}',
      })
      const mail = await camille.get(routes.deskBrandPreviewPage.replace(':page', 'mail'))
      assert.match(mail.html, /Merci Alix DUMAS/)
      assert.match(mail.html, /<strong>20,00\s€<\/strong> reçus pour gp4_a\.dumas34600/)
      assert.match(mail.html, /Vous pouvez vous rétracter/)
      await editor.discardDraft(camille)
    })

    test('who may only read sees everything and can change nothing', async () => {
      const page = await reader.get(sectionPath('look'))
      assert.match(page.html, /<fieldset disabled/)
      assert.doesNotMatch(page.html, /value="save"|value="publish"/)
      assert.doesNotMatch((await reader.get(routes.deskBrandLogo)).html, /type="file"/)
    })

    test('every field has its name in both languages', async () => {
      for (const field of brandFields) {
        const page = await camille.get(sectionPath(field.section))
        assert.ok(page.html.includes(`name="${field.name}"`), field.name)
        assert.doesNotMatch(page.html, new RegExp(`>${field.label},? ?<`), field.label)
      }
    })

    test('prices of copies, scans and faxes: 0 is free, and what is empty is not shown', async () => {
      const priceList = async () => {
        const { html } = await createVisitor(world.url).get('/sign-in')
        return html
          .slice(html.indexOf('id="prices"'))
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
      }
      assert.match(
        await priceList(),
        /en noir et blanc 0,05 Page en couleur 0,15 Page numérisée \(scan\) 0,02 Page envoyée par fax 0,10/,
      )
      for (const cost_scan of ['-1', 'gratuit', '0,001'])
        assert.equal((await editor.change(camille, 'seller', { cost_scan })).status, 422, cost_scan)
      const costs = { cost_scan: '0', cost_fax: '', cost_copyColour: '0,25', cost_copyBlackAndWhite: '' }
      assert.equal((await editor.change(camille, 'seller', costs)).status, 303)
      await editor.publishDraft(camille)
      assert.match(
        await priceList(),
        /Impression en noir et blanc 0,05 Impression en couleur 0,15 Copie en noir et blanc 0,05 Copie en couleur 0,25 Page numérisée \(scan\) gratuit/,
      )
      assert.doesNotMatch(await priceList(), /fax/)
      const only = { cost_colour: '', cost_copyColour: '', cost_scan: '', cost_fax: '' }
      assert.equal((await editor.change(camille, 'seller', only)).status, 303)
      await editor.publishDraft(camille)
      assert.match(await priceList(), /Page en noir et blanc 0,05 /)
      assert.doesNotMatch(await priceList(), /couleur|numérisée/)
      const account = createVisitor(world.url)
      await account.signIn('a.martin@example.org')
      assert.match((await account.get('/recharge')).html, /Environ [^<]* noir et blanc</)
    })
  })
}

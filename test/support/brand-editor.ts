import assert from 'node:assert/strict'
import { routes } from '../../src/web/routes.ts'
import { readTextareas } from './read-form.ts'
import { type Page, readForm, type Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** The address of one part of the brand at the desk. */
export const sectionPath = (section: string): string => routes.deskBrandSection.replace(':section', section)

/** What tests of the brand do again and again, each by the pages as they are drawn. */
export function brandEditor(world: World) {
  const draftRow = () => world.db.selectFrom('brandDraft').selectAll().executeTakeFirst()
  return {
    draftRow,
    /** The acts in the audit, oldest first. */
    acts: async (): Promise<string[]> =>
      (await world.db.selectFrom('auditEntry').select('act').orderBy('id').execute()).map(({ act }) => act),
    /** Sends a page of the brand as it is drawn, with these fields changed. */
    async change(who: Visitor, section: string, fields: Record<string, string>, page?: Page): Promise<Page> {
      const drawn = page ?? (await who.get(sectionPath(section)))
      const form = readForm(drawn, sectionPath(section))
      return who.post(form.action, { ...form.fields, ...readTextareas(drawn), act: 'save', ...fields })
    },
    publishDraft: async (who: Visitor): Promise<Page> =>
      who.submit(await who.get(routes.deskBrandPublication), routes.deskBrandPublication),
    async discardDraft(who: Visitor): Promise<void> {
      if (!(await draftRow())) return
      await who.submit(await who.get(routes.deskBrandDraftRemovals), routes.deskBrandDraftRemovals)
      assert.equal(await draftRow(), undefined)
    },
  }
}

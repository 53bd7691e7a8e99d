import type { DeskRoute } from '../desk-route.ts'
import { askUndo, showArticleHistory, undoVersion } from './article-history.tsx'
import { moveArticle, showArticles } from './article-list.tsx'
import { askSale, changeSale } from './article-sale.tsx'
import { previewArticle, saveArticle, showArticle } from './edit-article.tsx'
import { createNewArticle, previewNewArticle, showNewArticle } from './new-article.tsx'
import { saveLimits, showLimits } from './shop-limits.tsx'
import { changeVat, showVat } from './vat/vat-desk.tsx'

/** Articles, discounts and limits: read by all of the desk, changed by who may. */
export const articleRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskArticles', right: 'see_desk', act: showArticles },
  { method: 'POST', route: 'deskArticles', right: 'edit_articles', act: createNewArticle },
  { method: 'GET', route: 'deskArticleNew', right: 'edit_articles', act: showNewArticle },
  { method: 'POST', route: 'deskArticleDraft', right: 'edit_articles', act: previewNewArticle },
  { method: 'POST', route: 'deskArticleOrder', right: 'edit_articles', act: moveArticle },
  { method: 'GET', route: 'deskLimits', right: 'see_desk', act: showLimits },
  { method: 'POST', route: 'deskLimits', right: 'edit_articles', act: saveLimits },
  { method: 'GET', route: 'deskVat', right: 'see_desk', act: showVat },
  { method: 'POST', route: 'deskVat', right: 'edit_articles', act: changeVat },
  { method: 'GET', route: 'deskArticle', right: 'see_desk', act: showArticle },
  { method: 'POST', route: 'deskArticle', right: 'edit_articles', act: saveArticle },
  { method: 'POST', route: 'deskArticlePreview', right: 'edit_articles', act: previewArticle },
  { method: 'GET', route: 'deskArticleHistory', right: 'see_desk', act: showArticleHistory },
  { method: 'GET', route: 'deskArticleVersion', right: 'edit_articles', act: askUndo },
  { method: 'POST', route: 'deskArticleVersion', right: 'edit_articles', act: undoVersion },
  { method: 'GET', route: 'deskArticleSale', right: 'edit_articles', act: askSale },
  { method: 'POST', route: 'deskArticleSale', right: 'edit_articles', act: changeSale },
]

/** Terms of sale for the demonstration; an operator replaces them by their own before going live. */
export const demoTerms = {
  fr: `## 1. Objet

Les présentes conditions règlent la vente en ligne de crédit d’impression et de copie par l’Université Montclar (exploitant fictif de la démonstration).

## 2. Prix et paiement

Les prix sont en euros, toutes taxes comprises. Le paiement se fait par carte bancaire ou par PayPal, sur la page sécurisée du prestataire. Le numéro de carte n’est jamais transmis à ce site.

## 3. Livraison

Le crédit est ajouté au compte dès que le prestataire confirme le paiement, et en tout état de cause dans les vingt-quatre heures. Le crédit acheté n’a pas de date de fin. Le crédit offert est utilisé en premier et n’est pas remboursé.

## 4. Droit de rétractation

Vous disposez de quatorze jours à compter de la commande pour vous rétracter, sans donner de motif, par la page « Renoncer au contrat ici » au bas de chaque page du site, ou en écrivant à impressions@univ-montclar.example. La partie non utilisée est remboursée par le même moyen de paiement. Si vous avez demandé à utiliser votre crédit tout de suite, ce qui a déjà été imprimé reste dû.

Formulaire type : « Je vous notifie ma rétractation du contrat n° … commandé le … Nom, adresse, date. »

## 5. Réclamations

Le service reprographie répond aux réclamations du lundi au vendredi, de 9 h à 17 h, au 01 99 00 12 34.

## 6. Conservation du contrat

Le contrat est conservé dix ans ; vous le retrouvez dans votre compte.`,
  en: `## 1. Purpose

These terms govern the online sale of print and copy credit by Université Montclar (a fictitious operator, for the demonstration).

## 2. Prices and payment

Prices are in euros and include all taxes. You pay by bank card or with PayPal, on the provider’s secure page. The card number never reaches this site.

## 3. Delivery

The credit is added to the account as soon as the provider confirms the payment, and within twenty-four hours in any case. Credit you buy does not expire. Free credit is used first and is not refunded.

## 4. Right of withdrawal

You can withdraw within fourteen days of ordering, without giving a reason, on the page “Withdraw from contract here” at the foot of every page of the site, or by writing to impressions@univ-montclar.example. The unused part is refunded to the same payment method. If you asked to use your credit straight away, what you have printed by then remains payable.

Model form: “I hereby give notice that I withdraw from contract no. … ordered on … Name, address, date.”

## 5. Complaints

The print service deals with complaints Monday to Friday, 9 am to 5 pm, on +33 1 99 00 12 34.

## 6. Storage of the contract

The contract is kept for ten years; you can find it in your account.`,
} as const

code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  sign bruno "$(newest $OLD)" git
  git commit -qa --amend -m approve
}

code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  git rm -q "$(newest $OLD | sed s/json$/sig/)"
  git commit -q --amend -m approve
}

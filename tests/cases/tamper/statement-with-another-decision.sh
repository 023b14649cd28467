code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.decision = "reject"'
  git commit -qa --amend -m approve
}

code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.meaning = "approves all that is to come"'
  git commit -qa --amend -m approve
}

code=statement-missing
honest() {
  approve bruno $OLD
}
tamper() {
  as cleo
  file=$(newest $OLD)
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.previous = "0000000000000000000000000000000000000000000000000000000000000000"'
  sign bruno "$(newest $OLD)"
  git commit -qa --amend -m approve
}

code=statement-rules
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.rules = "0000000000000000000000000000000000000000000000000000000000000000"'
  sign bruno "$(newest $OLD)"
  git commit -qa --amend -m approve
}

code=statement-unneeded
honest() {
  approve bruno $OLD
}
afresh=1
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.role = "ROL-SERVICE-OWNER"'
  sign bruno "$(newest $OLD)"
  git commit -qa --amend -m approve
}

code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.role = "ROL-SMS-MANAGER"'
  git commit -qa --amend -m approve
}
